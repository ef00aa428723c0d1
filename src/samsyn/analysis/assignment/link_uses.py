"""Who uses a link in equilibrium, and where else they are: select-link analysis.

Definition
----------
The use of a link is the trips between each two zones whose way it is part of, and the volumes of all links by those
trips alone.

Known bias
----------
In equilibrium only the volumes of links are unique; the trips of two pairs of zones could change ways with each other,
and no cost would differ. Here trips of one origin that meet in a node have come there in the same proportions, wherever
they go. Between origins no such rule is imposed: where two ways cost the same, one origin may be on one and another on
the other. Sums over many pairs say more than a single pair.

Cost: one pass over all bushes a link, O(z * n) for z zones and n nodes.
"""

from dataclasses import dataclass

from samsyn.analysis.assignment.equilibrium import Equilibrium, roads_of
from samsyn.analysis.assignment.link_uses_kernel import used
from samsyn.analysis.tables import Floats, TableError


@dataclass(frozen=True, slots=True, eq=False)
class LinkUse:
    """`trips[i, j]` from zone i to zone j are on the link; `volumes (links,)` are those trips on all links."""

    link: int
    trips: Floats
    volumes: Floats


def link_use(equilibrium: Equilibrium, link: int) -> LinkUse:
    """Who uses a link, by its position."""
    links = equilibrium.network.links
    if not 0 <= link < len(links):
        raise TableError(f"link {link} is asked for, outside the {len(links)} links")
    trips, volumes = used(roads_of(equilibrium.network), equilibrium.trips, equilibrium.bushes, link)
    trips.flags.writeable = volumes.flags.writeable = False
    return LinkUse(link, trips, volumes)
