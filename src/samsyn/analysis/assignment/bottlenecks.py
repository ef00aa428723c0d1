"""Where a network is short of room, and who is delayed: from trips in equilibrium (`equilibrium`).

Definition
----------
The load of a link is its volume over its capacity. Its delay is its volume times what it takes beyond what it would
take with nobody on it; a zone's delay is that of all trips from it, summed over the links they are on. In
vehicle-hours, an hour of the traffic that was assigned (person-hours, where trips are persons).

Known bias
----------
Delay is what the delay function says: above capacity it is a stand-in for a queue. A link may be loaded because another
is short of room. Delay beside empty roads is not what a measure would win: people change ways, and times of travel.

Cost: one pass over all bushes.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.assignment.equilibrium import Equilibrium, roads_of
from samsyn.analysis.assignment.link_uses_kernel import borne
from samsyn.analysis.tables import Floats, Ints

_MINUTES = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Bottlenecks:
    """Links and zones by how much delay they have.

    - `load (links,)`: volume / capacity; 0 where nothing limits
    - `delay (links,)`: vehicle-hours on each link
    - `delayed (zones,)`: vehicle-hours of the trips from each zone
    - `delay_each (zones,)`: minutes of delay of a trip from the zone; 0 where no trips are from it
    - `worst (links,)`: links by falling delay, then by position
    """

    load: Floats
    delay: Floats
    delayed: Floats
    delay_each: Floats
    worst: Ints


def bottlenecks(equilibrium: Equilibrium) -> Bottlenecks:
    """Where trips are delayed, and from where."""
    links, volumes = equilibrium.network.links, equilibrium.volumes
    each = (equilibrium.minutes - links.minutes) / _MINUTES
    delay = volumes * each
    delayed = borne(roads_of(equilibrium.network), equilibrium.trips, equilibrium.bushes, each)
    trips = equilibrium.trips.sum(axis=1)
    of_one = np.divide(delayed * _MINUTES, trips, out=np.zeros_like(delayed), where=trips > 0)
    found = Bottlenecks(volumes / links.capacity, delay, delayed, of_one, np.argsort(-delay, kind="stable"))
    for array in (found.load, found.delay, found.delayed, found.delay_each, found.worst):
        array.flags.writeable = False
    return found
