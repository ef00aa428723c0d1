"""The tables that analyses of areas and flows start from: areas, flows between them, and divisions into regions.

Each table checks itself when it is made and locks its arrays, so that the analyses compute and do not check. A table
that cannot be right is refused with a `TableError` that says where; nothing is mended silently. Areas stand in the
order of their codes: ties that are broken "by code" are ties broken by position, and the same data always gives the
same table, in whatever order it came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from samsyn.analysis.errors import AnalysisError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Times = npt.NDArray[np.floating]
"""Times between zones, in double or single numbers."""


class TableError(AnalysisError):
    """A table that cannot be right; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas in the ascending order of their codes, one a code, at least one; `names[i]` is the name of `codes[i]`."""

    codes: tuple[str, ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.codes:
            raise TableError("a table of areas needs at least one area")
        if len(self.codes) != len(self.names):
            raise TableError(
                "{codes} codes of areas and {names} names: one name a code is needed",
                codes=len(self.codes),
                names=len(self.names),
            )
        for before, code in zip(self.codes, self.codes[1:], strict=False):
            if before == code:
                raise TableError("the area '{area}' is there twice", area=code)
            if before > code:
                raise TableError(
                    "areas must be in the order of their codes: '{before}' stands before '{area}'",
                    before=before,
                    area=code,
                )
        if "" in self.codes:
            raise TableError("an area has no code")

    def __len__(self) -> int:
        return len(self.codes)

    def positions(self, codes: Iterable[str]) -> Ints:
        """Where each code stands; a code that is not in the table is refused."""
        place = {code: number for number, code in enumerate(self.codes)}
        wanted = list(codes)
        unknown = [(row, code) for row, code in enumerate(wanted, 1) if code not in place]
        if unknown:
            row, code = unknown[0]
            raise TableError(
                "row {row}: the area '{area}' is not among the areas ({number} such rows)",
                row=row,
                area=code,
                number=len(unknown),
            )
        return np.array([place[code] for code in wanted], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """How many go from each area to each: from home to work or studies, or from an old home to a new.

    `counts[e]` go from area `origins[e]` to area `destinations[e]`, in `unit`; finite, >= 0. Pairs stand in the order
    of origin, then destination, one a pair; a pair that is not there is zero. Whoever stays in an area is a pair of it
    with itself. Computed:

    - `starts (n + 1,)`: the pairs from area i are those from `starts[i]` up to `starts[i + 1]`
    - `leaving (n,)`: all who live in the area, wherever they go (for work: employed residents)
    - `arriving (n,)`: all who come to the area, from wherever (for work: jobs)
    - `staying (n,)`: those who do both

    Whoever goes to or comes from outside the table's areas is in none of these.
    """

    areas: Areas
    origins: Ints
    destinations: Ints
    counts: Floats
    unit: str
    starts: Ints = field(init=False, repr=False)
    leaving: Floats = field(init=False, repr=False)
    arriving: Floats = field(init=False, repr=False)
    staying: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n = len(self.areas)
        origins = np.array(self.origins, dtype=np.int64)
        destinations = np.array(self.destinations, dtype=np.int64)
        counts = np.array(self.counts, dtype=np.float64)
        _check_pairs(self.areas, origins, destinations, counts)
        if not self.unit:
            raise TableError("flows need a unit, such as 'persons'")
        inside = origins == destinations
        values = {
            "origins": origins,
            "destinations": destinations,
            "counts": counts,
            "starts": np.searchsorted(origins, np.arange(n + 1)).astype(np.int64),
            "leaving": np.bincount(origins, weights=counts, minlength=n),
            "arriving": np.bincount(destinations, weights=counts, minlength=n),
            "staying": np.bincount(origins[inside], weights=counts[inside], minlength=n),
        }
        for name, array in values.items():
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def with_counts(self, counts: Floats) -> "Flows":
        """The same pairs with other counts."""
        return Flows(self.areas, self.origins, self.destinations, counts, self.unit)

    def matrix(self) -> Floats:
        """The flows as a full matrix (n, n); row i goes out of area i."""
        full = np.zeros((len(self.areas), len(self.areas)))
        full[self.origins, self.destinations] = self.counts
        return full


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Areas divided into regions: each area in exactly one.

    `region (n,)` is the number of each area's region; regions are numbered from 0 in the order of their first area, so
    that the same division always has the same numbers.
    """

    areas: Areas
    region: Ints

    def __post_init__(self) -> None:
        region = np.array(self.region, dtype=np.int64)
        if region.shape != (len(self.areas),):
            raise TableError("a division of {number} areas needs one region an area", number=len(self.areas))
        if not np.array_equal(region, _numbered(region)):
            raise TableError("regions must be numbered from 0 in the order of their first area")
        region.flags.writeable = False
        object.__setattr__(self, "region", region)

    @property
    def count(self) -> int:
        """How many regions there are."""
        return int(self.region.max()) + 1

    def members(self) -> tuple[Ints, ...]:
        """The areas of each region."""
        order = np.argsort(self.region, kind="stable")
        return tuple(np.split(order, np.cumsum(np.bincount(self.region))[:-1]))

    def sets(self) -> frozenset[frozenset[str]]:
        """The division as a set of sets of codes: what it is, apart from how it is written."""
        return frozenset(frozenset(self.areas.codes[i] for i in members) for members in self.members())


def areas_of(names: Mapping[str, str]) -> Areas:
    """A table of areas from names by code, in any order."""
    codes = tuple(sorted(names))
    return Areas(codes, tuple(names[code] for code in codes))


def flows_from_pairs(areas: Areas, pairs: Iterable[tuple[str, str, float]], *, unit: str) -> Flows:
    """Flows from rows of origin, destination and count, in any order.

    Refused, with the row's number from 1: an unknown area, a pair that is there twice, a count that is missing or
    negative.
    """
    rows = list(pairs)
    origins = areas.positions(row[0] for row in rows)
    destinations = areas.positions(row[1] for row in rows)
    counts = np.array([row[2] for row in rows], dtype=np.float64)
    wrong = np.flatnonzero(~(np.isfinite(counts) & (counts >= 0)))
    if wrong.size:
        raise TableError(
            "row {row}: {value} is no count; a finite number of 0 or more is needed",
            row=int(wrong[0]) + 1,
            value=str(rows[wrong[0]][2]),
        )
    order = np.lexsort((destinations, origins))
    _check_duplicates(areas, origins, destinations, order)
    return Flows(areas, origins[order], destinations[order], counts[order], unit)


def flows_from_matrix(areas: Areas, matrix: npt.ArrayLike, *, unit: str) -> Flows:
    """Flows from a full matrix whose rows (from) and columns (to) stand in the order of the areas."""
    full = np.asarray(matrix, dtype=np.float64)
    n = len(areas)
    if full.shape != (n, n):
        raise TableError("a matrix of flows between {number} areas has a row and a column for each", number=n)
    # What is no number is kept, so that the table refuses it with its place.
    origins, destinations = np.nonzero(full != 0)
    return Flows(areas, origins, destinations, full[origins, destinations], unit)


def partition_from_labels(areas: Areas, labels: Sequence[object] | npt.NDArray[np.generic]) -> Partition:
    """A division from one label an area, in the order of the areas; equal labels are one region."""
    _, numbers = np.unique(np.asarray(list(labels)), return_inverse=True)
    return Partition(areas, _numbered(numbers.astype(np.int64)))


def partition_from_codes(areas: Areas, regions: Mapping[str, str]) -> Partition:
    """A division from an official list: the region of each area by code.

    Every area of the list must be known. An area that the list leaves out, as urban areas leave out the countryside,
    is a region of its own.
    """
    listed = areas.positions(regions)
    labels = [f"outside {code}" for code in areas.codes]
    for position, region in zip(listed, regions.values(), strict=True):
        labels[position] = f"region {region}"
    return partition_from_labels(areas, labels)


def _numbered(labels: Ints) -> Ints:
    """Labels renamed to 0, 1, 2, ... in the order in which they first come."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return number[inverse]


def _check_pairs(areas: Areas, origins: Ints, destinations: Ints, counts: Floats) -> None:
    if not (origins.ndim == 1 and origins.shape == destinations.shape == counts.shape):
        raise TableError("origins, destinations and counts must be lists of one length")
    n = len(areas)
    if origins.size and not (0 <= min(origins.min(), destinations.min()) <= max(origins.max(), destinations.max()) < n):
        raise TableError("flows point outside the {number} areas", number=n)
    if np.any(np.diff(origins * n + destinations) <= 0):
        raise TableError("pairs must be in the order of origin and destination, one a pair")
    wrong = np.flatnonzero(~(np.isfinite(counts) & (counts >= 0)))
    if wrong.size:
        raise TableError(
            "the flow from '{origin}' to '{destination}' is {value}; a finite number of 0 or more is needed",
            origin=areas.codes[origins[wrong[0]]],
            destination=areas.codes[destinations[wrong[0]]],
            value=str(counts[wrong[0]]),
        )


def _check_duplicates(areas: Areas, origins: Ints, destinations: Ints, order: Ints) -> None:
    keys = (origins * len(areas) + destinations)[order]
    twice = np.flatnonzero(np.diff(keys) == 0)
    if twice.size:
        first, second = sorted((int(order[twice[0]]), int(order[twice[0] + 1])))
        raise TableError(
            "rows {one} and {other} both give the flow from '{origin}' to '{destination}'",
            one=first + 1,
            other=second + 1,
            origin=areas.codes[origins[first]],
            destination=areas.codes[destinations[first]],
        )
