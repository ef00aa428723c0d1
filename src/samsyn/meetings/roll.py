"""Who is in the room, who serves in which seat, and who is recused: worked out from what has happened, in order.

A seat is known by the mandate of its delegate. Its **occupant** is the delegate, from the arrival until the delegate
leaves or steps back, or the substitute who has entered. Who **serves** at an item is the occupant, except

- whoever came while the item was open: seats change between items, so that person serves from the next one on;
- whoever is recused at the item: a substitute may enter for that item alone, also once it is open.

Whoever leaves while occupying a seat does not serve again at the meeting, in any seat; whoever steps back does not take
*that* seat again (a substitute who makes way for a delegate who came late may enter in another). Recusal is not
leaving: whoever is recused serves at the other items. A delegate who comes late does not push anybody out: the
substitute steps back, between items.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from samsyn.meetings.errors import (
    BetweenItems,
    MeetingError,
    NoReEntry,
    NotASubstitute,
    NotPresent,
    NotServing,
    RecusedHere,
    SeatTaken,
    TwoSeats,
    WrongState,
)


class Kind(StrEnum):
    """What can happen, as `samsyn.meetings.models.RollEventKind` has it."""

    ARRIVED = "arrived"
    LEFT = "left"
    ENTERED = "entered"
    STEPPED_BACK = "stepped_back"
    RECUSED = "recused"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `who` and `seat` are mandates.

    `item` is the item that a recusal, a return or an entry for somebody recused concerns; otherwise the one that was
    open at the time, None between items. `number` is its place in the log; `undoes` the place of what it takes back.
    """

    kind: Kind
    who: int
    seat: int | None = None
    item: int | None = None
    number: int = 0
    undoes: int | None = None


@dataclass(slots=True)
class Roll:
    """The roll after some events.

    `present`: who is in the room, and the item during which they came (None: between items). `entered`: the substitute
    in a seat; `entered_at`: the same for one item, where the occupant is recused. `given_up`: who has left which seat;
    `gone`: who left the room while occupying one.
    """

    seats: tuple[int, ...]
    present: dict[int, int | None] = field(default_factory=dict)
    entered: dict[int, int] = field(default_factory=dict)
    entered_at: dict[tuple[int, int], int] = field(default_factory=dict)
    recused: set[tuple[int, int]] = field(default_factory=set)
    given_up: set[tuple[int, int]] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def occupant(self, seat: int) -> int | None:
        """Who has the seat, whether or not that person may take part in the item at hand."""
        if seat in self.entered:
            return self.entered[seat]
        mine = seat in self.present and seat not in self.gone and (seat, seat) not in self.given_up
        return seat if mine else None

    def serving(self, seat: int, item: int | None = None) -> int | None:
        """Who serves in a seat at an item; between items, whoever has it."""
        who = self.occupant(seat)
        if who is None or item is None:
            return who
        if (who, item) in self.recused:
            return self.entered_at.get((seat, item))
        return None if self.present[who] == item else who

    def seat_of(self, who: int, item: int | None = None) -> int | None:
        """The seat that somebody has (or has entered for this item), whether recused or not."""
        if self.occupant(who) == who and who in self.seats:
            return who
        return next(
            (seat for seat, other in self.entered.items() if other == who),
            next((seat for (seat, at), other in self.entered_at.items() if other == who and at == item), None),
        )

    def serve(self, item: int | None = None) -> dict[int, int]:
        """Seat and who serves in it, for the seats that are served."""
        found = {seat: self.serving(seat, item) for seat in self.seats}
        return {seat: who for seat, who in found.items() if who is not None}

    def is_recused(self, seat: int, item: int | None) -> bool:
        """Is the occupant of the seat recused at the item?"""
        who = self.occupant(seat)
        return who is not None and item is not None and (who, item) in self.recused

    def claims(self) -> list[int]:
        """The seats whose delegate has come while a substitute sits there, and could take them back."""
        return [
            seat
            for seat in self.entered
            if seat in self.present and seat not in self.gone and (seat, seat) not in self.given_up
        ]

    def may_enter(self, who: int, seat: int, item: int | None = None) -> bool:
        """Could the substitute take the seat (for one item: of whoever is recused there)?"""
        try:
            _check_entry(self, Event(Kind.ENTERED, who, seat, item))
        except MeetingError:
            return False
        return True


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that count: neither those taken back, nor those that took them back."""
    events = list(events)
    undone = {event.undoes for event in events}
    return [event for event in events if event.undoes is None and event.number not in undone]


def follow(seats: Sequence[int], events: Iterable[Event]) -> Roll:
    """The roll after the events, in their order."""
    roll = Roll(tuple(seats))
    for event in standing(events):
        _APPLY[event.kind](roll, event)
    return roll


def check(roll: Roll, event: Event, *, item: int | None) -> None:
    """Refuse what may not happen now; `item` is the one that is open."""
    check_time(event, item)
    _CHECKS[event.kind](roll, event)


def check_time(event: Event, item: int | None) -> None:
    """Seats change between items; at an open one only in the seat of whoever is recused there."""
    if item is None or event.kind not in (Kind.ENTERED, Kind.STEPPED_BACK):
        return
    if event.item != item:
        raise BetweenItems(_("Seats change only between items. Wait until the item has been handled."))


def check_undoing(seats: Sequence[int], events: Sequence[Event], number: int) -> None:
    """Refuse to take back an event that later ones build upon: without it they could not have happened."""
    roll = Roll(tuple(seats))
    for event in (each for each in standing(events) if each.number != number):
        try:
            _CHECKS[event.kind](roll, event)
        except MeetingError as refused:
            message = _("Something that was noted later builds upon this. Take that back first.")
            raise WrongState(message) from refused
        _APPLY[event.kind](roll, event)


# --- What each event does


def _arrive(roll: Roll, event: Event) -> None:
    roll.present[event.who] = event.item


def _leave(roll: Roll, event: Event) -> None:
    came = roll.present.get(event.who)
    seat = roll.seat_of(event.who, event.item)
    if seat is not None and (event.item is None or came != event.item):
        roll.gone.add(event.who)
    roll.entered = {seat: who for seat, who in roll.entered.items() if who != event.who}
    roll.entered_at = {place: who for place, who in roll.entered_at.items() if who != event.who}
    roll.present.pop(event.who, None)


def _enter(roll: Roll, event: Event) -> None:
    assert event.seat is not None
    if event.item is None:
        roll.entered[event.seat] = event.who
    else:
        roll.entered_at[event.seat, event.item] = event.who


def _step_back(roll: Roll, event: Event) -> None:
    seat = roll.seat_of(event.who, event.item)
    if seat is None:
        return
    roll.given_up.add((event.who, seat))
    if roll.entered.get(seat) == event.who:
        del roll.entered[seat]
    if event.item is not None and roll.entered_at.get((seat, event.item)) == event.who:
        del roll.entered_at[seat, event.item]


def _recuse(roll: Roll, event: Event) -> None:
    assert event.item is not None
    roll.recused.add((event.who, event.item))


def _return(roll: Roll, event: Event) -> None:
    assert event.item is not None
    roll.recused.discard((event.who, event.item))
    seat = roll.seat_of(event.who)
    if seat is not None:
        roll.entered_at.pop((seat, event.item), None)


_APPLY = {
    Kind.ARRIVED: _arrive,
    Kind.LEFT: _leave,
    Kind.ENTERED: _enter,
    Kind.STEPPED_BACK: _step_back,
    Kind.RECUSED: _recuse,
    Kind.RETURNED: _return,
}


# --- What may happen


def _check_arrival(roll: Roll, event: Event) -> None:
    if event.who in roll.present:
        raise WrongState(_("The person is noted as present already."))


def _check_presence(roll: Roll, event: Event) -> None:
    if event.who not in roll.present:
        raise NotPresent(_("The person is not in the room. Note the arrival first."))


def _check_entry(roll: Roll, event: Event) -> None:
    seat, item = event.seat, event.item
    if seat not in roll.seats:
        raise NotServing(_("There is no such seat in the organ on this day."))
    if event.who in roll.seats:
        raise NotASubstitute(_("A delegate has a seat of their own, and does not enter in another's."))
    _check_presence(roll, event)
    if event.who in roll.gone or (event.who, seat) in roll.given_up:
        raise NoReEntry(_("Whoever has left a seat does not take one again at the same meeting."))
    if roll.seat_of(event.who, item) is not None:
        raise TwoSeats(_("The substitute serves in another seat already."))
    if item is None:
        _check_free(roll.occupant(seat) is None)
        return
    if (event.who, item) in roll.recused:
        raise RecusedHere(_("The substitute is recused at this item."))
    if not roll.is_recused(seat, item):
        raise BetweenItems(_("For one item somebody enters only in the seat of whoever is recused there."))
    if roll.present[event.who] == item:
        raise BetweenItems(_("Whoever came while the item was open serves from the next item on."))
    _check_free((seat, item) not in roll.entered_at)


def _check_free(free: bool) -> None:
    if not free:
        raise SeatTaken(_("Somebody serves in the seat already. That person has to step back first."))


def _check_stepping_back(roll: Roll, event: Event) -> None:
    _check_presence(roll, event)
    if roll.seat_of(event.who, event.item) is None:
        raise NotServing(_("The person does not serve in any seat."))


def _check_recusal(roll: Roll, event: Event) -> None:
    _check_presence(roll, event)
    if (event.who, event.item) in roll.recused:
        raise WrongState(_("The person is recused at the item already."))


def _check_return(roll: Roll, event: Event) -> None:
    if (event.who, event.item) not in roll.recused:
        raise WrongState(_("The person is not recused at the item."))


_CHECKS = {
    Kind.ARRIVED: _check_arrival,
    Kind.LEFT: _check_presence,
    Kind.ENTERED: _check_entry,
    Kind.STEPPED_BACK: _check_stepping_back,
    Kind.RECUSED: _check_recusal,
    Kind.RETURNED: _check_return,
}
