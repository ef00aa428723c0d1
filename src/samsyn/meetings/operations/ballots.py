"""Casting a vote.

Sent again, the same vote gets the same answer and counts once: an open vote is known by its line on the roll, and of a
secret ballot the roll remembers that it was cast. Whoever casts locks that line of the roll and nothing else, so that
two hundred can vote at once; closing the vote locks all lines.

A secret ballot is cast without a trace of whose it is: one of the blank ballots is drawn at random and marked, and
nothing is written to the audit log or to any other. Until the vote is closed, somebody who can read the database's
own bookkeeping could still pair rows that were changed together; closing writes them all anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings import rules
from samsyn.meetings.errors import AlreadyVoted, NotServing, NotUsable, RecusedHere, VoteClosed, WrongState
from samsyn.meetings.models import Ballot, Choice, RollEntry, Vote, VoteKind, VoteState
from samsyn.meetings.queries import rolls
from samsyn.members.models import MandateRole

OPENLY = (Choice.YES, Choice.NO, Choice.ABSTAIN)
"""What may be voted where others see it; an invalid ballot is for the secret ones."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody's vote has been received. `choice` is empty for a secret ballot: nobody knows it any more."""

    vote: Vote
    seat: int
    choice: str


@transaction.atomic
def cast(vote: Vote, *, choice: str, by: Any, at: datetime) -> Receipt:
    """Vote, from the seat that the person serves in on the frozen roll."""
    # Asked twice: while the first waited for the lock, the vote may have been closed and its lines written anew.
    entry = _line_of(vote, by) or _line_of(vote, by)
    if entry is None:
        _refuse_who_has_no_seat(vote, by)
    return _cast(entry, choice, by, at)


@transaction.atomic
def enter(vote: Vote, *, seat: int, choice: str, by: Any, at: datetime) -> Receipt:
    """The office enters an open vote that somebody calls out; a secret ballot is cast by the voter alone."""
    if not rules.may_manage(by, on=day_of(at)):
        raise NotPermitted(_("Only the office enters the votes of others."))
    if vote.kind == VoteKind.SECRET:
        raise NotPermitted(_("A secret ballot is cast by the voter alone."))
    found = list(vote.roll.select_for_update(of=("self",)).filter(seat=seat))
    if not found or found[0].serving_id is None:
        _refuse_unopened(vote)
        raise NotServing(_("Nobody serves in the seat."))
    return _cast(found[0], choice, by, at)


def _line_of(vote: Vote, by: Any) -> RollEntry | None:
    """The line of the roll that the person serves on, locked."""
    if by is None or not by.is_authenticated:
        return None
    return vote.roll.select_for_update(of=("self",)).filter(serving__person__account=by).first()


def _cast(entry: RollEntry, choice: str, by: Any, at: datetime) -> Receipt:
    vote = Vote.objects.select_related("item__meeting").get(pk=entry.vote_id)  # fresh, now that the line is locked
    if vote.kind == VoteKind.SECRET:
        return _cast_secretly(vote, entry, choice)
    return _cast_openly(vote, entry, choice, by, at)


def _cast_openly(vote: Vote, entry: RollEntry, choice: str, by: Any, at: datetime) -> Receipt:
    before = Ballot.objects.filter(entry=entry).first()
    if before is not None and before.choice == choice:
        return Receipt(vote, entry.seat, choice)
    _refuse_closed(vote)
    if before is not None:
        raise AlreadyVoted(_("A vote has been cast from the seat already, and is not changed."))
    if choice not in OPENLY:
        raise NotUsable(_("Choose yes, no or abstain."))
    Ballot.objects.create(vote=vote, secret=False, entry=entry, choice=choice, cast_at=at)
    _mark_voted(entry)
    meeting = str(vote.item.meeting.key)
    audit.record(verb="meetings.vote_cast", subject=f"vote:{vote.key}", by=by, at=at, meeting=meeting, seat=entry.seat)
    return Receipt(vote, entry.seat, choice)


def _cast_secretly(vote: Vote, entry: RollEntry, choice: str) -> Receipt:
    if entry.voted:
        return Receipt(vote, entry.seat, "")
    _refuse_closed(vote)
    if choice not in Choice.values:
        raise NotUsable(_("Choose yes, no, abstain or a blank ballot."))
    # Those that others are marking at this moment are passed over; as many are left as there are voters.
    blank = list(vote.ballots.filter(choice="").order_by("?").select_for_update(skip_locked=True)[:1])
    if not blank:
        raise WrongState(_("There is no blank ballot left. Cancel the vote and hold it again."))
    blank[0].choice = choice
    blank[0].save(update_fields=["choice"])
    _mark_voted(entry)
    return Receipt(vote, entry.seat, "")


def _mark_voted(entry: RollEntry) -> None:
    entry.voted = True
    entry.save(update_fields=["voted"])


def _refuse_closed(vote: Vote) -> None:
    if vote.state != VoteState.OPEN:
        raise VoteClosed(_("The vote has been closed, and takes no more votes."))


def _refuse_unopened(vote: Vote) -> None:
    """Before a vote is opened nobody is on its roll: it has not been frozen."""
    if vote.state == VoteState.PREPARED:
        raise WrongState(_("The vote has not been opened yet."))


def _refuse_who_has_no_seat(vote: Vote, by: Any) -> NoReturn:
    """Say why: each in words of its own."""
    vote.refresh_from_db(fields=["state"])
    _refuse_unopened(vote)
    sitting = rolls.sitting(vote.item.meeting)
    mine = [mandate for mandate in sitting.mandates.values() if by is not None and mandate.person.account_id == by.pk]
    if not mine:
        raise NotPermitted(_("Only members of the organ vote."))
    _refuse_closed(vote)
    if (mine[0].pk, vote.item_id) in sitting.roll.recused:
        raise RecusedHere(_("You are recused at this item, and do not vote on it."))
    if mine[0].role == MandateRole.SUBSTITUTE:
        raise NotServing(_("You have not entered in anybody's seat, and do not vote."))
    raise NotServing(_("You did not serve in your seat when the vote was opened, and do not vote in it."))
