"""The peers of balancing and calibration, timed: run by `interaction` with a Python that has them, not with ours.

python interaction_peers.py balance FILE TIMES | calibrate FILE TIMES. Reads the arrays of an .npz file and prints one
line of JSON: medians of seconds, and what was found.
"""

import json
import statistics
import sys
import time

import numpy as np

TOLERANCE, MOST_SWEEPS = 1e-6, 1_000
MOST_ROUNDS = 40


def balance(arrays, times):
    """AequilibraE's compiled core, without its files and data frames around it."""
    from aequilibrae.distribution.cython.ipf_core import ipf_core

    took = []
    for _each in range(times):
        matrix = arrays["seed"].copy()
        began = time.perf_counter()
        sweeps, _gap = ipf_core(matrix, arrays["rows"], arrays["columns"], MOST_SWEEPS, TOLERANCE)
        took.append(time.perf_counter() - began)
    off = max(
        np.abs(matrix.sum(axis=1) / arrays["rows"] - 1).max(), np.abs(matrix.sum(axis=0) / arrays["columns"] - 1).max()
    )
    return {"seconds": statistics.median(took), "sweeps": int(sweeps) + 1, "error": float(off)}


def calibrate(arrays, times):
    """spint's doubly constrained model as it comes, and the same regression run on for `MOST_ROUNDS` rounds.

    spglm ends as soon as one coefficient, whichever it is, has settled (it takes the smallest change, not the largest).
    """
    from spint.gravity import Doubly

    flows, costs = arrays["flows"].astype(np.int64), arrays["costs"]
    n = len(flows)
    origins, destinations = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
    took = []
    for _each in range(times):
        began = time.perf_counter()
        model = Doubly(flows.ravel(), origins, destinations, costs.ravel(), str(arrays["form"]))
        took.append(time.perf_counter() - began)
    settled = model.results.model.model.fit(tol=0.0, max_iter=MOST_ROUNDS).params
    return {
        "seconds": statistics.median(took),
        "as_it_comes": -float(model.params[-1]),
        "settled": -float(settled[-1]),
        "standard_error": float(model.std_err[-1]),
    }


if __name__ == "__main__":
    what, path, count = sys.argv[1:]
    with np.load(path) as found:
        print(json.dumps({"balance": balance, "calibrate": calibrate}[what](dict(found), int(count))))
