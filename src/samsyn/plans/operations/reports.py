"""Completing the board report of a round: frozen, numbered, sealed. A completed report is never written again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.plans import gate, rules
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, WrongState
from samsyn.plans.models import FollowUpRound, PlanState, Report
from samsyn.plans.progress import Progress, silent
from samsyn.plans.queries import report as queries
from samsyn.plans.queries.report import COMPLETE, next_number, report_content
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import LANGUAGES
from samsyn.plans.report.rendering import rendered

ATTEMPTS = 5

Conclude = Callable[[Report], object]


class _NumberTaken(Exception):
    """Somebody else completed a report of the round while this one was being set."""


@transaction.atomic
def request(round: FollowUpRound, *, by: Any, at: datetime, language: str = "sv", url: str = "") -> Job:
    """Ask for a report of the round to be completed; a worker does it. Its page then leads to `url`.

    One at a time: the plan's row is locked while it is found out whether one is being made already.
    """
    _require(round, by, at)
    _fresh(round, at, language)
    if queries.job_under_way(round):
        raise ChangedMeanwhile(_("A report of this round is being made already. Wait until it is ready."))
    words = {"plan": round.plan.title, "date": date_format(round.as_of, "j F Y")}
    title = _("Follow-up report %(plan)s, up to %(date)s") % words
    payload = {"round": str(round.key), "language": language, "url": url}
    return jobs.enqueue(kind=COMPLETE, payload=payload, by=by, at=at, title=title)


def complete(
    round: FollowUpRound,
    *,
    by: Any,
    at: datetime,
    language: str = "sv",
    progress: Progress = silent,
    conclude: Conclude = lambda report: None,
) -> Report:
    """Freeze the round into its next report: content, PDF, DOCX and XLSX.

    What it says is read in one transaction, the files are made outside any, and everything is written in one more, at
    the end of which `conclude` is called. Whatever stops the work before leaves no trace in the database. Where
    somebody else completed a report of the round meanwhile, this one is read and made again, with the next number.
    """
    _require(round, by, at)
    for _attempt in range(ATTEMPTS):
        content = _read(round, by, at, language)
        made = _rendered(content, language, progress)
        try:
            return _write(round, content, made, by, at, conclude)
        except _NumberTaken:
            continue
    raise ChangedMeanwhile(_("Others keep completing reports of this round. Look at theirs before you try again."))


def _require(round: FollowUpRound, by: Any, at: datetime) -> None:
    if not rules.may_complete_report(by, round.plan, on=day_of(at)):
        raise NotPermitted(_("Only the office completes reports."))


def _check(round: FollowUpRound, at: datetime, language: str) -> None:
    if language not in LANGUAGES:
        raise NotUsable(_("Reports are made in Swedish or English."))
    if round.plan.state != PlanState.ADOPTED and not rules.is_public(round.plan):
        raise WrongState(_("The plan has not been adopted yet. Follow-up begins when it has."))
    if day_of(at) < round.opens_on:
        raise WrongState(_("The round opens on %(date)s.") % {"date": round.opens_on})


@transaction.atomic
def _read(round: FollowUpRound, by: Any, at: datetime, language: str) -> ReportContent:
    """The content, while the plan's row keeps every other verb of the plan waiting."""
    return report_content(_fresh(round, at, language), by=by, at=at)


def _fresh(round: FollowUpRound, at: datetime, language: str) -> FollowUpRound:
    plan = gate.open_plan(round.plan)
    found = plan.rounds.filter(pk=round.pk).first()
    if found is None:
        raise NotUsable(_("The round has been removed by somebody else."))
    _check(found, at, language)
    return found


def _rendered(content: ReportContent, language: str, progress: Progress) -> dict[str, bytes]:
    """The files by format, each stage told with its share of the whole."""

    def told(name: str, share: float, message: str) -> None:
        progress(share, message or _("Making the report as %(format)s") % {"format": name.upper()})

    made = rendered(content, LANGUAGES[language], progress=told)
    progress(1.0, _("Keeping the report"))
    return made


@transaction.atomic
def _write(
    round: FollowUpRound, content: ReportContent, made: Mapping[str, bytes], by: Any, at: datetime, conclude: Conclude
) -> Report:
    gate.open_plan(round.plan)
    if next_number(round) != content.number:
        raise _NumberTaken
    name = f"{slugify(content.plan) or 'plan'}-{content.as_of}-{content.number}"
    stored = {each: files.store(data, name=f"{name}.{each}", by=by, at=at) for each, data in made.items()}
    report = Report.objects.create(
        round=round,
        number=content.number,
        content=content.to_json(),
        sha256=content.sha256(),
        completed_by=by,
        completed_at=at,
        **stored,
    )
    audit.record(
        verb="plans.report_completed",
        subject=f"report:{report.key}",
        by=by,
        at=at,
        plan=str(round.plan.key),
        round=str(round.key),
        number=report.number,
        sha256=report.sha256,
    )
    conclude(report)
    return report
