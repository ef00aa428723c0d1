"""Reading runs: lists, one for a reader, its result, and whether it came out the same again."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import queries as files
from samsyn.insights import results, rules
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, Run, RunSource
from samsyn.insights.queries import datasets
from samsyn.insights.queries.reference_dates import last_day
from samsyn.insights.suppression import Rule

MAIN = frozenset({"flows", "network"})
"""The roles whose data a study is about; others say where, for whom and beside what."""


def runs(*, by: Any, on: date, study: str = "") -> QuerySet[Run]:
    """The runs that a person may see, the latest first, with their sources: all of them, or those that are shared."""
    found = _whole().filter(study=study) if study else _whole()
    return found if rules.may_see_runs(by, on=on) else found.filter(share__isnull=False)


def run_for(key: UUID, *, by: Any, on: date) -> Run:
    """One run for a reader. Raises `Run.DoesNotExist`, or `NotPermitted` where it is not theirs to see."""
    run = _whole().get(key=key)
    if not rules.may_see_run(by, run, on=on):
        raise NotPermitted(_("This result is not shared."))
    return run


def shared_run(share: UUID) -> Run:
    """The run at a shared address. Raises `Run.DoesNotExist` where nothing is shared there (any more)."""
    return _whole().get(share__key=share)


def result_of(run: Run) -> results.Result:
    """The stored result. Raises where the bytes are not those that were recorded."""
    data = files.read(run.result)
    if results.digest(data) != run.digest:
        raise InsightError(
            _("The stored result of “%(run)s” has been changed. The administrator can restore it from a backup.")
            % {"run": run}
        )
    return results.read(data)


def public_result_of(run: Run) -> results.Result:
    """What everybody may see of a shared run. Raises where the rule for small numbers has changed since it was made."""
    if not hasattr(run, "share"):
        raise NotPermitted(_("This result is not shared."))
    result = results.read(files.read(run.share.result))
    rule = current_rule()
    if result["suppressed"] != {"below": rule.below, "width": rule.width}:
        raise InsightError(
            _("“%(run)s” was shared under another rule for small numbers. It has to be shared anew.") % {"run": run}
        )
    return result


def result_for(run: Run, *, by: Any, on: date) -> results.Result:
    """The result as this reader may see it: whole for those who see the data, else what everybody may see."""
    return result_of(run) if rules.may_see_runs(by, on=on) else public_result_of(run)


def current_rule() -> Rule:
    """The installation's rule for small numbers."""
    return Rule(settings.SUPPRESS_BELOW, settings.SUPPRESS_WIDTH)


def shared_beside(run: Run) -> QuerySet[Run]:
    """Other runs that are shared and read a snapshot that this one reads, with another result."""
    read = RunSource.objects.filter(run=run, snapshot__dataset__kind=DatasetKind.FLOWS).values("snapshot")
    others = Run.objects.filter(share__isnull=False, sources__snapshot__in=read).exclude(digest=run.digest)
    return others.exclude(pk=run.pk).distinct()


def is_modelled(run: Run) -> bool:
    """Was it computed from data that is modelled itself, by its publisher or as it was carried over here?"""
    return any(datasets.is_modelled(source.snapshot) for source in run.sources.all())


def reference_day(run: Run) -> date:
    """The day that its figures are about: the last of the reference period of its main source, or of its only one."""
    sources = list(run.sources.all())
    main = [source for source in sources if source.role in MAIN] or sources[:1]
    if not main:
        raise InsightError(_("“%(run)s” was run on no data, so its figures have no date.") % {"run": run})
    return last_day(main[0].snapshot.reference)


def source_line(run: Run) -> str:
    """Sources and method in one line, as it is published with a series."""
    parts = [
        f"{source.snapshot.dataset.publisher}: {source.snapshot.dataset.title}, {source.snapshot.reference}"
        for source in run.sources.all()
    ]
    return "; ".join([*parts, run.code])


def _whole() -> QuerySet[Run]:
    sources = RunSource.objects.select_related("snapshot__dataset", "snapshot__file").order_by("role")
    return Run.objects.select_related("repeats", "result", "run_by", "share").prefetch_related(
        Prefetch("sources", sources)
    )
