"""Saying how goals and activities stand. What has been said is never changed: a new entry is added, and counts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.plans import gate, rules, search
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, WrongState
from samsyn.plans.models import (
    Effect,
    FollowUp,
    FollowUpRound,
    FollowUpState,
    Item,
    ItemKind,
    Plan,
    PlanState,
    SectionReady,
)
from samsyn.plans.models.rounds import STATES_THAT_NEED_ACTION, WORDS_SAID
from samsyn.plans.operations import trail


@transaction.atomic
def enter(
    item: Item,
    *,
    round: FollowUpRound,
    state: str,
    text: str,
    by: Any,
    at: datetime,
    evidence: str = "",
    consequence: str = "",
    action: str = "",
    effect: str = "",
    effect_text: str = "",
    seen: str | None = None,
) -> FollowUp:
    """Say how a goal or an activity stands in a round, from the day that the round opens.

    A round does not close: what is said after its report was completed is in the next report of the round. A goal said
    to be on track while its indicators are stale is kept as said, and shown as not assessed.

    `seen` is the key of the round's latest entry that the person had read, "" where there was none. Where somebody
    else has said something since, nothing is entered; where the person said just this (the button was pressed twice),
    that entry is given back.
    """
    if not rules.may_follow_up(by, item, on=day_of(at)):
        raise NotPermitted(_("Only the office and whoever answers for the item may follow it up."))
    plan = _followed(item.plan)
    item = gate.present(plan, item)
    _check_place(plan, item, round, at)
    entry = FollowUp(
        item=item,
        round=round,
        state=state,
        text=text.strip(),
        evidence=evidence.strip(),
        consequence=consequence.strip(),
        action=action.strip(),
        effect=effect,
        effect_text=effect_text.strip(),
        entered_by=by,
        entered_at=at,
    )
    _check_words(entry)
    entry.stems = search.stems(*(getattr(entry, name) for name in WORDS_SAID))
    if repeated := _said_since(entry, seen):
        return repeated
    entry.save(force_insert=True)
    trail.record(item, verb="plans.followed_up", by=by, at=at, round=str(round.key), state=state, entry=str(entry.key))
    return entry


@transaction.atomic
def mark_ready(area: Item, *, round: FollowUpRound, by: Any, at: datetime) -> SectionReady:
    """Say that an area's part of a round is ready for the report. Saying it again changes nothing."""
    area = _for_marking(area, round, by, at)
    ready, new = SectionReady.objects.get_or_create(round=round, area=area, defaults={"marked_by": by, "marked_at": at})
    if new:
        trail.record(area, verb="plans.section_ready", by=by, at=at, round=str(round.key))
    return ready


@transaction.atomic
def unmark_ready(area: Item, *, round: FollowUpRound, by: Any, at: datetime) -> None:
    """Take back that an area's part is ready."""
    area = _for_marking(area, round, by, at)
    removed, _each = SectionReady.objects.filter(round=round, area=area).delete()
    if removed:
        trail.record(area, verb="plans.section_not_ready", by=by, at=at, round=str(round.key))


def _said_since(entry: FollowUp, seen: str | None) -> FollowUp | None:
    """The same entry, where the person has made it already; refused where it is one that the person had not read."""
    latest = FollowUp.objects.filter(item=entry.item, round=entry.round).order_by("-pk").first()
    if seen is None or seen == (str(latest.key) if latest else ""):
        return None
    fields = ("state", "text", "evidence", "consequence", "action", "effect", "effect_text", "entered_by_id")
    if latest is not None and all(getattr(latest, name) == getattr(entry, name) for name in fields):
        return latest
    raise ChangedMeanwhile(_("Something has been entered in this round since you opened the page. Read it first."))


def _followed(plan: Plan) -> Plan:
    """The plan, locked, if it is followed up: from its adoption until it is closed, also while it is being revised."""
    plan = gate.open_plan(plan)
    if plan.state != PlanState.ADOPTED and not rules.is_public(plan):
        raise WrongState(_("The plan has not been adopted yet. Follow-up begins when it has."))
    return plan


def _check_place(plan: Plan, item: Item, round: FollowUpRound, at: datetime) -> None:
    if round.plan_id != plan.pk:
        raise NotUsable(_("The round belongs to another plan."))
    if item.kind not in (ItemKind.GOAL, ItemKind.ACTIVITY):
        raise NotUsable(_("Only goals and activities are followed up."))
    if day_of(at) < round.opens_on:
        raise WrongState(_("The round opens on %(date)s.") % {"date": round.opens_on})


def _check_words(entry: FollowUp) -> None:
    if entry.state not in FollowUpState.values:
        raise NotUsable(_("Choose how it stands."))
    if entry.state == FollowUpState.CANNOT_BE_ASSESSED and not entry.text:
        raise NotUsable(_("Say why it cannot be assessed: a changed method, no measurement, or something else."))
    if not entry.text:
        raise NotUsable(_("Say in a few words what has happened."))
    if entry.state in STATES_THAT_NEED_ACTION and not (entry.consequence and entry.action):
        raise NotUsable(_("What is at risk or off track needs its consequence and what is done about it."))
    if entry.effect not in ("", *Effect.values):
        raise NotUsable(_("Choose which effect has been seen."))
    if entry.item.kind != ItemKind.ACTIVITY and (entry.effect or entry.effect_text):
        raise NotUsable(_("Effect is said of activities. Whether a goal is reached is its state."))
    if entry.effect == Effect.CANNOT_BE_ASSESSED and not entry.effect_text:
        raise NotUsable(_("Say why the effect cannot be assessed."))


def _for_marking(area: Item, round: FollowUpRound, by: Any, at: datetime) -> Item:
    if not rules.may_mark_ready(by, area, on=day_of(at)):
        raise NotPermitted(_("Only the office and whoever answers for the area may say that it is ready."))
    plan = gate.open_plan(area.plan)
    area = gate.present(plan, area)
    if round.plan_id != plan.pk:
        raise NotUsable(_("The round belongs to another plan."))
    if area.kind != ItemKind.FOCUS_AREA:
        raise NotUsable(_("Only areas are marked as ready."))
    if day_of(at) < round.opens_on:
        raise WrongState(_("The round opens on %(date)s.") % {"date": round.opens_on})
    return area
