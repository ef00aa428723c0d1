"""Running a study and making its result fit for everybody, in the background."""

from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError
from samsyn.foundation.jobs.operations import Progress
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Run, Snapshot
from samsyn.insights.operations import runs
from samsyn.insights.operations.runs import Order
from samsyn.insights.queries import runs as queries
from samsyn.insights.queries import tables
from samsyn.insights.studies import everyone, words
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.contract import Study

READ, COMPUTED = 0.1, 0.95
"""How much is done when the data is read, and when all is computed, for who waits."""


def run_study(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Run the study that `runs.request` asked for, and settle the job in the transaction that records the run."""
    study, order, started = STUDIES[payload["study"]], Order.from_json(payload), timezone.now()
    settled: dict[str, Any] = {}
    progress(0.0, _("Reading the data"))
    given = _given(study, order)

    def listen(share: float, text: str) -> None:
        progress(READ + (COMPUTED - READ) * share, text)

    listen(0.0, _("Computing"))
    try:
        result = study.compute(given, order.choices, np.random.default_rng(order.seed), listen)
    except AnalysisError as error:
        raise InsightError(_("The data cannot be used for this study: %(why)s.") % {"why": words.why(error)}) from error
    progress(COMPUTED, _("Keeping the result"))
    runs.record(
        study,
        order=order,
        result=result,
        started_at=started,
        by=progress.job.requested_by,
        at=timezone.now(),
        conclude=lambda run: settled.update(progress.settle({"run": str(run.key), "url": payload["url"]})),
    )
    return settled


def share_run(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make what everybody may see of a run, and share it in the transaction that settles the job."""
    run = Run.objects.select_related("result").get(key=payload["run"])
    shown = everyone.for_everyone(STUDIES[run.study], queries.result_of(run), queries.current_rule(), progress)
    settled: dict[str, Any] = {}
    runs.share(
        run,
        result=shown,
        by=progress.job.requested_by,
        at=timezone.now(),
        conclude=lambda share: settled.update(progress.settle({"share": str(share.key), "url": payload["url"]})),
    )
    return settled


def _given(study: Study, order: Order) -> dict[str, Any]:
    kinds = {source.role: source.kind for source in study.sources}
    rows = Snapshot.objects.filter(key__in=order.sources.values()).select_related("dataset", "file")
    by_key = {snapshot.key: snapshot for snapshot in rows}
    return {role: tables.READERS[kinds[role]](by_key[key]) for role, key in order.sources.items()}
