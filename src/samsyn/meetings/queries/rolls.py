"""A meeting as it sits: who is there, who serves in which seat, who would step in, and whether enough are there."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from samsyn.foundation.days import day_of
from samsyn.meetings.majority import Share
from samsyn.meetings.models import AgendaItem, ItemState, Meeting, RollEvent
from samsyn.meetings.roll import Event, Kind, Roll, follow
from samsyn.members.models import VOTING_ROLES, Mandate, MandateRole, RulesOfProcedure
from samsyn.members.queries import mandates, organs
from samsyn.members.queries.mandates import Lineup

PRESIDING = (MandateRole.CHAIR, MandateRole.FIRST_VICE_CHAIR, MandateRole.SECOND_VICE_CHAIR)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many serve, of how many seats, and how many are needed to decide; `needed` None: no rules say."""

    serving: int
    entitled: int
    needed: int | None

    @property
    def reached(self) -> bool:
        return self.needed is not None and self.serving >= self.needed


@dataclass(frozen=True)
class Sitting:
    """A meeting's roll. Mandates are known by their primary key, and hold on the meeting's day.

    `seats` are the delegates' mandates, the chair's first. `item` is the one that is open, None between items. What
    noting an arrival does not need (two hundred arrive at once) is read when it is asked for.
    """

    meeting: Meeting
    item: AgendaItem | None
    roll: Roll
    mandates: Mapping[int, Mandate]

    @cached_property
    def rules(self) -> RulesOfProcedure | None:
        """The rules of procedure in force."""
        return organs.rules_on(self.meeting.organ, on=day_of(self.meeting.starts_at))

    @cached_property
    def lineup(self) -> Lineup:
        """Who steps in for whom."""
        return mandates.lineup(self.meeting.organ, on=day_of(self.meeting.starts_at))

    @cached_property
    def vacant(self) -> int:
        """The seats that the seat rule allots and nobody holds."""
        on = day_of(self.meeting.starts_at)
        return sum(body.vacant for body in mandates.by_body(self.meeting.organ, on=on))

    @property
    def seats(self) -> tuple[int, ...]:
        return self.roll.seats

    @property
    def substitutes(self) -> list[int]:
        """The substitutes of the day, by appointing body in entry order."""
        return [pk for pk in self.mandates if pk not in self.seats]

    @property
    def at(self) -> int | None:
        """The open item's key in the roll."""
        return self.item.pk if self.item else None

    def serve(self) -> dict[int, int]:
        """Seat and who serves in it now."""
        return self.roll.serve(self.at)

    def quorum(self) -> Quorum:
        """Counted of all seats, vacant ones too."""
        entitled = len(self.seats) + self.vacant
        return Quorum(len(self.serve()), entitled, quorum_share(self.rules).least(entitled) if self.rules else None)

    def presiding(self) -> Mandate | None:
        """Who presides: the chair, else the first or the second vice chair, whoever serves."""
        serving = {self.mandates[pk].role: self.mandates[pk] for pk in self.serve().values()}
        return next((serving[role] for role in PRESIDING if role in serving), None)

    def proposals(self, item: int | None = None) -> dict[int, int]:
        """Who should enter in which free seat, by the entry order; for an item: in the seats of those recused at it."""
        free = [seat for seat in self.seats if self._is_free(seat, item)]
        able = [pk for pk in self.substitutes if self._is_able(pk, item)]
        here = {*able, *(set(self.seats) - set(free))}
        services = self.lineup.serving(present={self.mandates[pk].key for pk in here})
        by_key: dict[Hashable, int] = {mandate.key: pk for pk, mandate in self.mandates.items()}
        found = {
            by_key[service.seat]: by_key[service.substitute] for service in services if service.substitute is not None
        }
        return {seat: who for seat, who in found.items() if self.roll.may_enter(who, seat, item)}

    def _is_free(self, seat: int, item: int | None) -> bool:
        if item is None:
            return self.roll.occupant(seat) is None
        return self.roll.is_recused(seat, item) and (seat, item) not in self.roll.entered_at

    def _is_able(self, who: int, item: int | None) -> bool:
        there = who in self.roll.present and who not in self.roll.gone
        return there and self.roll.seat_of(who, item) is None and (who, item) not in self.roll.recused


def sitting(meeting: Meeting) -> Sitting:
    """The meeting as it sits now, by the mandates and the rules of its day."""
    seated = _once_each(mandates.holding(meeting.organ, on=day_of(meeting.starts_at)))
    seats = [pk for pk, mandate in seated.items() if mandate.role in VOTING_ROLES]
    return Sitting(meeting, open_item(meeting), follow(seats, events(meeting)), seated)


def open_item(meeting: Meeting) -> AgendaItem | None:
    """The item that is open."""
    return meeting.items.filter(state=ItemState.OPEN).first()


def events(meeting: Meeting) -> list[Event]:
    """The log of the roll, as the pure roll reads it."""
    return [as_event(row) for row in meeting.roll.order_by("pk")]


def as_event(row: RollEvent) -> Event:
    """A row of the log, as the pure roll reads it."""
    return Event(
        kind=Kind(row.kind),
        who=row.mandate_id,
        seat=row.stands_in_for_id,
        item=row.item_id,
        number=row.pk,
        undoes=row.undoes_id,
    )


def log(meeting: Meeting) -> list[RollEvent]:
    """The log of the roll with names, latest first."""
    named = meeting.roll.select_related("mandate__person", "stands_in_for__person", "item", "undone_by")
    return list(named.order_by("-pk"))


def quorum_share(rules: RulesOfProcedure) -> Share:
    """The share of all seats that has to serve."""
    return Share(rules.quorum_threshold, rules.quorum_numerator, rules.quorum_denominator)


def _once_each(holding) -> dict[int, Mandate]:
    """Delegates and substitutes; whoever holds two places in the organ has the first: nobody sits twice."""
    found: dict[int, Mandate] = {}
    people: set[int] = set()
    for mandate in holding:
        if mandate.role in (*VOTING_ROLES, MandateRole.SUBSTITUTE) and mandate.person_id not in people:
            people.add(mandate.person_id)
            found[mandate.pk] = mandate
    return found
