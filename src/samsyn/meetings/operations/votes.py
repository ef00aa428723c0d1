"""A vote: prepared, opened (its roll is frozen and sealed), closed (counted), or cancelled."""

import random
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.plain import seal
from samsyn.meetings import gate
from samsyn.meetings.errors import NotUsable, RollChanged, TieUnsettled, VoteClosed, WrongState
from samsyn.meetings.majority import Verdict, decide, is_tie
from samsyn.meetings.models import (
    Absence,
    AgendaItem,
    Ballot,
    Choice,
    ItemState,
    RollEntry,
    Vote,
    VoteKind,
    VoteState,
)
from samsyn.meetings.queries import rolls, votes
from samsyn.meetings.queries.rolls import Sitting
from samsyn.members.models import RulesOfProcedure, TieRule

QUALIFIED = {"": None, "two_thirds": ("at_least", 2, 3), "three_quarters": ("at_least", 3, 4)}
"""Shares of the base that may be asked for instead of the usual majority; "": the usual one."""


@transaction.atomic
def prepare(
    item: AgendaItem, *, question: str, yes_means: str, no_means: str, kind: str, by: Any, at: datetime
) -> Vote:
    """Put a question that is answered yes or no, and say what each answer means."""
    meeting = gate.to_lead(item.meeting, by=by, at=at)
    item = gate.present_item(meeting, item)
    if item.state not in (ItemState.WAITING, ItemState.OPEN):
        raise WrongState(_("The item has been handled, postponed or withdrawn."))
    if not (question.strip() and yes_means.strip() and no_means.strip()):
        raise NotUsable(_("Give the question, and what yes and no mean."))
    if kind not in VoteKind.values:
        raise NotUsable(_("Choose how the vote is held."))
    vote = Vote.objects.create(
        item=item,
        number=(item.votes.aggregate(last=Max("number"))["last"] or 0) + 1,
        question=question.strip(),
        yes_means=yes_means.strip(),
        no_means=no_means.strip(),
        kind=kind,
        created_at=at,
        modified_at=at,
    )
    _record(vote, "meetings.vote_prepared", by, at)
    return vote


@transaction.atomic
def open_vote(vote: Vote, *, by: Any, at: datetime, majority: str = "") -> Vote:
    """Open a vote: the rules of the day are copied to it, and who votes in which seat is frozen and sealed.

    Refused below the quorum. `majority` names a qualified one (`QUALIFIED`) where the matter needs it.
    """
    vote = _locked(vote, by, at)
    if vote.state == VoteState.OPEN:
        return vote
    if vote.state != VoteState.PREPARED:
        raise WrongState(_("The vote has been held or cancelled. Prepare a new one."))
    if vote.item.state != ItemState.OPEN:
        raise WrongState(_("Take up the item before the vote on it is opened."))
    gate.refuse_open_vote(vote.item.meeting)
    sitting = rolls.sitting(vote.item.meeting)
    gate.quorate(sitting)
    assert sitting.rules is not None  # quorate
    _copy_rule(vote, sitting.rules, majority)
    _freeze(vote, sitting)
    vote.lot_secret = secrets.token_hex(32)
    vote.roll_hash = seal(votes.sealed(vote))
    vote.state, vote.opened_at, vote.modified_at = VoteState.OPEN, at, at
    vote.save()
    if vote.kind == VoteKind.SECRET:
        Ballot.objects.bulk_create(Ballot(vote=vote, secret=True) for _each in range(vote.present or 0))
    _record(
        vote, "meetings.vote_opened", by, at, roll_hash=vote.roll_hash, entitled=vote.entitled, present=vote.present
    )
    return vote


@transaction.atomic
def close_vote(
    vote: Vote, *, by: Any, at: datetime, casting: str = "", drawn_by: str = "", lot_number: str = ""
) -> Vote:
    """Close a vote and count it.

    At a tie the rules ask for the chair's vote, which is the one that whoever presides has cast, else `casting` (yes or
    no); or for a lot: `drawn_by` says a `lot_number`. Refused while neither is there, and the vote stays open.
    """
    vote = _locked(vote, by, at)
    if vote.state == VoteState.CLOSED:
        return vote
    if vote.state != VoteState.OPEN:
        raise WrongState(_("Only a vote that is open can be closed."))
    list(vote.roll.select_for_update().order_by("seat"))  # those who are casting finish first; nobody begins
    if not votes.holds(vote):
        raise RollChanged(_("The roll is not the one that was sealed when the vote was opened. Cancel the vote."))
    figures = votes.counted(vote)
    vote.drawn_by, vote.lot_number = drawn_by.strip(), lot_number.strip()
    verdict = _verdict(vote, figures, casting)
    for name in ("cast", "not_voted", "yes", "no", "abstain", "invalid"):
        setattr(vote, name, getattr(figures, name))
    vote.outcome, vote.decided_by = verdict.answer, verdict.decided_by
    vote.state, vote.closed_at, vote.modified_at = VoteState.CLOSED, at, at
    if vote.kind == VoteKind.SECRET:
        _write_anew(vote)
    vote.save()
    _record(vote, "meetings.vote_closed", by, at, outcome=vote.outcome, decided_by=vote.decided_by)
    return vote


@transaction.atomic
def cancel_vote(vote: Vote, *, by: Any, at: datetime) -> Vote:
    """The vote does not count. What secret ballots said is destroyed; open votes stay to be read."""
    vote = _locked(vote, by, at)
    if vote.state == VoteState.CANCELLED:
        return vote
    if vote.state == VoteState.CLOSED:
        raise VoteClosed(_("The vote has been closed and counted, and stands."))
    list(vote.roll.select_for_update().order_by("seat"))
    if vote.kind == VoteKind.SECRET:
        vote.ballots.all().delete()
        _write_anew(vote)
    vote.state, vote.modified_at = VoteState.CANCELLED, at
    vote.save(update_fields=["state", "modified_at"])
    _record(vote, "meetings.vote_cancelled", by, at)
    return vote


def _locked(vote: Vote, by: Any, at: datetime) -> Vote:
    """The vote, locked after its meeting, which is open."""
    meeting = gate.to_lead_open(vote.item.meeting, by=by, at=at)
    # no_key: a ballot that is being cast points at the vote, and must not wait for it.
    found = Vote.objects.select_for_update(no_key=True).get(pk=vote.pk)
    found.item = gate.present_item(meeting, vote.item)
    return found


def _copy_rule(vote: Vote, rules: RulesOfProcedure, majority: str) -> None:
    if majority not in QUALIFIED:
        raise NotUsable(_("Choose one of the majorities."))
    usual = (rules.majority_threshold, rules.majority_numerator, rules.majority_denominator)
    vote.base, vote.tie = rules.majority_base, rules.tie
    vote.threshold, vote.numerator, vote.denominator = QUALIFIED[majority] or usual


def _freeze(vote: Vote, sitting: Sitting) -> None:
    serve = sitting.serve()
    seats: list[int | None] = [*sitting.seats, *[None] * sitting.vacant]
    RollEntry.objects.bulk_create(
        RollEntry(
            vote=vote,
            seat=number,
            mandate_id=seat,
            serving_id=serve.get(seat) if seat is not None else None,
            absence=_absence(sitting, seat),
        )
        for number, seat in enumerate(seats, start=1)
    )
    vote.entitled, vote.present, vote.absent = len(seats), len(serve), len(seats) - len(serve)


def _absence(sitting: Sitting, seat: int | None) -> str:
    if seat is None:
        return Absence.VACANT
    if sitting.roll.serving(seat, sitting.at) is not None:
        return ""
    return Absence.RECUSED if sitting.roll.is_recused(seat, sitting.at) else Absence.ABSENT


def _verdict(vote: Vote, figures, casting: str) -> Verdict:
    rule = votes.rule_of(vote)
    if not is_tie(figures, rule):
        vote.drawn_by = vote.lot_number = ""
        return decide(figures, rule)
    if vote.tie == TieRule.CHAIR:
        vote.drawn_by = vote.lot_number = ""
        return decide(figures, rule, settled=_chairs_vote(vote, casting))  # type: ignore[arg-type]
    if not (vote.drawn_by and vote.lot_number):
        raise TieUnsettled(_("Votes are equal, and the lot decides. Say who draws, and the number that person says."))
    return decide(figures, rule, settled=votes.lot(vote))  # type: ignore[arg-type]


def _chairs_vote(vote: Vote, casting: str) -> str:
    presiding = rolls.sitting(vote.item.meeting).presiding()
    cast = vote.ballots.filter(entry__serving=presiding, choice__in=["yes", "no"]).first() if presiding else None
    settled = cast.choice if cast else casting
    if settled not in (Choice.YES, Choice.NO):
        raise TieUnsettled(_("Votes are equal, and the chair's vote decides. Say how whoever presides votes."))
    return settled


def _write_anew(vote: Vote) -> None:
    """Every ballot under a new key and every line of the roll in a new row, all in one transaction and random order."""
    shuffle = random.SystemRandom().shuffle
    ballots = [
        Ballot(vote=vote, secret=True, choice=choice) for choice in vote.ballots.values_list("choice", flat=True)
    ]
    entries = [
        RollEntry(vote=vote, **row) for row in vote.roll.values("seat", "mandate_id", "serving_id", "absence", "voted")
    ]
    vote.ballots.all().delete()
    vote.roll.all().delete()
    shuffle(ballots)
    shuffle(entries)
    Ballot.objects.bulk_create(ballots)
    RollEntry.objects.bulk_create(entries)


def _record(vote: Vote, verb: str, by: Any, at: datetime, **details: Any) -> None:
    meeting = str(vote.item.meeting.key)
    vote.item.modified_at = at
    vote.item.save(update_fields=["modified_at"])
    audit.record(verb=verb, subject=f"vote:{vote.key}", by=by, at=at, meeting=meeting, **details)
