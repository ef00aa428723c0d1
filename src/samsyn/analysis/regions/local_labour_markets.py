"""Local labour markets: Statistics Sweden's rule for regions that are drawn around centres.

Definition
----------
Of the employed residents of an area, `out` is the share that works in another area, and `largest` the share that
works in the one other area that takes most. An area is a *centre* when `out` is at most 20 % and `largest` at most
7.5 %: it is then held to be able to supply its own work. Every other area follows the area that takes its largest
flow. Chains of followers are allowed at most two links from an area to its centre. A ring of areas that follow each
other, and a chain that is longer, is broken at the weakest link, and the area before it becomes a centre
(`centred_regions`). An area that nobody lives in, or whose residents go nowhere else without it being a centre,
stands alone.

The thresholds and the two links are the official ones. Two things are not told in the sources below and are our
choice: which of several chains is broken first (the weakest link of all), and that a ring is broken as a long chain
is. Rules that Statistics Sweden "uses more seldom", and adjustments by hand, are not here; compare with the official
list.

Known bias
----------
The rule looks at shares, not at sizes: a large suburb that sends 21 % to the city is no centre whatever its own jobs,
and a village that keeps 80 % is one. A threshold is a cliff: at 20.1 % a region disappears. Only the largest flow
counts when areas follow, so two centres of equal pull split a commuting area by a few persons. Those who work abroad
or outside the table count as if they did not work, which makes areas by that border look more independent than they
are. Where small flows are protected by rounding (Swedish tables never show 1 and 2), shares of small areas are off by
as much.

All flows times a number give the same regions. Sources: SCB (2010), Lokala arbetsmarknader - egenskaper, utveckling
och funktion, ISBN 978-91-618-1512-8; the thresholds as formulas, with chains broken at the smallest share, in
Johansson, M. (Migration and employment status during the turbulent nineties in Sweden), after Carlsson et al. (1993).
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.regions.centred_regions import NOBODY, CentredRegions, Role, centred_regions, outflows
from samsyn.analysis.tables import Flows


@dataclass(frozen=True, slots=True)
class LocalLabourMarketChoices:
    """Thresholds as shares of employed residents; links from an area to its centre, None for any number."""

    most_out: float = 0.20
    most_to_one: float = 0.075
    most_links: int | None = 2

    def __post_init__(self) -> None:
        if not (0 <= self.most_out <= 1 and 0 <= self.most_to_one <= 1):
            raise ValueError("thresholds are shares from 0 to 1")
        if self.most_links is not None and self.most_links < 1:
            raise ValueError("at least one link from an area to its centre must be allowed")


def local_labour_markets(flows: Flows, choices: LocalLabourMarketChoices | None = None) -> CentredRegions:
    """Divide the areas into local labour markets."""
    choices = choices or LocalLabourMarketChoices()
    leaves = outflows(flows)
    centre = (leaves.out <= choices.most_out) & (leaves.largest <= choices.most_to_one) & (flows.leaving > 0)
    follows = np.where(centre, NOBODY, leaves.towards)
    roles = [_role(bool(is_centre), int(followed)) for is_centre, followed in zip(centre, follows, strict=True)]
    return centred_regions(follows, leaves.largest, roles, flows, choices.most_links)


def _role(is_centre: bool, followed: int) -> Role:
    if is_centre:
        return Role.CENTRE
    return Role.ALONE if followed == NOBODY else Role.FOLLOWER
