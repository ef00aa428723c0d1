"""What the first computation of several measures in a process waits for, loaded while people read: libraries and loops.

The loops are compiled once on a machine and kept on disk, but each process reads them in when it first uses them: more
than a second, with the libraries. Whoever looks at the measures of a run is about to ask what some do together.
"""

import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from samsyn.analysis.measures.situations import Situation

_begun = threading.Lock()


def begin() -> None:
    """Rehearse in a thread beside the pages, once in each process."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=rehearse, name="rehearsal", daemon=True).start()


def rehearse() -> None:
    """Compute what measures do to a street that is made faster, and closed, by the same ways as what people ask."""
    # Imported here: that they take so long is why all this is done.
    from samsyn.analysis.accessibility.decay import Exponential
    from samsyn.analysis.measures.changes import ClosedLink, Measure, NewMinutes
    from samsyn.analysis.measures.effects import measure_effects
    from samsyn.analysis.measures.situations import EffectChoices
    from samsyn.analysis.measures.times import new_times
    from samsyn.insights.reading import measures, networks  # noqa: F401  what reads the data loads its own libraries

    situation = _street()
    for change in (NewMinutes("0", 0.5), ClosedLink("0")):
        measure = Measure("one", (change,))
        measure_effects(situation, [measure], EffectChoices(Exponential(0.1)))
        new_times(situation, [measure])


def _street() -> "Situation":
    """Two zones, and a place between them that is passed both ways."""
    # Imported here: as above.
    from samsyn.analysis.interaction.deterrence import Costs, Law, OwnArea
    from samsyn.analysis.interaction.distribution import distribute
    from samsyn.analysis.measures.situations import Situation
    from samsyn.analysis.networks.hierarchies import customize, prepare
    from samsyn.analysis.networks.tables import Links, Mode, Network, Nodes
    from samsyn.analysis.networks.travel_times import travel_times
    from samsyn.analysis.tables import Areas

    codes, ones = ("0", "1", "2", "3"), np.ones(4)
    starts, ends = np.array([[0, 1, 1, 2], [1, 0, 2, 1]])
    links = Links(codes, starts, ends, ones, ones, ones, ones, ones, (Mode.ROAD,) * 4, starts)
    nodes = Nodes(codes[:3], np.ones(3, dtype=np.bool_), np.zeros(3), np.zeros(3))
    network = Network(nodes, links, Areas(codes[:2], codes[:2]), np.array([0, 2]))
    customized = customize(prepare(network))
    times = np.asarray(travel_times(customized).times, dtype=np.float64)
    people = np.ones(2)
    law = Law(decay=0.1, own_area=OwnArea.HALF_NEAREST)
    trips = distribute(law, Costs(network.zones, times, "minutes"), people, people)
    return Situation(customized, times, trips, people, people)
