"""How long accessibility takes, beside PySAL's access: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.accessibility plain` prints the table to read.
The region is drawn, the same every time. The peer stands in an environment of its own; BENCH_PYTHON names its Python.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from samsyn.analysis.accessibility.competition import (
    BalancedCatchment,
    DoublyConstrained,
    FloatingCatchment,
    competitive_access,
)
from samsyn.analysis.accessibility.decay import Exponential, Gaussian, Power, Steps, catchment
from samsyn.analysis.accessibility.distribution import Population, population_distribution
from samsyn.analysis.accessibility.opportunities import Nearest, Weighted, Within, accessibility
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.choosing.rankings import Scores, rankings
from samsyn.analysis.tables import areas_of
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, line

TIMES, PEER_TIMES = 5, 3
ZONES, PEER_ZONES = (1_790, 5_000), 1_790
"""The peer does the smaller one: its tables of pairs take some gigabytes for the larger."""
PEERS = Path(__file__).with_name("accessibility_peers.py")
STEPS = Steps((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))


def main(words: list[str]) -> None:
    table = Table(
        f"Accessibility (medians of {TIMES}, of the peer {PEER_TIMES})",
        ("clock", "processor", "peak memory", "peer", "peer takes", "apart at most"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured, in one thread. Peer: PySAL's access, the making of its table not counted."
    yield "Peak memory: so far, of this process or of the peer, whichever is the larger."
    if not os.environ.get("BENCH_PYTHON"):
        yield "NOT MEASURED: the peer is not installed. BENCH_PYTHON names the Python of an environment made with"
        yield "`uv pip sync --require-hashes requirements-bench.lock`."


def _measured() -> Iterator[Line]:
    for zones in ZONES:
        reach = _drawn(zones)
        theirs = _peer(reach) if zones == PEER_ZONES else {}
        for name, (what, work) in _works(reach).items():
            yield _line(f"{what}, {zones:,} zones", work, theirs.get(name))
    chance = np.random.default_rng(1)
    people = Population(reach.origins, reach.people)
    access = chance.random(len(reach.origins))
    yield _line(f"spread over {len(access):,} areas", lambda: population_distribution(people, access))
    scores = Scores(tuple(map(str, range(1_000))), chance.normal(size=(100, 1_000)) + np.arange(1_000) / 200)
    yield _line("rankings, 1,000 measures, 100 draws", lambda: rankings(scores))


def _works(reach: Reach) -> dict[str, tuple[str, Callable[[], np.ndarray]]]:
    """What is measured, by the peer's name for it; what the peer does not do has a name of its own."""
    return {
        "within": ("within 30", lambda: accessibility(reach, Within((30.0,))).values[:, 0]),
        "within_three": ("within 30, 45 and 60", lambda: accessibility(reach, Within()).values),
        "gaussian": ("Gaussian decay", lambda: accessibility(reach, Weighted(Gaussian(20.0))).values[:, 0]),
        "power": (
            "power, 30 at most",
            lambda: accessibility(reach, Weighted(Power(1.5, 2.0, longest=30.0))).values[:, 0],
        ),
        "nearest": ("three nearest", lambda: accessibility(reach, Nearest(3)).values),
        "catchment": ("2SFCA, 30", lambda: competitive_access(reach, FloatingCatchment(catchment(30.0))).access),
        "steps": ("E2SFCA, steps", lambda: competitive_access(reach, FloatingCatchment(STEPS)).access),
        "gaussian_catchment": (
            "E2SFCA, Gaussian",
            lambda: competitive_access(reach, FloatingCatchment(Gaussian(20.0))).access,
        ),
        "balanced": ("balanced", lambda: competitive_access(reach, BalancedCatchment(Exponential(0.05))).access),
        "doubly": (
            "doubly constrained",
            lambda: competitive_access(reach, DoublyConstrained(Exponential(0.05))).access,
        ),
    }


def _drawn(zones: int) -> Reach:
    """Zones spread over a square of 120 minutes, with whole people and jobs."""
    chance = np.random.default_rng(zones)
    places = chance.random((zones, 2)) * 120
    times = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    areas = areas_of({f"{i:05}": str(i) for i in range(zones)})
    jobs, people = np.floor(np.exp(chance.normal(6, 1.2, (2, zones))))
    times.flags.writeable = False
    return Reach(areas, areas, times, jobs, people)


def _line(what: str, work: Callable[[], object], theirs: dict | None = None) -> Line:
    found = work()
    took = figures.taken(work, TIMES)
    beside = ("-", "-", "-")
    if theirs:
        apart = np.max(np.abs(found - theirs["found"]) / np.maximum(np.abs(theirs["found"]), 1e-300))
        beside = (figures.seconds(theirs["seconds"]), figures.ratio(took.clock, theirs["seconds"]), f"{apart:.0e}")
    memory = figures.megabytes(figures.peak())
    return line(what, figures.milliseconds(took.clock), figures.milliseconds(took.processor), memory, *beside)


def _peer(reach: Reach) -> dict[str, dict]:
    """What the peer took and found; empty where no peers are installed."""
    python = os.environ.get("BENCH_PYTHON", "")
    if not python:
        return {}
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = Path(folder) / "arrays.npz"
        np.savez(path, times=reach.times, opportunities=reach.opportunities, people=reach.people)
        run = subprocess.run(
            [python, "-W", "ignore", str(PEERS), str(path), str(PEER_TIMES)], capture_output=True, text=True, check=True
        )
    return dict(json.loads(run.stdout))


if __name__ == "__main__":
    main(sys.argv[1:])
