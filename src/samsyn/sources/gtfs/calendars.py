"""Which services run on a day, and on the days beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.sources.errors import WrongContent
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.problems import Cure, Problem

CALENDAR, EXCEPTIONS = "calendar.txt", "calendar_dates.txt"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BESIDE = (-1, 0, 1)
"""The day before may run past midnight; the day after may begin in the night."""
ADDED, REMOVED = "1", "2"


@dataclass(frozen=True, slots=True)
class Services:
    """By service, on which of the days it runs: -1 the day before, 0 the day, 1 the day after."""

    days: Mapping[str, tuple[int, ...]]

    def check_any(self, feed: Feed, day: date, span: str) -> None:
        """Refuse a day on which nothing runs."""
        if not any(0 in days for days in self.days.values()):
            raise WrongContent(
                Problem.NO_SERVICE, Cure.ANOTHER_DAY, place=feed.place, found=span, expected=day.isoformat()
            )


def services(feed: Feed, day: date, faults: Faults) -> Services:
    """The services of a feed."""
    if CALENDAR not in feed and EXCEPTIONS not in feed:
        raise WrongContent(Problem.NO_MEMBER, Cure.WHOLE_FEED, place=feed.place, expected=CALENDAR)
    found: dict[str, set[int]] = {}
    seen: list[date] = []
    if CALENDAR in feed:
        _regular(feed, day, found, seen, faults)
    if EXCEPTIONS in feed:
        _exceptions(feed, day, found, seen, faults)
    made = Services({service: tuple(sorted(days)) for service, days in found.items()})
    made.check_any(feed, day, f"{min(seen)} – {max(seen)}" if seen else "")
    return made


def read_date(text: str) -> date | None:
    """20261231 as a date."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _regular(feed: Feed, day: date, found: dict[str, set[int]], seen: list[date], faults: Faults) -> None:
    for row, (service, first, last, *weekdays) in feed.rows(
        CALENDAR, ("service_id", "start_date", "end_date", *WEEKDAYS)
    ):
        if service in found:
            faults.tell(Problem.SAME_CODE, feed.at(CALENDAR, row, "service_id"), service)
        begins, ends = read_date(first), read_date(last)
        days = found.setdefault(service, set())
        if begins is None or ends is None:
            column, text = ("start_date", first) if begins is None else ("end_date", last)
            faults.tell(Problem.BAD_DATE, feed.at(CALENDAR, row, column), text, "YYYYMMDD")
            continue
        if ends < begins:
            faults.tell(Problem.DATES_BACKWARDS, feed.at(CALENDAR, row, "end_date"), last)
            continue
        wrong = [name for name, runs in zip(WEEKDAYS, weekdays, strict=True) if runs not in {"0", "1"}]
        if wrong:
            text = weekdays[WEEKDAYS.index(wrong[0])]
            faults.tell(Problem.NO_SUCH_VALUE, feed.at(CALENDAR, row, wrong[0]), text, "0, 1")
            continue
        seen += [begins, ends]
        for beside in BESIDE:
            when = day + timedelta(days=beside)
            if begins <= when <= ends and weekdays[when.weekday()] == "1":
                days.add(beside)


def _exceptions(feed: Feed, day: date, found: dict[str, set[int]], seen: list[date], faults: Faults) -> None:
    for row, (service, text, kind) in feed.rows(EXCEPTIONS, ("service_id", "date", "exception_type")):
        when = read_date(text)
        days = found.setdefault(service, set())
        if when is None:
            faults.tell(Problem.BAD_DATE, feed.at(EXCEPTIONS, row, "date"), text, "YYYYMMDD")
            continue
        if kind not in {ADDED, REMOVED}:
            faults.tell(Problem.NO_SUCH_VALUE, feed.at(EXCEPTIONS, row, "exception_type"), kind, "1, 2")
            continue
        beside = (when - day).days
        if kind == ADDED:
            seen.append(when)
        if beside in BESIDE:
            (days.add if kind == ADDED else days.discard)(beside)
