"""Where heavy analyses do their work side by side: threads of this process, or the cluster that SAMSYN_DASK names.

Analyses take what this gives as `executor` and never ask what it is; their results are the same, to the bit. The
cluster must be able to import what it is sent: scheduler and workers are started with this module as `--preload`,
which makes Django ready there (docs/operations.md).
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from django.utils.translation import gettext as _

from samsyn.foundation.errors import Refusal
from samsyn.web.cli import base

SECONDS_TO_ANSWER = 10
"""How long a scheduler, and then its first worker, is waited for."""


class ClusterError(Refusal):
    """The cluster cannot be used."""


@contextmanager
def side_by_side(scheduler: str) -> Iterator[Executor]:
    """Until the block ends, workers of the scheduler at this address, or threads where it is empty."""
    if scheduler:
        with _on_cluster(scheduler) as executor:
            yield executor
    else:
        with ThreadPoolExecutor(os.cpu_count()) as executor:
            yield executor


@contextmanager
def _on_cluster(scheduler: str) -> Iterator[Executor]:
    try:
        # Imported here: an extra that most do without, and slow to load.
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            _("SAMSYN_DASK is set, but what it needs is not installed: install samsyn[dask], or remove the setting.")
        ) from error
    try:
        client = Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except OSError as error:
        raise ClusterError(
            _("No scheduler answers at %(address)s (SAMSYN_DASK): start it, or remove the setting.")
            % {"address": scheduler}
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise ClusterError(
                _("The scheduler at %(address)s (SAMSYN_DASK) has no workers: start at least one.")
                % {"address": scheduler}
            ) from error
        # Not pure: jobs are not to be told apart by a checksum of all that they carry.
        with client.get_executor(pure=False) as executor:
            yield executor


def dask_setup(_process: object) -> None:
    """Make a scheduler or a worker of the cluster ready; Dask calls it by this name."""
    base.calculate_alike()
    # The mode that needs no secrets: the cluster touches neither the database nor the files.
    base.set_up(SAMSYN_MODE="test")
