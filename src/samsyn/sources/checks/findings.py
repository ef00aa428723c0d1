"""What a check tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from samsyn.sources.errors import Place
from samsyn.sources.records import Flows

FIRST = 10
"""So many places are named; the count tells of the rest."""


class Severity(StrEnum):
    """How much a finding stands in the way."""

    CHOICE = "choice"
    """No analysis before the user has chosen."""
    WARNING = "warning"
    """Figures can be misread."""
    NOTE = "note"
    """Worth knowing, and worth saying beside the figures."""


class Kind(StrEnum):
    """What was found."""

    UNKNOWN_CODES = "Codes that are not among the areas."
    AREAS_WITHOUT_FLOWS = "Areas that no flow begins or ends in."
    DUPLICATE_PAIRS = "The same pair stands in several rows."
    NEGATIVE = "Counts below zero."
    MISSING = "Counts that the source leaves out."
    NOT_WHOLE = "Counts that are not whole numbers: modelled, weighted or averaged."
    SEVERAL_YEARS = "Several years in one table."
    SEVERAL_SEXES = "Several groups by sex in one table."
    TOTALS_DO_NOT_TIE = "Parts that do not sum to their total."
    ORIGINS_DO_NOT_TIE = "Areas from which the flows do not sum to the stated total."
    DESTINATIONS_DO_NOT_TIE = "Areas to which the flows do not sum to the stated total."
    DISCLOSURE_CONTROL = "1 and 2 never occur: small counts are protected, and sums are not exact."
    SMALL_COUNTS = "Counts of 1 and 2 occur: they must be suppressed before anything is published."
    NO_SELF_FLOWS = "Areas without a flow to themselves."
    ZEROS_LISTED = "Pairs with the count 0 are listed."
    PADDED_CODES = "Codes were given leading zeros, by the width that was said."
    INVALID_SHAPES = "Polygons that cross or touch themselves."
    NO_SHAPE = "Areas without a polygon."
    FLOWS_WITHOUT_SHAPE = "Areas with flows that the boundaries do not have."
    SAME_NAME = "Several areas have the same name."
    GAPS = "Areas that some scenario or year lacks."
    LEAPS = "Areas where people or jobs more than double, or fall below half, between two years of a scenario."


class Option(StrEnum):
    """What the user can choose."""

    REFUSE = "Use another file."
    DROP_ROWS = "Leave these rows out; the result says how many persons that is."
    OTHER_TERRITORY = "Choose the areas of another year, or a key between the territories."
    ADD_UP = "Add the rows of a pair up."
    KEEP_FIRST = "Keep the first row of a pair."
    AS_ZERO = "Count them as zero."
    ONE_YEAR = "Choose a year."
    ONE_GROUP = "Choose a group."
    ACCEPT = "Go on; it is said beside the figures."
    REPAIR = "Let the polygons be repaired; the result says which."
    NO_MAP = "Go on without a map of these areas."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. `largest` is the size of the largest fault where it has one, such as a difference."""

    kind: Kind
    severity: Severity
    count: int
    places: tuple[Place, ...] = ()
    examples: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    largest: float | None = None


class Graded(Protocol):
    """Any kind of finding."""

    @property
    def severity(self) -> Severity:
        """How much it stands in the way."""


Found = TypeVar("Found", bound=Graded)


def by_severity(found: Iterable[Found]) -> list[Found]:
    """The gravest first, those alike in their order."""
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity))


def rows_of(flows: Flows, wrong: NDArray[np.bool_] | NDArray[np.int64], column: str = "count") -> tuple[Place, ...]:
    """The first places of the rows that are marked."""
    rows = np.flatnonzero(wrong) if wrong.dtype == np.bool_ else wrong
    heading = flows.columns.get(column, "")
    return tuple(flows.place.at(row=int(flows.row[i]), column=heading) for i in rows[:FIRST])


def pairs_of(flows: Flows, rows: NDArray[np.int64]) -> tuple[str, ...]:
    """The first pairs, as origin and destination."""
    return tuple(f"{flows.codes[flows.origin[i]]} → {flows.codes[flows.destination[i]]}" for i in rows[:FIRST])


def first_of(texts: Sequence[str]) -> tuple[str, ...]:
    """The first of many."""
    return tuple(texts[:FIRST])
