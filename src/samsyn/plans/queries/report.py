"""What the board report of a round says, read from the database: constant queries, whatever the plan.

Everything is judged on the day of completion: who owns what, which indicators are stale, which values are known. The
round before is judged on its own last day, as the board then saw it.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.follow_up import Dated, Shown, State, changes, roll_up
from samsyn.foundation.days import day_of
from samsyn.foundation.files import queries as files
from samsyn.foundation.files.errors import FileError
from samsyn.foundation.jobs.models import Job
from samsyn.foundation.plain import seal
from samsyn.plans import structure
from samsyn.plans.models import Contribution, FollowUpRound, Item, ItemKind, Plan, Report
from samsyn.plans.queries import follow_up, indicators
from samsyn.plans.queries.content import in_reading_order
from samsyn.plans.queries.follow_up import Standing
from samsyn.plans.queries.indicators import Reading
from samsyn.plans.queries.owners import FOLLOWED, Owner, owners
from samsyn.plans.report.content import (
    Change,
    Effect,
    FollowUpEntry,
    Good,
    Kind,
    Point,
    Ready,
    ReportContent,
    ReportIndicator,
    ReportItem,
    StateCounts,
)

COMPLETE = "plans.complete_report"
"""The kind of the job that completes a report."""
OUTSIDE = 0
"""Stands for the place of what is in no focus area (row numbers begin at 1)."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A plan as it stands in a round on a day."""

    items: list[Item]
    keys: Mapping[int, str]
    stands: Mapping[int, Standing]
    owners: Mapping[int, str]
    contributors: Mapping[int, tuple[str, ...]]


def report_content(round: FollowUpRound, *, by: Any, at: datetime) -> ReportContent:
    """The report of a round as it would be if somebody completed it at a moment: at most 24 queries."""
    on = day_of(at)
    plan = Plan.objects.select_related("decided_by").get(pk=round.plan_id)
    whole = _whole(plan, round, on)
    previous, stood = follow_up.before(round)
    readings = indicators.of_plan(plan)
    measured = {reading.indicator.item_id for reading in readings}
    return ReportContent(
        council=settings.CONFIG.council,
        plan=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        as_of=round.as_of,
        number=next_number(round),
        completed_at=timezone.localtime(at),
        completed_by=by.get_full_name() if by is not None else "",
        organ=plan.decided_by.name if plan.decided_by else "",
        previous_as_of=previous.as_of if previous else None,
        summary=round.summary,
        items=tuple(_item(item, whole) for item in whole.items),
        counts=_counts(whole),
        changes=_changes(whole, stood),
        indicators=tuple(_indicator(reading, on) for reading in _in_order(readings, whole)),
        unowned=tuple(str(i.key) for i in whole.items if i.kind in FOLLOWED and not whole.owners[i.pk]),
        unmeasured=tuple(str(i.key) for i in whole.items if i.kind == ItemKind.GOAL and i.pk not in measured),
        ready=_ready(round),
    )


def next_number(round: FollowUpRound) -> int:
    """The number of the round's next report, from 1."""
    return (Report.objects.filter(round=round).aggregate(last=Max("number"))["last"] or 0) + 1


def by_key(key: Any) -> Report:
    """The report with a key; raises `Report.DoesNotExist`."""
    return Report.objects.select_related("round__plan", "pdf", "docx", "xlsx", "completed_by").get(key=key)


def of_round(round: FollowUpRound) -> QuerySet[Report]:
    """The completed reports of a round, the latest first, without their content."""
    return Report.objects.filter(round=round).defer("content").select_related("completed_by").order_by("-number")


def job_of(round: FollowUpRound) -> Job | None:
    """The latest job that completes, or completed, a report of the round."""
    jobs = Job.objects.filter(kind=COMPLETE, payload__round=str(round.key)).select_related("requested_by")
    return jobs.order_by("-requested_at", "-pk").first()


def job_under_way(round: FollowUpRound) -> Job | None:
    """The job that is completing a report of the round."""
    latest = job_of(round)
    return None if latest is None or latest.has_ended else latest


def content_of(report: Report) -> ReportContent:
    """What a completed report says, as it was frozen."""
    return ReportContent.from_json(report.content)


def faults(report: Report) -> list[str]:
    """What is wrong with a completed report: content or files that are not what was sealed. Empty when it is sound."""
    found = []
    if seal(report.content) != report.sha256:
        found.append(_("the content is not what was sealed"))
    for name in ("pdf", "docx", "xlsx"):
        stored = getattr(report, name)
        try:
            data = files.read(stored)
        except FileError as error:
            found.append(str(error))
        else:
            if hashlib.sha256(data).hexdigest() != stored.sha256:
                found.append(_("the file “%(name)s” is not what was stored") % {"name": stored.name})
    return found


def _whole(plan: Plan, round: FollowUpRound, on: date) -> _Whole:
    items = in_reading_order(list(Item.objects.filter(plan=plan).defer("stems", "internal_note")))
    known = owners(plan, on=on)
    contributors: dict[int, tuple[str, ...]] = {}
    for row in Contribution.objects.filter(item__plan=plan).select_related("person", "function").order_by("pk"):
        contributors[row.item_id] = (*contributors.get(row.item_id, ()), str(row.person or row.function))
    answers = {item.pk: _answers(known.of(item.owner_person_id, item.owner_function_id)) for item in items}
    keys = {item.pk: str(item.key) for item in items}
    return _Whole(items, keys, follow_up.standing(plan, on, round), answers, contributors)


def _answers(owner: Owner | None) -> str:
    """Who answers for an item, or "": somebody who has left, and a vacant function, answer for nothing."""
    if owner is None or not owner.present:
        return ""
    return f"{owner.name} ({owner.holder})" if owner.holder else owner.name


def _item(item: Item, whole: _Whole) -> ReportItem:
    stands = whole.stands.get(item.pk)
    return ReportItem(
        key=str(item.key),
        kind=Kind(item.kind),
        name=item.name,
        parent=whole.keys[item.parent_id] if item.parent_id else "",
        number=item.number,
        heading=item.heading,
        wording=item.wording,
        owner=whole.owners[item.pk],
        contributors=whole.contributors.get(item.pk, ()),
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        budget=item.budget,
        outcome=item.outcome,
        state=stands.state if stands else None,
        reason=stands.reason if stands else None,
        follow_up=_entry(stands) if stands and stands.entry else None,
    )


def _entry(stands: Standing) -> FollowUpEntry:
    assert stands.said is not None
    assert stands.entered_at is not None
    return FollowUpEntry(
        state=stands.said,
        text=stands.text,
        by=stands.entered_by,
        on=timezone.localdate(stands.entered_at),
        evidence=stands.evidence,
        consequence=stands.consequence,
        action=stands.action,
        effect=Effect(stands.effect) if stands.effect else None,
        effect_text=stands.effect_text,
    )


def _counts(whole: _Whole) -> tuple[StateCounts, ...]:
    """States by area, in reading order; what stands in no area last."""
    parents = {item.pk: item.parent_id for item in whole.items}
    areas = [item for item in whole.items if item.kind == ItemKind.FOCUS_AREA]
    known = {area.pk for area in areas}
    around = {area: [a for a in structure.ancestors(area, parents) if a in known] for area in known}

    def counted(kind: ItemKind) -> dict[int, Counter[State]]:
        placed = [
            (
                next((a for a in structure.ancestors(item.pk, parents) if a in known), OUTSIDE),
                whole.stands[item.pk].state,
            )
            for item in whole.items
            if item.kind == kind
        ]
        return roll_up(placed, around)

    goals, activities = counted(ItemKind.GOAL), counted(ItemKind.ACTIVITY)
    places = [(str(area.key), area.pk) for area in areas]
    places += [("", OUTSIDE)] if OUTSIDE in goals or OUTSIDE in activities else []
    return tuple(StateCounts(key, dict(goals.get(pk, {})), dict(activities.get(pk, {}))) for key, pk in places)


def _changes(whole: _Whole, stood: Mapping[int, Shown]) -> tuple[Change, ...]:
    """Items of both rounds that are shown otherwise than before, in reading order."""
    before = {item: shown.state for item, shown in stood.items()}
    after = {item.pk: whole.stands[item.pk].state for item in whole.items if item.pk in whole.stands}
    return tuple(Change(whole.keys[each.item], each.before, each.after) for each in changes(before, after))


def _in_order(readings: tuple[Reading, ...], whole: _Whole) -> list[Reading]:
    place = {item.pk: n for n, item in enumerate(whole.items)}
    return sorted(readings, key=lambda reading: (place[reading.indicator.item_id], reading.indicator.pk))


def _indicator(reading: Reading, on: date) -> ReportIndicator:
    indicator, stands = reading.indicator, reading.level(on=on)
    origin = indicator.series or indicator
    return ReportIndicator(
        key=str(indicator.key),
        item=str(indicator.item.key),
        name=indicator.name,
        unit=indicator.unit,
        good=Good(indicator.good_direction),
        source=origin.source,
        territory=origin.territory,
        baseline=_point(reading.baseline),
        targets=tuple(Point(each.on, each.value) for each in reading.targets),
        values=tuple(Point(v.on, v.value, v.source, v.territory) for v in reading.values if v.on <= on),
        target=_point(stands.target),
        target_reached=stands.target_reached,
        since_last=stands.since_last,
        against_baseline=stands.against_baseline,
        stale=reading.stale(on=on),
        missed_on=reading.missed_on(on=on),
        modelled=reading.modelled,
    )


def _point(dated: Dated | None) -> Point | None:
    return Point(dated.on, dated.value) if dated else None


def _ready(round: FollowUpRound) -> tuple[Ready, ...]:
    return tuple(
        Ready(
            str(each.area.key),
            each.marked_by.get_full_name() if each.marked_by else "",
            timezone.localtime(each.marked_at),
        )
        for each in follow_up.ready_sections(round)
    )
