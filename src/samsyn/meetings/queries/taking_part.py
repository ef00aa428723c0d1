"""Who took part in an item that may be over: the roll as it was then."""

from collections.abc import Iterable
from dataclasses import replace

from samsyn.meetings.models import AgendaItem, RollEvent
from samsyn.meetings.queries import rolls
from samsyn.meetings.queries.rolls import Sitting
from samsyn.meetings.roll import follow


def sitting_at(item: AgendaItem) -> Sitting:
    """The meeting as it sat at an item: now while the item is open, as it was at its end once it has been handled."""
    return as_of(rolls.sitting(item.meeting), item, item.meeting.roll.order_by("pk"))


def as_of(now: Sitting, item: AgendaItem, rows: Iterable[RollEvent]) -> Sitting:
    """A sitting as it was at an item, by all rows of the roll. What was taken back later never was."""
    until = item.handled_at
    then = [rolls.as_event(row) for row in rows if until is None or row.at <= until or row.undoes_id is not None]
    return replace(now, item=item, roll=follow(now.seats, then))
