"""Small numbers taken out of a table before it is published, so that nobody can calculate them from what is left.

Definition
----------
A table of counts (m, n) is published with its row totals, its column totals, both with the grand total, or none. A
total is a cell like any other: a small total is as telling as a small count.

*Sensitive* is a cell, or a published total, whose value is above 0 and below `below` (the threshold rule); of which the
largest contributor holds more than `dominance` (the dominance rule); or of which the second largest contributor could
estimate the largest within `p_percent` of it: value - largest - second < p_percent * largest (the p% rule). The last
two need the contributors and judge cells only. Sensitive cells are suppressed first (primary suppression).

*Secondary suppression* takes out further cells until an attacker who knows all that is published, that rows and columns
add up, and that no count is negative, is left with an interval of at least `width` for every sensitive cell, from the
least to the greatest value that it could have. The intervals are exact: tables with totals are networks, in which
largest flows give the bounds in whole numbers. Every result has been verified this way.

Known limits
------------
The attacker knows this table alone. Two tables that share cells (women beside all) must be suppressed as one, or not
both be published. Nor does the attacker know any of the persons: who is in a cell of two knows the other. Which cells
were sensitive and which were taken to hide them must not be told: it narrows the intervals. A zero is not sensitive:
that nobody is there is told. The number of cells taken out is small, not the smallest possible (which is NP-hard).

How
---
For each sensitive cell in turn, the cheapest way of moving counts around so that it changes by `width` shows which
cells to take (a linear program; Kelly, Golden and Assad 1992): cost is the value lost, nothing for what is out already,
`TOTALS_ARE_DEAR` times more for totals. Then secondary cells are put back, dearest first, where all intervals stay wide
enough. Ties break by position, so the same table always gives the same result.

Cost: one linear program over all cells for each sensitive cell that is not protected yet. To verify a cell takes two
largest flows, or, above `SMALL` cells, as a rule a look at its row and column alone: counts that go round by four
hidden cells often prove all the doubt that is asked for. Putting back multiplies that by the number of secondary cells
and is skipped above `SMALL` cells.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, coo_array, csr_array, csr_matrix, hstack, vstack
from scipy.sparse.csgraph import maximum_flow

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Flags, Floats, Ints

TOTALS_ARE_DEAR = 10.0
SMALL = 2_000
LARGEST = 100_000
MOST_COUNTED = 100_000_000
"""Beyond it, sums might not fit the 32-bit whole numbers in which largest flows are counted."""
ROUNDING = 1e-6


class SuppressionError(AnalysisError):
    """The table cannot be protected as asked; the text says where and what would help."""


class Totals(StrEnum):
    """Which totals are published beside the cells."""

    BOTH = "both"
    ROWS = "rows"
    COLUMNS = "columns"
    NONE = "none"


class Mark(IntEnum):
    """What became of a cell or total. Not to be published: it tells more than the table does."""

    PUBLISHED = 0
    PRIMARY = 1
    SECONDARY = 2
    NOT_ASKED_FOR = 3


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """A table of counts to be published. Checked and locked when made."""

    values: Floats
    """(m, n) whole numbers >= 0"""
    totals: Totals = Totals.BOTH
    largest: Floats | None = None
    """(m, n) the largest contributor to each value, for the dominance and p% rules"""
    second: Floats | None = None
    """(m, n) the second largest"""

    def __post_init__(self) -> None:
        for name in ("values", "largest", "second"):
            if getattr(self, name) is None:
                continue
            array = np.array(getattr(self, name), dtype=np.float64)
            if array.ndim != 2 or array.shape != np.shape(self.values) or not array.size:
                raise SuppressionError(
                    "{name} must be a table with rows and columns, of the shape of the values", name=name
                )
            wrong = np.argwhere(~(np.isfinite(array) & (array >= 0)))
            if not len(wrong) and name == "values":
                wrong = np.argwhere(array != np.round(array))
            if len(wrong):
                i, j = (int(k) for k in wrong[0])
                told = {"name": name, "row": str(i), "column": str(j), "value": str(array[i, j])}
                raise SuppressionError(
                    "{name}: row {row}, column {column} is {value}; expected a count of 0 or more", **told
                )
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if self.values.sum() > MOST_COUNTED:
            raise SuppressionError(
                "the table counts {number}; {most} is the most", number=float(self.values.sum()), most=MOST_COUNTED
            )


@dataclass(frozen=True, slots=True)
class SuppressionChoices:
    """The rules for what is sensitive, and how wide its interval must be at the least."""

    below: int = 5
    """values from 1 up to this, itself not included, are sensitive; 1 or less: no threshold rule"""
    width: int = 5
    """of the attacker's interval for each sensitive cell, >= 1"""
    dominance: float | None = None
    """largest share of one contributor, 0 to 1"""
    p_percent: float | None = None
    """how closely the second may know the first, as a share (0.1 is ten per cent)"""
    keep_totals: bool = False
    """whether totals that are not sensitive themselves must stay"""

    def __post_init__(self) -> None:
        if self.width < 1:
            raise SuppressionError("the width of intervals is {width}: expected 1 or more", width=self.width)


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """A table that may be published, and how it became so."""

    cells: Floats
    """(m, n) with NaN for what is suppressed"""
    row_totals: Floats
    """(m,) with NaN for what is suppressed or was not asked for"""
    column_totals: Floats
    """(n,) likewise"""
    grand_total: float
    marks: NDArray[np.int8]
    """(m + 1, n + 1) a `Mark` for each cell, with totals last; for the office only"""
    narrowest: float
    """the smallest of the attacker's intervals for sensitive cells; infinite where there are none. Above `SMALL` cells
    no wider than was asked for is looked for."""


@dataclass(slots=True, eq=False)
class _Work:
    """The table with its totals as cells, flattened row by row, and what is out of it so far."""

    values: Floats
    shape: tuple[int, int]
    hidden: Flags
    sensitive: Flags
    cost: Floats
    width: float


def suppress(
    counts: Counts, choices: SuppressionChoices = SuppressionChoices(), *, progress: Progress | None = None
) -> Suppressed:
    """The table with all that is sensitive taken out, and as much else as it takes to hide that."""
    whole = _with_totals(counts.values)
    asked = _asked_for(whole.shape, counts.totals)
    work = _work(counts, choices, whole, asked)
    if counts.totals is not Totals.NONE and work.sensitive.any():
        if whole.size > LARGEST:
            raise SuppressionError(
                "{number} cells are too many to protect with their totals ({most} is the most): publish without "
                "totals, or group areas",
                number=whole.size, most=LARGEST,
            )  # fmt: skip
        _protect_all(work, choices, progress)
        if whole.size <= SMALL:
            _put_back(work, ~asked.ravel())
    return _result(work, whole, asked)


def interval(counts_with_totals: Floats, hidden: Flags, cell: tuple[int, int]) -> tuple[float, float]:
    """What an attacker can calculate of a cell: its least and greatest value, given all that is not hidden.

    The table (m + 1, n + 1) has its totals last; the greatest value is infinite where nothing bounds it.
    """
    rows, columns = counts_with_totals.shape
    values = counts_with_totals.ravel()
    index = int(np.ravel_multi_index(cell, (rows, columns)))
    return _bounds(values, (rows, columns), hidden.ravel(), index)


def _with_totals(values: Floats) -> Floats:
    wide = np.hstack([values, values.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _asked_for(shape: tuple[int, ...], totals: Totals) -> Flags:
    asked = np.ones(shape, dtype=bool)
    asked[:, -1] = totals in (Totals.BOTH, Totals.ROWS)
    asked[-1] = totals in (Totals.BOTH, Totals.COLUMNS)
    asked[-1, -1] = totals is Totals.BOTH
    return asked


def _work(counts: Counts, choices: SuppressionChoices, whole: Floats, asked: Flags) -> _Work:
    sensitive = asked & (whole > 0) & (whole < choices.below)
    sensitive[:-1, :-1] |= _told_by_contributors(counts, choices)
    # A little more for later cells makes the cheapest way the only one.
    cost = whole + 1 + 1e-3 * np.arange(whole.size).reshape(whole.shape) / whole.size
    cost[-1] *= TOTALS_ARE_DEAR
    cost[:, -1] *= TOTALS_ARE_DEAR
    hidden = sensitive | ~asked
    shape = (whole.shape[0], whole.shape[1])
    return _Work(whole.ravel(), shape, hidden.ravel(), sensitive.ravel(), cost.ravel(), choices.width)


def _told_by_contributors(counts: Counts, choices: SuppressionChoices) -> Flags:
    told = np.zeros(counts.values.shape, dtype=bool)
    for name, rule in (("dominance", choices.dominance), ("p_percent", choices.p_percent)):
        if rule is not None and (counts.largest is None or (name == "p_percent" and counts.second is None)):
            raise SuppressionError("the rule {name} needs the largest contributors of each cell", name=name)
    if choices.dominance is not None and counts.largest is not None:
        told |= (counts.values > 0) & (counts.largest > choices.dominance * counts.values)
    if choices.p_percent is not None and counts.largest is not None and counts.second is not None:
        left = counts.values - counts.largest - counts.second
        told |= (counts.values > 0) & (left < choices.p_percent * counts.largest)
    return told


def _ends(shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """The table as a network: the line that each cell goes out of, and the line that it goes into.

    Rows are numbered first, then columns; the last of each is the line of totals. Cells go from their row into their
    column, column totals from the column into the last row, the grand total from there into the last column, and row
    totals from there back into the rows. What comes into each line goes out of it: that is how the table adds up.
    """
    i, j = np.indices(shape).reshape(2, -1)
    turned = (i == shape[0] - 1) != (j == shape[1] - 1)
    row, column = i, shape[0] + j
    return np.where(turned, column, row), np.where(turned, row, column)


def _sums(shape: tuple[int, int]) -> csr_array:
    """The additions that an attacker knows, (lines, cells): 1 where a cell goes out of a line, -1 where into it."""
    tails, heads = _ends(shape)
    cells = np.arange(len(tails))
    where = (np.concatenate([tails, heads]), np.tile(cells, 2))
    return csr_array(coo_array((np.repeat([1.0, -1.0], len(cells)), where), shape=(sum(shape), len(cells))))


def _protect_all(work: _Work, choices: SuppressionChoices, progress: Progress | None) -> None:
    cells = np.flatnonzero(work.sensitive)
    fixed = np.zeros(work.shape, dtype=bool)
    if choices.keep_totals:
        fixed[-1] = fixed[:, -1] = True
    locked = fixed.ravel() & ~work.hidden
    # The smallest first: what hides them often hides the others.
    for count, cell in enumerate(cells[np.argsort(work.values[cells], kind="stable")], 1):
        if _doubt(work, int(cell)) < work.width:
            _protect(work, int(cell), locked)
        if progress:
            progress(count / len(cells))


def _protect(work: _Work, cell: int, locked: Flags) -> None:
    """Hide the cells through which the cheapest move of counts changes this one by the width.

    Two moves, one that raises the cell and one that lowers it, share the width between them. Variables: what each cell
    gains and loses in each, four for a cell.
    """
    n = len(work.values)
    price = np.tile(np.where(work.hidden, 0.0, work.cost), 4)
    top = np.where(locked, 0.0, np.inf)
    loss = np.where(locked, 0.0, work.values)
    highest = np.concatenate([top, loss, top, loss])
    highest[n + cell] = highest[2 * n + cell] = 0.0  # raised in the first move, lowered in the second
    sums = _sums(work.shape)
    nothing = csr_array(sums.shape)
    change = csr_array(([1.0, 1.0], ([0, 0], [cell, 3 * n + cell])), shape=(1, 4 * n))
    first, other = [sums, -sums, nothing, nothing], [nothing, nothing, sums, -sums]
    system = vstack([hstack(first), hstack(other), change], format="csr")
    answer = linprog(
        price,
        A_eq=system,
        b_eq=np.concatenate([np.zeros(2 * sums.shape[0]), [work.width]]),
        bounds=np.column_stack([np.zeros(4 * n), highest]),
        method="highs-ds",
    )
    if answer.status != 0:
        i, j = np.unravel_index(cell, work.shape)
        raise SuppressionError(
            "the cell in row {row}, column {column} cannot be hidden within a width of {width} while totals are kept: "
            "allow totals to be suppressed, group areas, or ask for less",
            row=int(i), column=int(j), width=float(work.width),
        )  # fmt: skip
    work.hidden |= answer.x.reshape(4, n).max(axis=0) > ROUNDING


def _doubt(work: _Work, cell: int) -> float:
    """The width of the attacker's interval for a cell, or a lower bound of it that is enough."""
    risen = _rise_by_four(work, cell)
    return risen if risen >= work.width else _width(work, work.hidden, cell)


def _rise_by_four(work: _Work, cell: int) -> float:
    """How much a cell can rise at the least, up to the width, by counts that go round by four hidden cells.

    What a cell i, j gains, hidden cells i, l and k, j of its row and column lose, and the hidden cell k, l gains.
    Totals are left out of it, and so are small tables, in which the whole interval is quickly found.
    """
    m, n = work.shape
    i, j = divmod(cell, n)
    if len(work.values) <= SMALL or i == m - 1 or j == n - 1:
        return 0.0
    values, hidden = work.values.reshape(m, n), work.hidden.reshape(m, n)
    row = np.where(hidden[i, :-1], values[i, :-1], 0.0)
    column = np.where(hidden[:-1, j], values[:-1, j], 0.0)
    row[j] = column[i] = 0.0
    risen = 0.0
    for k in np.flatnonzero(column):
        for other in np.flatnonzero(np.where(hidden[k, :-1], row, 0.0)):
            moved = min(column[k], row[other])
            column[k] -= moved
            row[other] -= moved
            risen += float(moved)
            if risen >= work.width:
                return risen
            if column[k] == 0:
                break
    return risen


def _width(work: _Work, hidden: Flags, cell: int) -> float:
    low, high = _bounds(work.values, work.shape, hidden, cell)
    return high - low


def _bounds(values: Floats, shape: tuple[int, int], hidden: Flags, cell: int) -> tuple[float, float]:
    """The least and greatest value of a cell.

    It can rise by as much as can flow from its head back to its tail through the other hidden cells, each of which may
    rise without bound and fall to 0; and it can fall by as much as can flow from tail to head.
    """
    value = float(values[cell])
    if not hidden[cell]:
        return value, value
    tails, heads = _ends(shape)
    others = np.flatnonzero(hidden)
    others = others[others != cell]
    endless = int(4 * values.max()) + 1  # the grand total is in the values: more than all cells can fall by together
    room = np.concatenate([np.full(len(others), endless), values[others]]).astype(np.int32)
    out, into = np.concatenate([tails[others], heads[others]]), np.concatenate([heads[others], tails[others]])
    network = csr_array(coo_array((room, (out, into)), shape=(sum(shape), sum(shape))))
    rise = _largest_flow(network, int(heads[cell]), int(tails[cell]), endless)
    fall = _largest_flow(network, int(tails[cell]), int(heads[cell]), int(value))
    return value - fall, value + rise if rise < endless else np.inf


def _largest_flow(network: csr_array, start: int, end: int, at_most: int) -> int:
    """How much can flow through a network (k, k) from one node to another, up to a limit."""
    k = network.shape[0]
    entrance = csr_array(([np.int32(at_most)], ([0], [start])), shape=(1, k))
    whole = block_array([[network, csr_array((k, 1), dtype=np.int32)], [entrance, None]], format="csr")
    return int(maximum_flow(csr_matrix(whole, dtype=np.int32), k, end).flow_value)


def _put_back(work: _Work, free: Flags) -> None:
    """Publish secondary cells again where every sensitive cell keeps its width, dearest first."""
    secondary = np.flatnonzero(work.hidden & ~work.sensitive & ~free)
    for cell in secondary[np.argsort(-work.cost[secondary], kind="stable")]:
        trial = work.hidden.copy()
        trial[cell] = False
        if all(_width(work, trial, int(other)) >= work.width for other in np.flatnonzero(work.sensitive)):
            work.hidden = trial


def _result(work: _Work, whole: Floats, asked: Flags) -> Suppressed:
    hidden, sensitive = work.hidden.reshape(whole.shape), work.sensitive.reshape(whole.shape)
    marks = np.full(whole.shape, Mark.PUBLISHED, dtype=np.int8)
    marks[hidden] = Mark.SECONDARY
    marks[sensitive] = Mark.PRIMARY
    marks[~asked] = Mark.NOT_ASKED_FOR
    shown = np.where(hidden, np.nan, whole)
    for array in (shown, marks):
        array.flags.writeable = False
    # Without totals nothing adds up to anything that is known.
    told = np.flatnonzero(sensitive & (asked[-1].any() or asked[:, -1].any()))
    narrowest = min((_doubt(work, int(cell)) for cell in told), default=np.inf)
    if narrowest < work.width:
        width = float(narrowest)
        raise SuppressionError("a sensitive cell could be calculated within {width}: nothing is published", width=width)
    return Suppressed(shown[:-1, :-1], shown[:-1, -1], shown[-1, :-1], float(shown[-1, -1]), marks, narrowest)
