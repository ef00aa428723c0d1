"""The peer of accessibility, PySAL's access, timed: run by `accessibility` with a Python that has it, not with ours.

python accessibility_peers.py FILE TIMES. Reads `times`, `opportunities` and `people` of an .npz file, and for each
measure prints the median of seconds and what was found, as one line of JSON.
"""

import json
import statistics
import sys
import time

import numpy as np
import pandas as pd
from access import weights
from access.fca import two_stage_fca, weighted_catchment

LIMIT, STEPS, WIDTH = 30, {10: 1, 20: 0.68, 30: 0.22}, 20
EXPONENT, NEAREST = 1.5, 2.0


def main(path, times):
    with np.load(path) as found:
        demand = pd.DataFrame({"demand": found["people"]}, index=np.arange(len(found["people"])))
        supply = pd.DataFrame({"supply": found["opportunities"]}, index=np.arange(len(found["opportunities"])))
        pairs = _pairs(found["times"])
    steps, gaussian = weights.step_fn(STEPS), weights.gaussian(WIDTH)
    gravity = weights.gravity(NEAREST, -EXPONENT, NEAREST)
    works = {
        "within": lambda: _reached(supply, pairs, LIMIT, None),
        "gaussian": lambda: _reached(supply, pairs, None, gaussian),
        "power": lambda: _reached(supply, pairs, LIMIT, gravity),
        "catchment": lambda: _shared(demand, supply, pairs, LIMIT, None),
        "steps": lambda: _shared(demand, supply, pairs, LIMIT, steps),
        "gaussian_catchment": lambda: _shared(demand, supply, pairs, None, gaussian),
    }
    print(json.dumps({name: _timed(work, len(demand), times) for name, work in works.items()}))


def _pairs(times):
    """The pairs that have a way, as access wants them."""
    origins, destinations = np.nonzero(np.isfinite(times))
    return pd.DataFrame({"origin": origins, "dest": destinations, "cost": times[origins, destinations]})


def _reached(supply, pairs, limit, decay):
    columns = {"cost_source": "dest", "cost_dest": "origin", "loc_index": True, "loc_value": "supply"}
    return weighted_catchment(supply, pairs, limit, weight_fn=decay, **columns)


def _shared(demand, supply, pairs, limit, decay):
    """The index of both tables is their place; access joins demand by a column or by its index."""
    return two_stage_fca(demand, supply, pairs, limit, demand_index=True, weight_fn=decay)


def _timed(work, count, times):
    took = []
    for _each in range(times):
        began = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - began)
    return {"seconds": statistics.median(took), "found": found.reindex(range(count)).fillna(0.0).tolist()}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
