"""Votes: opened on a frozen roll, cast, closed and counted; and every refusal."""

import json

import pytest
from django.db import IntegrityError, transaction

from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.plain import seal
from samsyn.meetings import errors
from samsyn.meetings.majority import draw
from samsyn.meetings.models import Absence, Ballot, RollEntry, Vote, VoteState
from samsyn.meetings.operations import ballots, votes
from samsyn.meetings.queries import votes as reading
from tests.meetings.hall import DELEGATES, hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def made():
    """The whole board is there with one substitute, and the item has been taken up."""
    ready = hall().open(*DELEGATES, "sam")
    ready.take_up()
    return ready


def figures(vote):
    names = ("entitled", "present", "absent", "cast", "not_voted", "yes", "no", "abstain", "invalid")
    return tuple(getattr(vote, name) for name in names)


def close(made, vote, **more):
    return votes.close_vote(vote, **more, **made.by())


def test_the_roll_is_frozen_with_why_nobody_votes(made):
    made.recuse("di")
    made.leave("ed")
    vote = made.vote()
    roll = [(entry.seat, entry.serving and entry.serving.person.name, entry.absence) for entry in reading.entries(vote)]
    assert roll == [(1, "Ann", ""), (2, "Bo", ""), (3, "Ci", ""), (4, None, Absence.RECUSED), (5, None, Absence.ABSENT)]
    assert figures(vote)[:3] == (5, 3, 2)
    assert vote.roll_hash == seal(json.loads(json.dumps(reading.sealed(vote))))
    assert AuditEntry.objects.get(verb="meetings.vote_opened").details["roll_hash"] == vote.roll_hash


def test_a_substitute_votes_in_the_seat_that_was_entered(made):
    made.recuse("di")
    made.enter("sam", "di", item=made.item)
    vote = made.vote()
    assert made.cast(vote, sam="yes").seat == 4
    with pytest.raises(errors.RecusedHere):
        made.cast(vote, di="yes")


@pytest.mark.parametrize("kind", ["open", "roll_call", "secret"])
def test_a_vote_is_counted(made, kind):
    vote = made.vote(kind)
    made.cast(vote, ann="yes", bo="yes", ci="no", di="abstain")
    closed = close(made, vote)
    assert figures(closed) == (5, 5, 0, 4, 1, 2, 1, 1, 0)
    assert (closed.outcome, closed.decided_by) == ("yes", "majority")
    assert reading.counted(closed).yes == 2
    assert reading.holds(closed)
    assert close(made, vote).closed_at == closed.closed_at


def test_a_secret_ballot_may_be_blank_and_an_open_vote_not(made):
    secret = made.vote("secret")
    made.cast(secret, ann="invalid")
    assert close(made, secret).invalid == 1
    with pytest.raises(errors.NotUsable):
        made.cast(made.vote(), ann="invalid")


def test_a_qualified_majority_may_be_asked_for(made):
    vote = made.vote(majority="two_thirds")
    made.cast(vote, ann="yes", bo="yes", ci="yes", di="no", ed="no")
    assert close(made, vote).outcome == "no"


def test_at_a_tie_the_vote_of_whoever_presides_decides(made):
    vote = made.vote()
    made.cast(vote, ann="no", bo="no", ci="yes", di="yes", ed="abstain")
    closed = close(made, vote, casting="yes")  # the chair has voted, and does not vote again
    assert (closed.outcome, closed.decided_by) == ("no", "chair")


def test_a_chair_who_did_not_vote_yes_or_no_is_asked_at_a_tie(made):
    vote = made.vote()
    made.cast(vote, ann="abstain", bo="no", ci="yes")
    with pytest.raises(errors.TieUnsettled, match="presides"):
        close(made, vote)
    assert Vote.objects.get().state == VoteState.OPEN
    assert close(made, vote, casting="yes").outcome == "yes"


def test_a_tie_by_lot_can_be_drawn_again_by_anybody(made):
    made.board.rules.update(tie="lot")
    vote = made.vote("secret")
    made.cast(vote, ann="yes", bo="no")
    promised = reading.sealed(vote)["lot"]
    with pytest.raises(errors.TieUnsettled, match="draws"):
        close(made, vote, casting="yes")
    closed = close(made, vote, drawn_by="Ann", lot_number="17")
    assert (closed.decided_by, closed.drawn_by) == ("lot", "Ann")
    lot = reading.proof(closed)["lot"]
    assert closed.outcome == draw(["no", "yes"], f"{lot['secret']}:17")
    assert reading.sealed(closed)["lot"] == promised


def test_a_lot_is_not_kept_where_there_was_no_tie(made):
    vote = made.vote()
    made.cast(vote, ann="yes")
    assert close(made, vote, drawn_by="Ann", lot_number="17").drawn_by == ""


@pytest.mark.parametrize(("kind", "kept"), [("open", 2), ("secret", 0)])
def test_a_cancelled_vote_has_no_outcome_and_another_may_be_held(made, kind, kept):
    vote = made.vote(kind)
    made.cast(vote, ann="yes", bo="no")
    cancelled = votes.cancel_vote(vote, **made.by())
    assert (cancelled.state, cancelled.outcome) == (VoteState.CANCELLED, "")
    assert Ballot.objects.exclude(choice="").count() == kept
    assert made.vote().number == 2


def test_a_vote_sent_again_gets_the_same_receipt_and_counts_once(made):
    vote = made.vote()
    first = made.cast(vote, ann="yes")
    assert made.cast(vote, ann="yes") == first
    closed = close(made, vote)
    assert made.cast(vote, ann="yes") == first  # also when the vote has been closed since
    assert closed.cast == Ballot.objects.count() == 1
    assert AuditEntry.objects.filter(verb="meetings.vote_cast").count() == 1


def test_a_secret_ballot_sent_again_gets_the_same_receipt_and_counts_once(made):
    vote = made.vote("secret")
    first = made.cast(vote, ann="yes")
    assert (first.seat, first.choice) == (1, "")
    assert made.cast(vote, ann="no") == first
    closed = close(made, vote)
    assert (closed.cast, closed.yes) == (1, 1)
    assert made.cast(vote, ann="yes").seat == 1


def test_an_officer_enters_open_votes_that_are_called_out(made):
    vote = made.vote("roll_call")
    assert ballots.enter(vote, seat=3, choice="no", **made.by()).choice == "no"
    assert close(made, vote).no == 1
    secret = made.vote("secret")
    with pytest.raises(NotPermitted, match="alone"):
        ballots.enter(secret, seat=3, choice="no", **made.by())


def test_a_changed_roll_is_not_counted(made):
    vote = made.vote()
    RollEntry.objects.filter(seat=2).update(serving=made.mandates["sam"])
    with pytest.raises(errors.RollChanged):
        close(made, vote)


def second_vote(made):
    vote = made.vote()
    made.cast(vote, ann="yes")
    made.cast(vote, ann="no")


def vote_after_close(made):
    vote = made.vote()
    close(made, vote)
    made.cast(vote, ann="yes")


def secret_vote_after_close(made):
    vote = made.vote("secret")
    close(made, vote)
    made.cast(vote, ann="yes")


def vote_in_a_cancelled_vote(made):
    vote = made.vote()
    votes.cancel_vote(vote, **made.by())
    made.cast(vote, ann="yes")


def vote_on_an_unfrozen_roll(made):
    made.cast(made.prepare(), ann="yes")


def entered_on_an_unfrozen_roll(made):
    ballots.enter(made.prepare(), seat=1, choice="yes", **made.by())


def substitute_without_entry(made):
    made.cast(made.vote(), sam="yes")


def recused_voter(made):
    made.recuse("ann")
    made.cast(made.vote(), ann="yes")


def delegate_who_came_after_the_roll_was_frozen(made):
    made.leave("ed")
    vote = made.vote()
    made.arrive("ed")
    made.cast(vote, ed="yes")


def officer_votes(made):
    ballots.cast(made.vote(), choice="yes", **made.by())


def delegate_enters_for_another(made):
    ballots.enter(made.vote(), seat=2, choice="yes", by=made.accounts["ann"], at=made.later())


def delegate_opens(made):
    votes.open_vote(made.prepare(), by=made.accounts["ci"], at=made.later())


def without_quorum(made):
    for name in ("ci", "di", "ed"):
        made.leave(name)
    made.vote()


def two_votes_at_once(made):
    made.vote()
    made.vote()


def open_again(made):
    vote = made.vote()
    close(made, vote)
    votes.open_vote(vote, **made.by())


def cancel_what_is_closed(made):
    vote = made.vote()
    close(made, vote)
    votes.cancel_vote(vote, **made.by())


def close_what_is_not_open(made):
    close(made, made.prepare())


def without_words(made):
    votes.prepare(made.item, question="?", yes_means=" ", no_means="No", kind="open", **made.by())


REFUSED = {
    second_vote: errors.AlreadyVoted,
    vote_after_close: errors.VoteClosed,
    secret_vote_after_close: errors.VoteClosed,
    vote_in_a_cancelled_vote: errors.VoteClosed,
    vote_on_an_unfrozen_roll: errors.WrongState,
    entered_on_an_unfrozen_roll: errors.WrongState,
    substitute_without_entry: errors.NotServing,
    recused_voter: errors.RecusedHere,
    delegate_who_came_after_the_roll_was_frozen: errors.NotServing,
    officer_votes: NotPermitted,
    delegate_enters_for_another: NotPermitted,
    delegate_opens: NotPermitted,
    without_quorum: errors.NoQuorum,
    two_votes_at_once: errors.WrongState,
    open_again: errors.WrongState,
    cancel_what_is_closed: errors.VoteClosed,
    close_what_is_not_open: errors.WrongState,
    without_words: errors.NotUsable,
}


@pytest.mark.parametrize(("attempt", "refusal"), REFUSED.items(), ids=lambda each: each.__name__)
def test_every_illegal_act_is_refused(made, attempt, refusal):
    with pytest.raises(refusal):
        attempt(made)


def test_a_vote_waits_until_its_item_is_taken_up():
    made = hall().open(*DELEGATES)
    with pytest.raises(errors.WrongState):
        made.vote()


def test_without_rules_of_procedure_nothing_is_decided(made):
    made.board.rules.all().delete()
    with pytest.raises(errors.NotUsable):
        made.vote()


@pytest.mark.parametrize("wrong", [{"yes": 3}, {"not_voted": 0}, {"absent": 2}, {"outcome": ""}, {"roll_hash": ""}])
def test_the_database_refuses_figures_that_do_not_reconcile(made, wrong):
    vote = made.vote()
    made.cast(vote, ann="yes", bo="no", ci="yes")
    close(made, vote)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(**wrong)


def test_the_database_refuses_a_second_vote_from_a_seat(made):
    vote = made.vote()
    made.cast(vote, ann="yes")
    entry = RollEntry.objects.get(seat=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(vote=vote, secret=False, entry=entry, choice="no", cast_at=made.at)
