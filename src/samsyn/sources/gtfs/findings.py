"""What the reading of a feed tells beside the timetable."""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.sources.checks.findings import Severity
from samsyn.sources.errors import Place


class FeedKind(StrEnum):
    """What was found."""

    LEFT_OUT = "Rows that cannot be used: they, and the trips that they belong to, were left out."
    OUTSIDE_PERIOD = "The day lies outside the period that the publisher vouches for."
    TIMES_SET = "Calls without a time: they were set evenly between the calls beside them."
    ONE_CALL = "Trips that run and have fewer than two calls: they were left out."
    AT_INTERVALS = "Trips that run at intervals: they are taken to leave at the first second of each interval."
    TRIP_TRANSFERS = "Transfers between single trips or lines, or in the seat: they are not read."
    NO_COORDINATES = "Stops that are called at and have no coordinates: only listed transfers lead to and from them."
    EMPTY_DAYS = "Days within the period of the timetable on which nothing runs."
    IDLE_STOPS = "Stops that no trip calls at on the day that was checked."
    APART = "Stops that no trip and no footpath ties to most of the others on the day that was checked."
    NO_TRANSFER = "Stops of the same name, near each other, that nobody walks between: no change is found there."


class FeedCure(StrEnum):
    """What the user can do."""

    CORRECT = "Correct the rows in the feed, or ask its publisher to."
    WITHOUT = "Leave these rows out, and the trips that they belong to; it is said beside the figures."
    LIST_TRANSFERS = "Ask the publisher to list the ways between these stops in transfers.txt."
    ANOTHER_DAY = "Choose a day within the period of the timetable."
    ACCEPT = "Go on; it is said beside the figures."


@dataclass(frozen=True, slots=True)
class FeedFinding:
    """One thing that was found: how often, where first, and what can be done about it."""

    kind: FeedKind
    severity: Severity
    count: int
    places: tuple[Place, ...] = ()
    examples: tuple[str, ...] = ()
    cures: tuple[FeedCure, ...] = (FeedCure.ACCEPT,)
