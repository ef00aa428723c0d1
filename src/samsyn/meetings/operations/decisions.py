"""Recording what was decided, what it leads to, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings import gate, rules
from samsyn.meetings.errors import NotUsable, Sealed, WrongState
from samsyn.meetings.models import (
    AgendaItem,
    Decision,
    DecisionFollowUp,
    DecisionMethod,
    DecisionOutcome,
    DecisionState,
    Meeting,
    MeetingState,
    MinutesState,
    Statement,
    StatementKind,
    Voice,
    VoiceKind,
    Vote,
    VoteOutcome,
    VoteState,
)
from samsyn.meetings.queries import decisions as queries
from samsyn.meetings.queries import taking_part
from samsyn.members.models import Mandate, Organ, Organisation, Person
from samsyn.plans.models import Item, Plan
from samsyn.plans.operations import plans

VOTED_DOWN = (DecisionOutcome.REJECTED,)


@dataclass(frozen=True, slots=True)
class Hearing:
    """That an organisation, or a mandate holder, was heard about a decision by consensus."""

    said: VoiceKind
    organisation: Organisation | None = None
    mandate: Mandate | None = None
    note: str = ""


@transaction.atomic
def record(
    item: AgendaItem,
    *,
    wording: str,
    method: DecisionMethod,
    outcome: DecisionOutcome,
    by: Any,
    at: datetime,
    vote: Vote | None = None,
    heard: Sequence[Hearing] = (),
) -> Decision:
    """Record a decision on an item, under the next paragraph of the organ's year.

    By vote it needs a closed vote on the item whose answer it follows; by consensus those who were heard.
    """
    meeting = _open(item.meeting, by, at)
    item = _fresh(meeting, item)
    gate.quorate(taking_part.sitting_at(item))
    _check_method(item, method, outcome, vote, heard)
    year = day_of(meeting.starts_at).year
    made = Decision.objects.create(
        item=item,
        year=year,
        number=_next_paragraph(meeting.organ, year),
        organ_code=meeting.organ.code,
        wording=_worded(wording),
        method=method,
        outcome=outcome,
        vote=vote,
        recorded_by=by,
        decided_at=min(at, item.handled_at or at),
        created_at=at,
        modified_at=at,
    )
    Voice.objects.bulk_create(
        Voice(decision=made, organisation=one.organisation, mandate=one.mandate, said=one.said, note=one.note.strip())
        for one in heard
    )
    _touch(made, at)
    _told("meetings.decided", made, by, at, method=str(method), outcome=str(outcome))
    return made


@transaction.atomic
def reword(decision: Decision, *, wording: str, by: Any, at: datetime) -> Decision:
    """Put a decision in better words, until the minutes are sent for adjustment."""
    _open(decision.item.meeting, by, at)
    decision.wording = _worded(wording)
    decision.save(update_fields=["wording"])
    _touch(decision, at)
    _told("meetings.decision_reworded", decision, by, at)
    return decision


@transaction.atomic
def adopt_plan(decision: Decision, *, plan: Plan, by: Any, at: datetime) -> Decision:
    """Let the decision adopt a plan: the version that it adopts is kept, and the public sees it."""
    meeting = _open(decision.item.meeting, by, at)
    if decision.outcome != DecisionOutcome.ADOPTED:
        raise WrongState(_("Only a decision that was adopted can adopt a plan."))
    if decision.adopts_id:
        raise WrongState(_("The decision adopts a plan already."))
    version = plans.adopt(
        plan,
        organ=meeting.organ,
        decided_on=day_of(decision.decided_at),
        decision_reference=queries.reference(decision),
        by=by,
        at=at,
    )
    decision.adopts = version
    decision.save(update_fields=["adopts"])
    _touch(decision, at)
    _told("meetings.decision_adopts", decision, by, at, plan=str(plan.key), version=version.number)
    return decision


@transaction.atomic
def assign(
    decision: Decision, *, activity: Item | None, responsible: Person | None, due_on: date | None, by: Any, at: datetime
) -> Decision:
    """Say who carries the decision out, by when, and which activity of a plan it assigns. All of it may be empty."""
    _may_follow_up(decision, by, at, assigning=True)
    if due_on and due_on < day_of(decision.decided_at):
        raise NotUsable(_("It cannot be due before it was decided, on %(day)s.") % {"day": _day(decision.decided_at)})
    decision.assigns, decision.responsible, decision.due_on = activity, responsible, due_on
    decision.save(update_fields=["assigns", "responsible", "due_on"])
    _touch(decision, at)
    _told("meetings.decision_assigned", decision, by, at, item=str(activity.key) if activity else None)
    return decision


@transaction.atomic
def follow_up(decision: Decision, *, state: DecisionState, text: str, by: Any, at: datetime) -> DecisionFollowUp:
    """Say what has been done about a decision. What has been said is never changed: the latest counts."""
    _may_follow_up(decision, by, at)
    if state != DecisionState.OPEN and not text.strip():
        raise NotUsable(_("Say what has been done, or why it is no longer relevant."))
    made = DecisionFollowUp.objects.create(decision=decision, state=state, text=text.strip(), said_by=by, said_at=at)
    Decision.objects.filter(pk=decision.pk).update(modified_at=at)
    _told("meetings.decision_followed_up", decision, by, at, state=str(state))
    return made


@transaction.atomic
def make_statement(
    decision: Decision, *, mandate: Mandate, kind: StatementKind, text: str, by: Any, at: datetime
) -> Statement:
    """Enter a reservation against a decision, or a separate statement: of somebody who took part in it."""
    meeting = gate.locked(decision.item.meeting)
    _refuse_sealed(meeting)
    if not (rules.may_lead(by, meeting, on=day_of(at)) or rules.is_whose(by, mandate)):
        raise NotPermitted(_("Only whoever makes the statement, and whoever leads the meeting, may enter it."))
    if mandate.pk not in taking_part.sitting_at(decision.item).serve().values():
        raise NotUsable(_("Only those who took part in the decision make reservations and statements to it."))
    if kind == StatementKind.STATEMENT and not text.strip():
        raise NotUsable(_("Write the statement."))
    if decision.statements.filter(mandate=mandate, kind=kind).exists():
        raise WrongState(_("That is entered already."))
    made = Statement.objects.create(decision=decision, mandate=mandate, kind=kind, text=text.strip(), made_at=at)
    _touch(decision, at)
    _told("meetings.statement_made", decision, by, at, kind=str(kind))
    return made


# What is asked first


def _open(meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """The meeting, locked, for whoever leads it to record what is decided."""
    meeting = gate.to_lead(meeting, by=by, at=at)
    if meeting.state not in (MeetingState.OPEN, MeetingState.ENDED):
        raise WrongState(_("The meeting has not been opened: nothing can be decided yet."))
    _refuse_sealed(meeting)
    return meeting


def _refuse_sealed(meeting: Meeting) -> None:
    minutes = getattr(meeting, "minutes", None)
    if minutes and minutes.state != MinutesState.DRAFT:
        raise Sealed(_("The minutes have been sent for adjustment. Take them back, or write a correction."))


def _may_follow_up(decision: Decision, by: Any, at: datetime, *, assigning: bool = False) -> None:
    if not rules.may_follow_up_decision(by, decision, on=day_of(at), assigning=assigning):
        raise NotPermitted(_("Only the office, and whoever is responsible for the decision, say what became of it."))


def _fresh(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    item = gate.present_item(meeting, item)
    if item.state not in rules.DECIDED_AT:
        raise WrongState(_("Open the item first: a decision is taken while its item is handled."))
    return item


def _check_method(
    item: AgendaItem, method: DecisionMethod, outcome: DecisionOutcome, vote: Vote | None, heard: Sequence[Hearing]
) -> None:
    if method == DecisionMethod.VOTE:
        _check_vote(item, outcome, vote)
    elif vote is not None:
        raise NotUsable(_("A decision without a vote names no vote."))
    if method == DecisionMethod.CONSENSUS:
        _check_consensus(heard)
    elif heard:
        raise NotUsable(_("Only a decision by consensus lists who was heard."))


def _check_vote(item: AgendaItem, outcome: DecisionOutcome, vote: Vote | None) -> None:
    if vote is None or vote.item_id != item.pk or vote.state != VoteState.CLOSED:
        raise NotUsable(_("Choose the vote on this item that settled the decision; it has to be closed."))
    if Decision.objects.filter(vote=vote).exists():
        raise WrongState(_("The vote has settled another decision already."))
    if (vote.outcome == VoteOutcome.YES) == (outcome in VOTED_DOWN):
        raise NotUsable(_("The outcome does not follow the vote: the answer was %(answer)s.") % {
            "answer": VoteOutcome(vote.outcome).label,
        })  # fmt: skip


def _check_consensus(heard: Sequence[Hearing]) -> None:
    if not any(one.said == VoiceKind.AGREES for one in heard):
        raise NotUsable(_("List who was heard: consensus is of those who agreed."))
    if any(one.organisation is None and one.mandate is None for one in heard):
        raise NotUsable(_("Say who was heard on each line."))


def _next_paragraph(organ: Organ, year: int) -> int:
    """The organ's row is locked, so that no two decisions get the same number."""
    list(Organ.objects.select_for_update().filter(pk=organ.pk))
    last = Decision.objects.filter(organ_code=organ.code, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _worded(wording: str) -> str:
    if not wording.strip():
        raise NotUsable(_("Write what was decided."))
    return wording.strip()


def _day(at: datetime) -> str:
    return date_format(day_of(at), "j F Y")


def _touch(decision: Decision, at: datetime) -> None:
    """Say when the decision, and its item, last changed: who reads by machine asks for it."""
    Decision.objects.filter(pk=decision.pk).update(modified_at=at)
    AgendaItem.objects.filter(pk=decision.item_id).update(modified_at=at)


def _told(verb: str, decision: Decision, by: Any, at: datetime, **details: Any) -> None:
    audit.record(
        verb=verb,
        subject=f"decision:{decision.key}",
        by=by,
        at=at,
        meeting=str(decision.item.meeting.key),
        paragraph=decision.number,
        **details,
    )
