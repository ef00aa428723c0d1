"""What was decided: under its paragraph, by its method, refused where it could not have been."""

from datetime import date, timedelta

import pytest

from samsyn.foundation.errors import NotPermitted
from samsyn.meetings.errors import NoQuorum, NotUsable, Sealed, WrongState
from samsyn.meetings.models import (
    Decision,
    DecisionMethod,
    DecisionOutcome,
    DecisionState,
    Minutes,
    StatementKind,
    VoiceKind,
)
from samsyn.meetings.operations import decisions
from samsyn.meetings.operations.decisions import Hearing
from samsyn.meetings.queries import decisions as queries
from samsyn.meetings.queries.decisions import Sought
from samsyn.plans.models import PlanState, PlanVersion, VersionKind
from samsyn.plans.operations import plans
from tests import factories as make
from tests.meetings.sitting import Board, board

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


PLAIN = {"wording": "The plan is adopted.", "method": DecisionMethod.ACCLAMATION, "outcome": DecisionOutcome.ADOPTED}


@pytest.fixture
def sits() -> Board:
    return board()


def decide(sits: Board, item: int = 0, **changed) -> Decision:
    return decisions.record(sits.items[item], **{"by": sits.officer, "at": sits.later()} | PLAIN | changed)


def test_decisions_are_numbered_through_the_organs_year(sits):
    first, second = decide(sits), decide(sits)
    assert [first.number, second.number, first.year] == [1, 2, 2018]
    next_year = board_of_another_year(sits)
    assert next_year.number == 1


def board_of_another_year(sits: Board) -> Decision:
    """A decision of the same organ, a year later."""
    from samsyn.meetings.operations import rolls, sittings

    starts_at = sits.meeting.starts_at + timedelta(days=365)
    meeting = make.meeting(sits.organ, state="summoned", starts_at=starts_at)
    item = make.agenda_item(meeting)
    sittings.open_meeting(meeting, by=sits.officer, at=starts_at)
    for mandate in sits.seats:
        rolls.arrive(meeting, who=mandate, by=sits.officer, at=starts_at)
    sittings.open_item(item, by=sits.officer, at=starts_at)
    return decisions.record(item, by=sits.officer, at=starts_at, **PLAIN)


def test_whoever_leads_records_and_nobody_else(sits):
    assert decide(sits, by=sits.account(sits.seats[0])).recorded_by == sits.account(sits.seats[0])
    for other in (sits.account(sits.seats[1]), make.user()):
        with pytest.raises(NotPermitted):
            decide(sits, by=other)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"wording": "  "}, NotUsable),
        ({"method": DecisionMethod.VOTE}, NotUsable),
        ({"method": DecisionMethod.CONSENSUS}, NotUsable),
        ({"heard": [Hearing(VoiceKind.AGREES)]}, NotUsable),
    ],
)
def test_a_decision_that_lacks_something_is_refused(sits, changed, refusal):
    with pytest.raises(refusal):
        decide(sits, **changed)
    assert not Decision.objects.exists()


def test_nothing_is_decided_at_an_item_that_waits(sits):
    with pytest.raises(WrongState, match="Open the item first"):
        decide(sits, item=1)


def test_two_of_five_do_not_decide():
    sits = board(absent=3)
    with pytest.raises(NoQuorum, match="2 serve, and 3 of 5"):
        decide(sits)


def test_who_was_there_when_the_item_was_handled_counts_afterwards(sits):
    """Two leave after the item: what it decided can still be recorded, the next item decides nothing."""
    from samsyn.meetings.operations import rolls

    sits.handle(sits.items[0])
    sits.items = [sits.fresh(item) for item in sits.items]
    for mandate in sits.seats[2:4]:
        rolls.leave(sits.meeting, who=mandate, by=sits.officer, at=sits.later())
    assert decide(sits, item=0).number == 1
    with pytest.raises(NoQuorum):
        decide(sits, item=1)


def test_consensus_lists_who_was_heard(sits):
    region, town = make.organisation(name="Region"), make.organisation(name="Small town")
    heard = [Hearing(VoiceKind.AGREES, organisation=region), Hearing(VoiceKind.STANDS_ASIDE, organisation=town)]
    made = decide(sits, method=DecisionMethod.CONSENSUS, heard=heard)
    assert [(voice.organisation, voice.said) for voice in made.voices.all()] == [
        (region, "agrees"),
        (town, "stands_aside"),
    ]
    with pytest.raises(NotUsable, match="consensus is of those who agreed"):
        decide(sits, method=DecisionMethod.CONSENSUS, heard=heard[1:])


def test_a_decision_adopts_a_plan_that_the_public_then_sees(sits):
    plan = make.plan(state=PlanState.DRAFT)
    make.area(plan)
    plans.propose(plan, by=sits.officer, at=sits.at)
    made = decide(sits)
    decisions.adopt_plan(made, plan=plan, by=sits.officer, at=sits.later())
    version = PlanVersion.objects.get(plan=plan, kind=VersionKind.ADOPTED)
    assert (version.organ, version.decision_reference) == (sits.organ, "§ 1, 2018-05-02")
    assert list(queries.adopting(plan, None, on=make.TODAY)) == [made]
    with pytest.raises(WrongState, match="adopts a plan already"):
        decisions.adopt_plan(made, plan=plan, by=sits.officer, at=sits.later())


def test_a_rejected_proposal_adopts_nothing(sits):
    made = decide(sits, outcome=DecisionOutcome.REJECTED)
    with pytest.raises(WrongState, match="Only a decision that was adopted"):
        decisions.adopt_plan(made, plan=make.plan(state=PlanState.PROPOSED), by=sits.officer, at=sits.later())


def test_what_is_assigned_is_open_until_somebody_says_that_it_is_done(sits):
    activity = make.item(make.adopted_plan())
    somebody = make.person(account=make.user())
    made, idle = decide(sits), decide(sits)
    at = sits.later()
    decisions.assign(made, activity=activity, responsible=somebody, due_on=date(2018, 6, 1), by=sits.officer, at=at)
    assert register(state="open") == [made] == list(queries.to_carry_out(somebody.account, on=make.TODAY))
    assert register() == [idle, made]
    assert register(on=date(2018, 7, 1), late=True) == [made]
    decisions.follow_up(made, state=DecisionState.DONE, text="It is done.", by=somebody.account, at=sits.later())
    assert (register(state="open"), register(state="done")) == ([], [made])
    assert list(queries.about(activity, None, on=make.TODAY)) == [made]


def register(on: date = make.TODAY, **sought) -> list[Decision]:
    return list(queries.register(None, Sought(**sought), on=on))


def test_who_is_responsible_follows_up_and_does_not_assign(sits):
    somebody = make.person(account=make.user())
    made = decide(sits)
    nothing = {"activity": None, "due_on": None, "at": sits.later()}
    decisions.assign(made, responsible=somebody, by=sits.officer, **nothing)
    with pytest.raises(NotPermitted):
        decisions.assign(made, responsible=None, by=somebody.account, **nothing)
    with pytest.raises(NotPermitted):
        decisions.follow_up(made, state=DecisionState.DONE, text="Done", by=make.user(), at=sits.later())
    with pytest.raises(NotUsable, match="Say what has been done"):
        decisions.follow_up(made, state=DecisionState.DONE, text=" ", by=somebody.account, at=sits.later())


def test_nothing_is_due_before_it_was_decided(sits):
    with pytest.raises(NotUsable, match="cannot be due before"):
        decisions.assign(
            decide(sits), activity=None, responsible=None, due_on=date(2018, 5, 1), by=sits.officer, at=sits.later()
        )


def test_only_those_who_took_part_make_reservations(sits):
    made, at = decide(sits), sits.later()
    there, absent = sits.seats[1], sits.seats[4]
    decisions.make_statement(
        made, mandate=there, kind=StatementKind.RESERVATION, text="", by=sits.account(there), at=at
    )
    with pytest.raises(WrongState, match="entered already"):
        decisions.make_statement(made, mandate=there, kind=StatementKind.RESERVATION, text="", by=sits.officer, at=at)
    with pytest.raises(NotUsable, match="took part"):
        decisions.make_statement(made, mandate=absent, kind=StatementKind.RESERVATION, text="", by=sits.officer, at=at)
    with pytest.raises(NotPermitted):
        decisions.make_statement(
            made, mandate=sits.seats[2], kind=StatementKind.RESERVATION, text="", by=sits.account(there), at=at
        )
    with pytest.raises(NotUsable, match="Write the statement"):
        decisions.make_statement(made, mandate=there, kind=StatementKind.STATEMENT, text="", by=sits.officer, at=at)


def test_minutes_under_adjustment_take_no_decision(sits):
    made = decide(sits)
    Minutes.objects.create(
        meeting=sits.meeting, state="adjusting", sha256="0" * 64, created_at=sits.at, modified_at=sits.at
    )
    for again in (
        lambda: decide(sits),
        lambda: decisions.reword(made, wording="Other words.", by=sits.officer, at=sits.later()),
    ):
        with pytest.raises(Sealed):
            again()
    assert Decision.objects.get().wording == PLAIN["wording"]


def test_a_change_shows_in_when_the_item_was_modified(sits):
    made = decide(sits)
    at = sits.later()
    decisions.reword(made, wording="Other words.", by=sits.officer, at=at)
    assert (sits.fresh(sits.items[0]).modified_at, Decision.objects.get().modified_at) == (at, at)


def test_closed_items_show_to_members_alone(sits):
    sits.items[0].closed = True
    sits.items[0].save()
    made = decide(sits)
    assert list(queries.readable(sits.account(sits.seats[4]), on=make.TODAY)) == [made]
    assert list(queries.readable(make.user(), on=make.TODAY)) == []
