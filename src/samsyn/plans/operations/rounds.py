"""Opening the follow-up rounds of a plan, moving them and summing them up."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.plans import gate, rules
from samsyn.plans.errors import FollowedUp, NotUsable
from samsyn.plans.models import FollowUpRound, Plan, RoundDate

USUAL_DATES = ((4, 30), (8, 31), (12, 31))
"""When follow-up is compiled where the council has not said otherwise (`RoundDate`): month and day."""
OPENS_BEFORE = timedelta(days=30)
DUE_AFTER = timedelta(days=14)


@transaction.atomic
def open_usual(plan: Plan, *, by: Any, at: datetime) -> list[FollowUpRound]:
    """Add the council's usual rounds of every year in the plan's period that the plan does not have already.

    A round opens 30 days before the day it is compiled up to, and is due 14 days after it. Returns the new ones.
    """
    plan = _to_run(plan, by, at)
    known = set(plan.rounds.values_list("as_of", flat=True))
    dates = [tuple(row) for row in RoundDate.objects.values_list("month", "day")] or USUAL_DATES
    new = [
        FollowUpRound(plan=plan, as_of=as_of, opens_on=as_of - OPENS_BEFORE, due_on=as_of + DUE_AFTER)
        for as_of in _in_period(plan, dates)
        if as_of not in known
    ]
    for each in new:
        each.save(force_insert=True)
    _record("plans.rounds_opened", f"plan:{plan.key}", plan, by, at, as_of=[each.as_of.isoformat() for each in new])
    return new


@transaction.atomic
def add(plan: Plan, *, as_of: date, opens_on: date, due_on: date, by: Any, at: datetime) -> FollowUpRound:
    """Add a round of the office's own choice."""
    plan = _to_run(plan, by, at)
    added = FollowUpRound(plan=plan, as_of=as_of, opens_on=opens_on, due_on=due_on)
    _check(added)
    added.save(force_insert=True)
    _record("plans.round_added", f"round:{added.key}", plan, by, at, as_of=as_of.isoformat())
    return added


@transaction.atomic
def move(round: FollowUpRound, *, as_of: date, opens_on: date, due_on: date, by: Any, at: datetime) -> FollowUpRound:
    """Give a round other days. Once a report of it is completed, the day it is compiled up to stays."""
    plan, moved = _fresh(round, by, at)
    if as_of != moved.as_of and moved.reports.exists():
        raise FollowedUp(_("A report of this round has been completed, so the day it is compiled up to stays."))
    moved.as_of, moved.opens_on, moved.due_on = as_of, opens_on, due_on
    _check(moved)
    moved.save(update_fields=["as_of", "opens_on", "due_on"])
    _record("plans.round_moved", f"round:{moved.key}", plan, by, at, as_of=as_of.isoformat())
    return moved


@transaction.atomic
def remove(round: FollowUpRound, *, by: Any, at: datetime) -> None:
    """Remove a round in which nothing has been said."""
    plan, removed = _fresh(round, by, at)
    if removed.follow_ups.exists() or removed.reports.exists() or removed.ready_sections.exists():
        raise FollowedUp(_("Something has been said in this round, and follow-up is never removed."))
    _record("plans.round_removed", f"round:{removed.key}", plan, by, at, as_of=removed.as_of.isoformat())
    removed.delete()


@transaction.atomic
def write_summary(round: FollowUpRound, *, summary: str, by: Any, at: datetime) -> FollowUpRound:
    """Write the office's summary of a round; the next report begins with it. A completed report keeps its own."""
    plan, written = _fresh(round, by, at)
    written.summary = summary.strip()
    written.save(update_fields=["summary"])
    _record("plans.round_summarised", f"round:{written.key}", plan, by, at, characters=len(written.summary))
    return written


def _to_run(plan: Plan, by: Any, at: datetime) -> Plan:
    if not rules.may_open_round(by, plan, on=day_of(at)):
        raise NotPermitted(_("Only the office runs the follow-up rounds."))
    return gate.open_plan(plan)


def _fresh(round: FollowUpRound, by: Any, at: datetime) -> tuple[Plan, FollowUpRound]:
    plan = _to_run(round.plan, by, at)
    found = plan.rounds.filter(pk=round.pk).first()
    if found is None:
        raise NotUsable(_("The round has been removed by somebody else."))
    return plan, found


def _check(round: FollowUpRound) -> None:
    plan = round.plan
    if round.due_on < round.opens_on:
        raise NotUsable(_("The round is due before it opens. Choose a later due date."))
    if round.as_of < plan.starts_on:
        raise NotUsable(
            _("The round is compiled up to a day before the plan begins (%(date)s).") % {"date": plan.starts_on}
        )
    if plan.rounds.filter(as_of=round.as_of).exclude(pk=round.pk).exists():
        raise NotUsable(_("The plan already has a round up to %(date)s.") % {"date": round.as_of})


def _in_period(plan: Plan, dates: Any) -> Iterator[date]:
    """The dates of every year of the period, in order; a day that a month lacks is its last."""
    for year in range(plan.starts_on.year, plan.ends_on.year + 1):
        for month, day in sorted(dates):
            as_of = date(year, month, min(day, calendar.monthrange(year, month)[1]))
            if plan.starts_on <= as_of <= plan.ends_on:
                yield as_of


def _record(verb: str, subject: str, plan: Plan, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=subject, by=by, at=at, plan=str(plan.key), **details)
