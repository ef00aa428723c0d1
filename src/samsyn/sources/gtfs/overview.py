"""What a feed holds, over all its days: who runs how much, when, before any day of it is read.

Only its small tables are read; calls are not. Rows whose dates cannot be read are passed over here: whoever reads a day
is told of them (`reading`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from samsyn.sources.errors import WrongContent
from samsyn.sources.files import Source
from samsyn.sources.gtfs.calendars import ADDED, CALENDAR, EXCEPTIONS, REMOVED, WEEKDAYS, read_date
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.gtfs.stops import PLATFORM, STOPS
from samsyn.sources.gtfs.trips import ROUTES, TRIPS
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Ints

AGENCY = "agency.txt"
MOST_DAYS = 3_660
"""Days from the first one that are looked at: ten years. What is listed after them is a slip of the pen."""


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """How much there is in a feed.

    - `agencies`: who runs it; `routes`: how many lines by the number of their kind
    - `first`: its first day; `trips_on (days,)`: trips on each day from it, each once, at whatever interval
    """

    agencies: tuple[str, ...]
    stops: int
    routes: Mapping[str, int]
    trips: int
    first: date
    trips_on: Ints

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.trips_on) - 1)

    @property
    def busiest(self) -> date:
        """The day with most trips; of several the one in the middle, which is less often a holiday than the first."""
        most = np.flatnonzero(self.trips_on == self.trips_on.max())
        return self.first + timedelta(days=int(most[len(most) // 2]))

    def on(self, day: date) -> int:
        """The trips of a day; none outside the period."""
        at = (day - self.first).days
        return int(self.trips_on[at]) if 0 <= at < len(self.trips_on) else 0

    def empty_days(self) -> tuple[date, ...]:
        """The days of the period on which nothing runs."""
        return tuple(self.first + timedelta(days=at) for at in np.flatnonzero(self.trips_on == 0).tolist())


def overview(source: Source) -> Overview:
    """What a feed holds. One on no day of which anything runs is refused."""
    feed = Feed(source)
    trips = Counter(service for _row, (service,) in feed.rows(TRIPS, ("service_id",)))
    first, trips_on = _trips_on(feed, trips)
    return Overview(
        agencies=_agencies(feed),
        stops=sum((kind.strip() or PLATFORM) == PLATFORM for _row, (kind,) in feed.rows(STOPS, (), ("location_type",))),
        routes=Counter(kind.strip() for _row, (kind,) in feed.rows(ROUTES, (), ("route_type",))),
        trips=trips.total(),
        first=first,
        trips_on=trips_on,
    )


def _agencies(feed: Feed) -> tuple[str, ...]:
    if AGENCY not in feed:
        return ()
    return tuple(dict.fromkeys(name for _row, (name,) in feed.rows(AGENCY, (), ("agency_name",)) if name))


def _trips_on(feed: Feed, trips: Mapping[str, int]) -> tuple[date, Ints]:
    """The first day on which anything runs, and the trips of each day from it to the last such day."""
    regular = {service: span for service, span in _regular(feed) if service in trips}
    exceptions = [each for each in _exceptions(feed) if each[0] in trips]
    days = [day for begins, ends, _runs in regular.values() for day in (begins, ends)]
    days += [day for _service, day, kind in exceptions if kind == ADDED]
    if not days:
        raise _nothing_runs(feed)
    first = min(days)
    count = min((max(days) - first).days + 1, MOST_DAYS)
    found = _by_pattern(regular, trips, first, count)
    for service, day, kind in exceptions:
        at = (day - first).days
        runs = service in regular and regular[service][0] <= day <= regular[service][1]
        runs = runs and regular[service][2][day.weekday()]
        if 0 <= at < count and runs != (kind == ADDED):
            found[at] += trips[service] if kind == ADDED else -trips[service]
    some = np.flatnonzero(found)
    if not some.size:
        raise _nothing_runs(feed)
    return first + timedelta(days=int(some[0])), found[some[0] : some[-1] + 1]


def _nothing_runs(feed: Feed) -> WrongContent:
    return WrongContent(Problem.NEVER_SERVICE, Cure.WHOLE_FEED, place=feed.place)


Span = tuple[date, date, tuple[bool, ...]]
"""From one day to another, and on which days of the week."""


def _by_pattern(regular: Mapping[str, Span], trips: Mapping[str, int], first: date, count: int) -> Ints:
    """Trips by the days of the week that services run on, exceptions apart."""
    steps = np.zeros((7, count + 1), dtype=np.int64)
    for service, (begins, ends, runs) in regular.items():
        since = min((begins - first).days, count)
        until = min((ends - first).days + 1, count)
        for weekday in np.flatnonzero(runs):
            steps[weekday, since] += trips[service]
            steps[weekday, until] -= trips[service]
    at = np.arange(count)
    return np.asarray(steps.cumsum(axis=1)[(first.weekday() + at) % 7, at], dtype=np.int64)


def _regular(feed: Feed) -> Iterator[tuple[str, Span]]:
    if CALENDAR in feed:
        for _row, (service, begins, ends, *runs) in feed.rows(
            CALENDAR, ("service_id", "start_date", "end_date", *WEEKDAYS)
        ):
            span = read_date(begins), read_date(ends)
            if span[0] is not None and span[1] is not None and span[0] <= span[1]:
                yield service, (span[0], span[1], tuple(each == "1" for each in runs))


def _exceptions(feed: Feed) -> Iterator[tuple[str, date, str]]:
    if EXCEPTIONS in feed:
        for _row, (service, text, kind) in feed.rows(EXCEPTIONS, ("service_id", "date", "exception_type")):
            day = read_date(text)
            if day is not None and kind in {ADDED, REMOVED}:
                yield service, day, kind
