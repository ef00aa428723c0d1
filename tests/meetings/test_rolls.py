"""Keeping the roll of a meeting: what is noted, what is refused, and who would step in."""

import pytest

from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings import errors
from samsyn.meetings.models import ItemState, Meeting, MeetingState, RollEvent
from samsyn.meetings.operations import rolls, sittings
from samsyn.meetings.queries import rolls as reading
from tests import factories as make
from tests.meetings.hall import DELEGATES, hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def proposed(made, item=None):
    names = {mandate.pk: name for name, mandate in made.mandates.items()}
    found = reading.sitting(made.fresh()).proposals(item)
    return {names[seat]: names[who] for seat, who in found.items()}


def test_a_meeting_from_beginning_to_end():
    made = hall().open("ann", "bo")
    made.take_up()
    sittings.handle_item(made.item, **made.by())
    ended = sittings.end_meeting(made.meeting, **made.by())
    assert (ended.state, ended.opened_at < ended.ended_at) == (MeetingState.ENDED, True)
    verbs = AuditEntry.objects.filter(verb__startswith="meetings.").order_by("sequence").values_list("verb", flat=True)
    assert [verb.partition(".")[2] for verb in verbs] == [
        "meeting_opened", "arrived", "arrived", "item_opened", "item_handled", "meeting_ended",
    ]  # fmt: skip


def test_the_substitute_of_the_entry_order_is_proposed_and_serves():
    made = hall().open("ann", "bo", "ci", "tea", "uno")
    assert proposed(made) == {"di": "tea", "ed": "uno"}
    made.enter("tea", "di")
    assert proposed(made) == {"ed": "uno"}
    assert made.serve() == {"ann": "ann", "bo": "bo", "ci": "ci", "di": "tea"}


def test_another_than_the_next_in_turn_enters_with_a_reason_alone():
    made = hall().open("ann", "tea", "sam")
    with pytest.raises(errors.NotInTurn, match="Sam"):
        made.enter("tea", "bo")
    made.enter("tea", "bo", reason="The organ decided so.")
    assert made.serve() == {"ann": "ann", "bo": "tea"}


def test_a_late_delegate_takes_the_seat_between_items():
    made = hall().open("ann", "bo", "ci", "di", "sam")
    made.enter("sam", "ed")
    made.take_up()
    made.arrive("ed")
    with pytest.raises(errors.BetweenItems):
        made.step_back("sam")
    sittings.handle_item(made.item, **made.by())
    made.step_back("sam")
    assert made.serve() == {name: name for name in DELEGATES}
    with pytest.raises(errors.NoReEntry):
        made.enter("sam", "ed")


def test_a_recused_delegate_is_replaced_for_the_item_alone():
    made = hall().open(*DELEGATES, "sam")
    made.take_up()
    made.recuse("di")
    assert made.serve() == {name: name for name in DELEGATES if name != "di"}
    assert proposed(made, made.item.pk) == {"di": "sam"}
    made.enter("sam", "di", item=made.item)
    assert made.serve()["di"] == "sam"
    sittings.handle_item(made.item, **made.by())
    assert made.serve()["di"] == "di"


def test_whoever_was_not_recused_after_all_takes_part():
    made = hall().open(*DELEGATES)
    made.take_up()
    made.recuse("di")
    rolls.end_recusal(made.meeting, who=made.mandates["di"], item=made.item, **made.by())
    assert made.serve()["di"] == "di"


def test_whoever_left_does_not_come_back_to_a_seat():
    made = hall().open("ann", "bo", "sam")
    made.leave("bo")
    made.arrive("bo")
    assert made.serve() == {"ann": "ann"}
    made.enter("sam", "bo")
    made.leave("sam")
    made.arrive("sam")
    with pytest.raises(errors.NoReEntry):
        made.enter("sam", "ci")


@pytest.mark.parametrize("verb", ["arrive", "leave", "enter", "step_back", "recuse"])
def test_what_is_sent_twice_counts_once(verb):
    made = hall().open("ann", "sam")
    arguments = {
        "arrive": ("bo",),
        "leave": ("ann",),
        "enter": ("sam", "bo"),
        "step_back": ("ann",),
        "recuse": ("ann",),
    }
    first = getattr(made, verb)(*arguments[verb])
    rows = RollEvent.objects.count()
    assert getattr(made, verb)(*arguments[verb]) == first
    assert RollEvent.objects.count() == rows


def test_a_mistake_is_taken_back_by_a_later_row():
    made = hall().open("ann", "bo")
    mistake = made.leave("bo")
    undoing = rolls.undo(mistake, **made.by())
    assert rolls.undo(mistake, **made.by()) == undoing
    assert made.serve() == {"ann": "ann", "bo": "bo"}
    assert RollEvent.objects.count() == 4
    with pytest.raises(errors.WrongState):
        rolls.undo(undoing, **made.by())


def test_what_others_build_upon_is_not_taken_back():
    made = hall().open("ann")
    arrival = made.arrive("sam")
    entry = made.enter("sam", "bo")
    with pytest.raises(errors.WrongState, match="later"):
        rolls.undo(arrival, **made.by())
    made.take_up()
    with pytest.raises(errors.BetweenItems):
        rolls.undo(entry, **made.by())


def test_the_quorum_counts_vacant_seats_and_follows_the_rules_of_the_day():
    made = hall()
    make.seat_rule(made.board, fixed={made.mandates["ann"].appointed_by: (7, 3)})
    made.open("ann", "bo", "ci")
    quorum = reading.sitting(made.fresh()).quorum()
    assert (quorum.serving, quorum.entitled, quorum.needed, quorum.reached) == (3, 7, 4, False)
    made.arrive("di")
    assert reading.sitting(made.fresh()).quorum().reached
    made.board.rules.update(quorum_threshold="at_least", quorum_numerator=5, quorum_denominator=7)
    assert reading.sitting(made.fresh()).quorum().needed == 5


def test_who_presides_follows_from_who_serves():
    made = hall().open("ci", "bo")
    assert reading.sitting(made.fresh()).presiding() == made.mandates["bo"]
    made.arrive("ann")
    assert reading.sitting(made.fresh()).presiding() == made.mandates["ann"]
    made.leave("ann")
    made.leave("bo")
    assert reading.sitting(made.fresh()).presiding() is None


def test_whoever_holds_two_places_has_one_seat():
    made = hall()
    make.mandate(made.board, made.mandates["ann"].person)
    assert len(reading.sitting(made.meeting).seats) == 5


def test_only_the_office_keeps_the_roll_and_whoever_leads_takes_up_items():
    made = hall().open("ann")
    for name in ("ann", "bo", "sam"):
        with pytest.raises(NotPermitted):
            rolls.arrive(made.meeting, who=made.mandates["ci"], by=made.accounts[name], at=made.later())
    with pytest.raises(NotPermitted):
        sittings.open_item(made.item, by=made.accounts["ci"], at=made.later())
    assert sittings.open_item(made.item, by=made.accounts["ann"], at=made.later()).state == ItemState.OPEN


def planned(made):
    Meeting.objects.update(state="planned")
    sittings.open_meeting(made.meeting, **made.by())


def unopened(made):
    made.arrive("ann")


def ended_too_early(made):
    made.open()
    sittings.end_meeting(made.meeting, **made.by())


def two_items(made):
    made.open()
    made.take_up()
    made.take_up(make.agenda_item(made.meeting, number="2"))


def handled_again(made):
    made.open()
    made.take_up()
    sittings.handle_item(made.item, **made.by())
    made.take_up()


def handled_unopened(made):
    made.open()
    sittings.handle_item(made.item, **made.by())


def postponed_when_handled(made):
    made.open()
    made.take_up()
    sittings.handle_item(made.item, **made.by())
    sittings.postpone_item(made.item, **made.by())


def put_back_after_a_recusal(made):
    made.open("ann")
    made.take_up()
    made.recuse("ann")
    sittings.put_back_item(made.item, **made.by())


def a_roll_change_amid_a_vote(made):
    made.open(*DELEGATES)
    made.take_up()
    made.vote()
    made.recuse("ann")


def handled_amid_a_vote(made):
    made.open(*DELEGATES)
    made.take_up()
    made.vote()
    sittings.handle_item(made.item, **made.by())


REFUSED = [
    planned, unopened, ended_too_early, two_items, handled_again, handled_unopened, postponed_when_handled,
    put_back_after_a_recusal, a_roll_change_amid_a_vote, handled_amid_a_vote,
]  # fmt: skip


@pytest.mark.parametrize("attempt", REFUSED, ids=lambda attempt: attempt.__name__)
def test_what_the_meetings_state_does_not_allow_is_refused(attempt):
    made = hall()
    with pytest.raises(errors.WrongState):
        attempt(made)


def test_somebody_from_elsewhere_is_not_on_the_roll():
    made = hall().open()
    with pytest.raises(errors.NotUsable):
        rolls.arrive(made.meeting, who=make.mandate(make.organ()), **made.by())


def test_an_item_opened_by_mistake_waits_again():
    made = hall().open()
    made.take_up()
    assert sittings.put_back_item(made.item, **made.by()).state == ItemState.WAITING
    assert made.take_up().state == ItemState.OPEN


@pytest.mark.parametrize("size", [5, 60])
def test_reading_the_sitting_takes_as_many_queries_for_few_as_for_many(django_assert_num_queries, size):
    made = hall(tuple(f"d{n}" for n in range(size)))
    made.open(*[f"d{n}" for n in range(size)])
    meeting = made.fresh()
    with django_assert_num_queries(7):
        reading.sitting(meeting).proposals()
