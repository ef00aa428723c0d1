"""Small numbers kept from everybody who may not see them: what of a result's counts may leave the house.

`analysis.suppression` protects one table with its totals exactly. Here it protects the flows between regions, and from
that follows which flows between areas may be shown.

Definition
----------
A count is *small* from 1 up to `below`, itself not included. What is public:

1. Of the flows between regions with their totals (residents, jobs): all but the small ones and those that it takes to
   hide them, so that each hidden small one has an interval of at least `width` for whoever knows the rest.
2. Of areas: no totals. With the total of a row and its large flows known, the small ones of that row are known
   together, and a single one is known exactly; nearly every area has a few, so nearly every total would reveal.
   Shares are given in whole per cent, of totals that are not.
3. Of flows between areas (block by block, a block being all flows from the areas of one region to those of another):
   nothing of a hidden block, for what is shown would add up towards what is hidden. Of a shown block, the flows of
   `below` or more, the smallest of them left out again until what is not shown adds up to nothing, or to at least
   `width` over at least two pairs. Who stays in an area is never shown.

Why that is enough: the only sums that an attacker knows of flows between areas are those of shown blocks, and each
flow is in one block. In a shown block with the unshown sum s over two pairs or more, an unshown flow may be anything
from 0 to s >= width. Where s is 0, everybody is shown. A hidden block of one pair is a cell of step 1. In a hidden
block of several pairs nothing is shown, so a flow may be anything from 0 to the most that the block can hold: at
least `below` where the block is not small, and at least `width` where it is, by step 1.

Known limits
------------
The attacker knows this one result. Two results of the same flows (two methods, two sets of thresholds) have different
sums of the same flows and may give each other away: sharing a second one is refused until somebody who knows the data
says that it is harmless. Regions, roles, sureness and order (whom an area follows) tell which of two flows is larger,
never how large. That unshown flows are mostly small is not used by the attacker; where it matters, raise `below`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.tables import Flags, Floats, Ints

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts from 1 up to `below` are small; `width` is how much an attacker must be left in doubt, at most `below`."""

    below: int = 5
    width: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.width <= self.below:
            raise ValueError("the width of doubt is from 1 up to the threshold")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is public of flows between k regions: NaN stands for what is not.

    `cells (k, k)`, `residents (k,)`, `jobs (k,)`, and their `total`.
    """

    cells: Floats
    residents: Floats
    jobs: Floats
    total: float


def of_regions(between: Floats, rule: Rule, *, progress: Progress | None = None) -> Shown:
    """Of flows between regions (k, k), the inside on the diagonal. Modelled counts are rounded to whole persons."""
    # Imported here: it loads scipy, which pages can do without.
    from samsyn.analysis.suppression import Counts, SuppressionChoices, suppress

    choices = SuppressionChoices(below=rule.below, width=rule.width)
    found = suppress(Counts(np.round(between)), choices, progress=progress)
    return Shown(found.cells, found.row_totals, found.column_totals, found.grand_total)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Flows between areas, as `analysis.tables.Flows` has them: `counts[e]` from `origins[e]` to `destinations[e]`."""

    origins: Ints
    destinations: Ints
    counts: Floats


def of_areas(pairs: Pairs, region: Ints, shown: Shown, rule: Rule) -> Flags:
    """Which of the flows between areas may be shown, `region (n,)` being the region of each area."""
    sizes = np.bincount(region)
    origins, destinations = region[pairs.origins], region[pairs.destinations]
    counts = np.round(pairs.counts)
    visible = (counts >= rule.below) & (pairs.origins != pairs.destinations)
    visible &= ~np.isnan(shown.cells[origins, destinations])
    block = origins * len(sizes) + destinations
    order = np.argsort(block, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(block[order])) + 1):
        if len(members):
            cells = int(sizes[origins[members[0]]] * sizes[destinations[members[0]]])
            _leave_in_doubt(visible, members, counts[members], cells, rule.width)
    return visible


def _leave_in_doubt(visible: Flags, members: Ints, counts: Floats, cells: int, width: int) -> None:
    """Take the smallest visible flows of a block back until the rest of it is nobody, or leaves enough doubt."""
    smallest_first = members[np.argsort(counts, kind="stable")]
    of = dict(zip(members.tolist(), counts.tolist(), strict=True))
    waiting = [flow for flow in smallest_first.tolist() if visible[flow]]
    unshown = sum(count for flow, count in of.items() if not visible[flow])
    while waiting and unshown > 0 and (unshown < width or cells - len(waiting) < 2):
        flow = waiting.pop(0)
        visible[flow] = False
        unshown += of[flow]
