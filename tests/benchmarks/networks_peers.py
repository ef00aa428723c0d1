"""The peer of travel times, timed: run by `networks` with a Python that has AequilibraE, not with ours.

python networks_peers.py FILE CORES. Reads the links of an .npz file and answers, line by line, what it is told: `skim`
makes the matrix and prints the seconds that took; `processor` prints those of the processor, all threads together, that
it took; `keep PATH` saves the last one.
"""

import sys
import time

import numpy as np
import pandas as pd
from aequilibrae.paths import Graph, NetworkSkimming


def prepared(arrays):
    """A graph that nobody goes through a centroid of; the zones must be the first nodes."""
    graph = Graph()
    graph.network = pd.DataFrame(
        {
            "link_id": np.arange(1, len(arrays["start"]) + 1),
            "a_node": arrays["start"] + 1,
            "b_node": arrays["end"] + 1,
            "direction": 1,
            "minutes": arrays["minutes"],
        }
    )
    graph.prepare_graph(np.arange(1, int(arrays["zones"]) + 1))
    graph.set_graph("minutes")
    graph.set_skimming(["minutes"])
    graph.set_blocked_centroid_flows(True)
    return graph


class Silent:
    """In the place of the peer's progress bar, which takes time of its own."""

    def emit(self, *_told):
        pass


def skimmed(graph, cores):
    """One matrix, and what it took without what leads up to it: by the clock, and of the processor."""
    work = NetworkSkimming(graph)
    work.signal = Silent()
    work.set_cores(cores)
    began, used = time.perf_counter(), time.process_time()
    work.execute()
    took = time.perf_counter() - began, time.process_time() - used
    return work.results.skims.get_matrix("minutes"), took


def main(path, cores):
    with np.load(path) as found:
        graph = prepared(dict(found))
    matrix, took = None, (0.0, 0.0)
    for line in sys.stdin:
        word, *rest = line.split(maxsplit=1)
        if word == "skim":
            matrix, took = skimmed(graph, int(cores))
            print("took", took[0], flush=True)
        elif word == "processor":
            print("took", took[1], flush=True)
        else:
            np.save(rest[0].strip(), matrix)
            print("took", 0.0, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
