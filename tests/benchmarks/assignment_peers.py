"""The peer of assignment, timed: run by `assignment` with a Python that has AequilibraE, not with ours.

python assignment_peers.py FILE CORES GAPS. Assigns the trips of an .npz file by bi-conjugate Frank-Wolfe until the last
of the gaps (with commas between), and prints as JSON the seconds and iterations to each, and the peak of memory. What
leads up to it is not counted.
"""

import json
import resource
import sys

import numpy as np
import pandas as pd
from aequilibrae.matrix import AequilibraeMatrix
from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass

QUICKEST = 1e-9
"""The peer takes no link that costs nothing."""


class Silent:
    """In the place of the peer's progress bar, which takes time of its own."""

    def emit(self, *_told):
        pass


def prepared(arrays):
    """Trips that are ready to be assigned; the zones must be the first nodes."""
    zones = np.arange(1, len(arrays["trips"]) + 1)
    graph = Graph()
    graph.network = pd.DataFrame(
        {
            "link_id": np.arange(1, len(arrays["start"]) + 1),
            "a_node": arrays["start"] + 1,
            "b_node": arrays["end"] + 1,
            "direction": 1,
            "minutes": np.maximum(arrays["minutes"], QUICKEST),
            **{name: arrays[name] for name in ("capacity", "delay_factor", "delay_power", "fixed")},
        }
    )
    graph.prepare_graph(zones)
    graph.set_graph("minutes")
    graph.set_blocked_centroid_flows(bool(arrays["closed"]))
    matrix = AequilibraeMatrix()
    matrix.create_empty(zones=len(zones), matrix_names=["car"], memory_only=True)
    matrix.index[:] = zones
    matrix.matrix["car"][:, :] = arrays["trips"]
    matrix.computational_view(["car"])
    cars = TrafficClass("car", graph, matrix)
    if arrays["fixed"].any():
        cars.set_fixed_cost("fixed")
    return cars


def assigned(cars, cores, gap):
    """The peer's report, a row an iteration."""
    work = TrafficAssignment()
    work.set_classes([cars])
    work.set_vdf("BPR")
    work.set_vdf_parameters({"alpha": "delay_factor", "beta": "delay_power"})
    work.set_capacity_field("capacity")
    work.set_time_field("minutes")
    work.set_algorithm("bfw")
    work.max_iter, work.rgap_target = 100_000, gap
    work.set_cores(cores)
    work.assignment.signal = Silent()
    work.execute()
    return work.report()


def main(path, cores, gaps):
    with np.load(path) as found:
        cars = prepared(dict(found))
    wanted = [float(gap) for gap in gaps.split(",")]
    report = assigned(cars, int(cores), wanted[-1])
    reached = [int(np.flatnonzero(report["rgap"].to_numpy() <= gap)[0]) for gap in wanted]
    answer = {
        "seconds": [float(report["time"].iloc[row]) for row in reached],
        "iterations": [row + 1 for row in reached],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
