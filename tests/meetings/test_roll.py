"""Who serves in which seat: small drawn meetings, and what always holds whatever happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.meetings import errors
from samsyn.meetings.models import RollEventKind
from samsyn.meetings.roll import Event, Kind, Roll, check, check_undoing, follow

ANN, BO, CI = 1, 2, 3  # delegates
SAM, TEA = 11, 12  # substitutes
SEATS = (ANN, BO, CI)
BUDGET, FEE = 100, 101  # items


def arrived(*who, during=None):
    return [Event(Kind.ARRIVED, each, item=during) for each in who]


def left(who, during=None):
    return Event(Kind.LEFT, who, item=during)


def entered(who, seat, item=None):
    return Event(Kind.ENTERED, who, seat, item)


def back(who, item=None):
    return Event(Kind.STEPPED_BACK, who, item=item)


def recused(who, item):
    return Event(Kind.RECUSED, who, item=item)


def returned(who, item):
    return Event(Kind.RETURNED, who, item=item)


def after(*events) -> Roll:
    """The roll after the events, each of which must have been allowed between items or at the item it names."""
    numbered = [
        Event(each.kind, each.who, each.seat, each.item, number) for number, each in enumerate(flat(events), start=1)
    ]
    for upto, event in enumerate(numbered):
        check(follow(SEATS, numbered[:upto]), event, item=event.item)
    return follow(SEATS, numbered)


def flat(events):
    for each in events:
        if isinstance(each, list):
            yield from each
        else:
            yield each


def test_the_kinds_are_those_of_the_log():
    assert [kind.value for kind in Kind] == RollEventKind.values


def test_before_the_roll_call_nobody_serves():
    assert after().serve() == {}


def test_delegates_serve_in_their_own_seats_and_substitutes_wait():
    roll = after(arrived(ANN, BO, SAM))
    assert roll.serve() == {ANN: ANN, BO: BO}
    assert roll.seat_of(SAM) is None


def test_a_substitute_enters_for_an_absent_delegate():
    assert after(arrived(ANN, SAM), entered(SAM, BO)).serve() == {ANN: ANN, BO: SAM}


def test_a_delegate_who_comes_late_does_not_push_the_substitute_out():
    events = [*arrived(ANN, SAM), entered(SAM, BO), *arrived(BO)]
    roll = after(events)
    assert roll.serve() == {ANN: ANN, BO: SAM}
    assert roll.claims() == [BO]
    assert after(events, back(SAM)).serve() == {ANN: ANN, BO: BO}


def test_a_substitute_who_made_way_may_enter_in_another_seat_but_not_in_that_one():
    events = [*arrived(ANN, SAM), entered(SAM, BO), *arrived(BO), back(SAM), left(BO)]
    assert after(events, entered(SAM, CI)).serve() == {ANN: ANN, CI: SAM}
    with pytest.raises(errors.NoReEntry):
        after(events, entered(SAM, BO))


def test_whoever_comes_during_an_item_serves_from_the_next_one():
    roll = after(arrived(ANN), arrived(BO, during=BUDGET))
    assert roll.serve(BUDGET) == {ANN: ANN}
    assert roll.serve(FEE) == roll.serve() == {ANN: ANN, BO: BO}


def test_whoever_leaves_during_an_item_is_gone_at_once():
    assert after(arrived(ANN, BO), left(BO, BUDGET)).serve(BUDGET) == {ANN: ANN}


def test_whoever_left_a_seat_does_not_get_it_back():
    roll = after(arrived(ANN, BO), left(BO), arrived(BO))
    assert roll.serve() == {ANN: ANN}
    assert BO in roll.present
    assert roll.claims() == []


def test_whoever_stepped_back_does_not_get_the_seat_back():
    events = [*arrived(ANN, BO, SAM), back(BO)]
    assert after(events, entered(SAM, BO)).serve() == {ANN: ANN, BO: SAM}
    assert after(events, entered(SAM, BO), back(SAM)).serve() == {ANN: ANN}


def test_a_substitute_who_left_a_seat_does_not_enter_again():
    events = [*arrived(SAM), entered(SAM, BO), left(SAM), *arrived(SAM)]
    for seat in SEATS:
        with pytest.raises(errors.NoReEntry):
            after(events, entered(SAM, seat))


def test_whoever_left_without_having_had_a_seat_may_take_one_later():
    assert after(arrived(SAM), left(SAM), arrived(SAM), entered(SAM, BO)).serve() == {BO: SAM}
    came_and_went = [*arrived(BO, during=BUDGET), left(BO, BUDGET)]
    assert after(came_and_went, arrived(BO)).serve() == {BO: BO}


def test_recusal_concerns_one_item():
    roll = after(arrived(ANN, BO), recused(BO, BUDGET))
    assert roll.serve(BUDGET) == {ANN: ANN}
    assert roll.is_recused(BO, BUDGET)
    assert roll.serve(FEE) == roll.serve() == {ANN: ANN, BO: BO}


def test_a_substitute_enters_for_whoever_is_recused_also_once_the_item_is_open():
    roll = after(arrived(ANN, BO, SAM), recused(BO, BUDGET), entered(SAM, BO, BUDGET))
    assert roll.serve(BUDGET) == {ANN: ANN, BO: SAM}
    assert roll.serve(FEE) == {ANN: ANN, BO: BO}
    assert after(arrived(BO, SAM), recused(BO, BUDGET), entered(SAM, BO, BUDGET), left(BO), entered(SAM, BO))


def test_a_serving_substitute_may_be_recused_and_another_enters():
    events = [*arrived(SAM, TEA), entered(SAM, BO), recused(SAM, BUDGET), entered(TEA, BO, BUDGET)]
    assert after(events).serve(BUDGET) == {BO: TEA}
    assert after(events).serve(FEE) == {BO: SAM}


def test_after_recusal_the_seat_is_taken_again_also_before_the_item_is_over():
    events = [*arrived(BO, SAM), recused(BO, BUDGET), entered(SAM, BO, BUDGET), returned(BO, BUDGET)]
    assert after(events).serve(BUDGET) == {BO: BO}


REFUSED = {
    "entry of somebody who is not there": (arrived(ANN), entered(SAM, BO), None, errors.NotPresent),
    "entry while the delegate sits there": (arrived(BO, SAM), entered(SAM, BO), None, errors.SeatTaken),
    "entry of a delegate": (arrived(ANN), entered(ANN, BO), None, errors.NotASubstitute),
    "entry in no seat": (arrived(SAM), entered(SAM, 99), None, errors.NotServing),
    "entry during an item": (arrived(SAM), entered(SAM, BO), BUDGET, errors.BetweenItems),
    "entry for one item without recusal": (arrived(BO, SAM), entered(SAM, BO, BUDGET), BUDGET, errors.BetweenItems),
    "entry at another item than the open one": (
        [*arrived(BO, SAM), recused(BO, FEE)], entered(SAM, BO, FEE), BUDGET, errors.BetweenItems,
    ),
    "entry in two seats": ([*arrived(SAM), entered(SAM, BO)], entered(SAM, CI), None, errors.TwoSeats),
    "entry for one item by somebody who serves": (
        [*arrived(BO, SAM), entered(SAM, CI), recused(BO, BUDGET)], entered(SAM, BO, BUDGET), BUDGET, errors.TwoSeats,
    ),
    "two for one who is recused": (
        [*arrived(BO, SAM, TEA), recused(BO, BUDGET), entered(SAM, BO, BUDGET)],
        entered(TEA, BO, BUDGET), BUDGET, errors.SeatTaken,
    ),
    "entry of a recused substitute": (
        [*arrived(BO, SAM), recused(BO, BUDGET), recused(SAM, BUDGET)],
        entered(SAM, BO, BUDGET), BUDGET, errors.RecusedHere,
    ),
    "entry for one item of whoever came during it": (
        [*arrived(BO), recused(BO, BUDGET), *arrived(SAM, during=BUDGET)],
        entered(SAM, BO, BUDGET), BUDGET, errors.BetweenItems,
    ),
    "arriving twice": (arrived(ANN), arrived(ANN)[0], None, errors.WrongState),
    "leaving without being there": ([], left(ANN), None, errors.NotPresent),
    "stepping back during an item": (arrived(ANN), back(ANN), BUDGET, errors.BetweenItems),
    "stepping back without a seat": (arrived(SAM), back(SAM), None, errors.NotServing),
    "recusal of somebody who is not there": ([], recused(ANN, BUDGET), BUDGET, errors.NotPresent),
    "recusal twice": ([*arrived(ANN), recused(ANN, FEE)], recused(ANN, FEE), None, errors.WrongState),
    "return without recusal": (arrived(ANN), returned(ANN, FEE), None, errors.WrongState),
}  # fmt: skip


@pytest.mark.parametrize(("before", "event", "item", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_happen_is_refused(before, event, item, refusal):
    with pytest.raises(refusal) as refused:
        check(after(before), event, item=item)
    assert type(refused.value) is refusal


def test_every_refusal_has_words_of_its_own():
    words = {}
    for name, (before, event, item, _refusal) in REFUSED.items():
        with pytest.raises(errors.MeetingError) as refused:
            check(after(before), event, item=item)
        words.setdefault(str(refused.value), []).append(name)
    alike = {tuple(names) for names in words.values() if len(names) > 1}
    assert alike == {
        ("entry of somebody who is not there", "leaving without being there", "recusal of somebody who is not there"),
        ("entry during an item", "entry at another item than the open one", "stepping back during an item"),
        ("entry while the delegate sits there", "two for one who is recused"),
        ("entry in two seats", "entry for one item by somebody who serves"),
    }


def test_a_mistake_is_taken_back_and_what_builds_upon_it_comes_first():
    events = [
        Event(Kind.ARRIVED, SAM, number=1),
        Event(Kind.ENTERED, SAM, BO, number=2),
        Event(Kind.ARRIVED, ANN, number=3),
    ]
    with pytest.raises(errors.WrongState):
        check_undoing(SEATS, events, 1)
    check_undoing(SEATS, events, 2)
    undone = [*events, Event(Kind.ENTERED, SAM, BO, number=4, undoes=2)]
    assert follow(SEATS, undone).serve() == {ANN: ANN}
    check_undoing(SEATS, undone, 1)


PEOPLE = (*SEATS, SAM, TEA)
ITEMS = (None, BUDGET, FEE)
events = st.builds(
    Event,
    kind=st.sampled_from(list(Kind)),
    who=st.sampled_from(PEOPLE),
    seat=st.sampled_from(SEATS),
    item=st.sampled_from(ITEMS),
)


@given(st.lists(st.tuples(events, st.sampled_from(ITEMS)), max_size=40))
def test_whatever_happens_nobody_serves_in_two_seats_or_without_being_there(attempts):
    happened: list[Event] = []
    left_a_seat: set[int] = set()
    for number, (event, item) in enumerate(attempts, start=1):
        if event.kind in (Kind.ARRIVED, Kind.LEFT):
            event = Event(event.kind, event.who, item=item, number=number)
        elif event.kind in (Kind.RECUSED, Kind.RETURNED) and event.item is None:
            continue
        before = follow(SEATS, happened)
        try:
            check(before, event, item=item)
        except errors.MeetingError:
            continue
        if event.kind is Kind.LEFT and event.who in before.serve(item).values():
            left_a_seat.add(event.who)
        happened.append(Event(event.kind, event.who, event.seat, event.item, number))
        roll = follow(SEATS, happened)
        for at in ITEMS:
            serve = roll.serve(at)
            assert len(set(serve.values())) == len(serve)
            assert set(serve.values()) <= set(roll.present)
            assert not {who for who in serve.values() if (who, at) in roll.recused}
            assert not left_a_seat & set(serve.values())
            assert all(who == seat or who not in SEATS for seat, who in serve.items())
            assert all(roll.seat_of(who, at) == seat for seat, who in serve.items())
