"""The year's wheel: the meetings and deadlines of every organ in a year, as somebody may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.foundation.days import day_of
from samsyn.meetings import rules
from samsyn.meetings.deadlines import Standing, What
from samsyn.meetings.models import Meeting
from samsyn.meetings.queries import deadlines, meetings
from samsyn.members.models import Organ


@dataclass(frozen=True, slots=True)
class Dated:
    """A meeting on its day (`what` None), or the last day of its summons or papers."""

    on: date
    meeting: Meeting
    what: What | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month and what falls in it, by day."""

    first: date
    dated: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The twelve months of a year; `organs` are those that have anything in it, each with a ring of its own."""

    year: int
    years: tuple[int, ...]
    months: tuple[Month, ...]
    organs: tuple[Organ, ...]
    today: date

    @property
    def is_now(self) -> bool:
        return self.today.year == self.year

    @property
    def empty(self) -> bool:
        return not any(month.dated for month in self.months)


def year(by: Any, *, wanted: int, on: date) -> Year:
    """A year; deadlines are shown to the office only. Of meetings soon after the year its deadlines are in it too."""
    seen = meetings.readable(by, on=on)
    near = list(seen.filter(starts_at__year__in=[wanted, wanted + 1]).order_by("starts_at", "pk"))
    dated = [Dated(day_of(each.starts_at), each) for each in near]
    if rules.may_manage(by, on=on):
        of_all = deadlines.of_meetings(near, on=on)
        dated += [Dated(due.due_on, each, due.what, due.standing) for each in near for due in of_all[each.pk]]
    inside = sorted((each for each in dated if each.on.year == wanted), key=lambda each: (each.on, each.what or ""))
    return Year(
        year=wanted,
        years=_years(seen.values_list("starts_at__year", flat=True).order_by().distinct(), wanted),
        months=tuple(_month(date(wanted, n, 1), inside) for n in range(1, 13)),
        organs=tuple(sorted({each.meeting.organ for each in inside}, key=lambda organ: organ.name)),
        today=on,
    )


def _years(found: Any, wanted: int) -> tuple[int, ...]:
    return tuple(sorted({*found, wanted}))


def _month(first: date, dated: list[Dated]) -> Month:
    return Month(first, tuple(each for each in dated if each.on.month == first.month))
