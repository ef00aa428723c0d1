"""Where heavy analyses work: on threads, or on a cluster with the same bits; and what is said where it is away."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from operator import truediv
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from samsyn.analysis.accessibility.decay import Exponential
from samsyn.analysis.accessibility.opportunities import Weighted, accessibility
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import areas_of
from samsyn.insights import results
from samsyn.web import executors
from samsyn.web.executors import ClusterError, side_by_side
from tests.house.tree import ROOT
from tests.insights.studies import drawn

DASK = Path(sys.executable).with_name("dask")
READY = ("--preload", "samsyn.web.executors", "--dashboard-address", ":0")


@contextmanager
def cluster(folder):
    """The address of a scheduler, with two processes at work for it, all started as docs/operations.md says."""
    here = os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."]), "SAMSYN_DATA": str(folder)}
    told = folder / "scheduler.json"
    with ExitStack() as started:
        for words in (
            ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", told),
            ("worker", "--scheduler-file", told, "--nworkers", "2", "--nthreads", "1", "--local-directory", folder),
        ):
            process = subprocess.Popen([DASK, *words, *READY], env=here, cwd=ROOT, stderr=subprocess.DEVNULL)
            started.callback(process.wait, 60)
            started.callback(process.terminate)
        with Client(scheduler_file=told, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address


def test_a_cluster_of_two_processes_does_what_threads_do(tmp_path, settings):
    """One test, as a cluster takes seconds to start."""
    with cluster(tmp_path) as address:
        _a_study_gives_the_same_bits(address, settings)
        with side_by_side(address) as executor:
            _blocks_of_rows_travel(executor)
            with pytest.raises(ZeroDivisionError):
                executor.submit(truediv, 1, 0).result()
        _what_is_stopped_is_called_off(address, tmp_path / "begun")


def _a_study_gives_the_same_bits(address, settings):
    found = []
    for scheduler in ("", address):
        settings.SIDE_BY_SIDE = partial(side_by_side, scheduler)
        found.append(results.canonical(drawn.regions(drawings="100")))
    assert found[0] == found[1]
    assert b'"drawings":100' in found[0].replace(b" ", b"")


def _blocks_of_rows_travel(executor):
    zones = areas_of({f"{i:04}": "zone" for i in range(1_000)})
    times = np.random.default_rng(1).uniform(0, 90, (1_000, 1_000))
    reach = Reach(zones, zones, times, np.arange(1_000.0), np.ones(1_000))
    alone = accessibility(reach, Weighted(Exponential(0.05))).values
    there = accessibility(reach, Weighted(Exponential(0.05)), executor=executor).values
    assert there.tobytes() == alone.tobytes()
    assert os.getpid() not in {executor.submit(os.getpid).result() for _each in range(4)}


def _what_is_stopped_is_called_off(address, begun):
    begun.mkdir()

    def stop(_share):
        raise InterruptedError

    with pytest.raises(InterruptedError), side_by_side(address) as executor:
        list(each_done(_begin, [(begun, number) for number in range(100)], executor=executor, progress=stop))
    assert 0 < len(list(begun.iterdir())) < 100


def _begin(folder, number):
    (folder / str(number)).touch()
    time.sleep(0.1)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr(executors, "SECONDS_TO_ANSWER", 0.3)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:1 "), side_by_side("tcp://127.0.0.1:1"):
        pass


def test_a_scheduler_without_workers_is_named(monkeypatch):
    monkeypatch.setattr(executors, "SECONDS_TO_ANSWER", 0.3)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(ClusterError, match="SAMSYN_DASK"),
        side_by_side(empty.scheduler_address),
    ):
        pass


def test_without_the_extra_its_name_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"samsyn\[dask\]"), side_by_side("tcp://127.0.0.1:1"):
        pass
