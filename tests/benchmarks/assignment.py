"""How long assignment to equilibrium takes, beside AequilibraE: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.assignment plain` prints the table to read;
with `regional` it also takes Chicago Regional, with modelled trips, to a gap of 1e-4, which takes the peer long. The
peer stands in an environment of its own; BENCH_PYTHON names its Python. Ours and the peer's take turns, so that what
else the machine does meets both alike.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from samsyn.analysis.assignment.bottlenecks import bottlenecks
from samsyn.analysis.assignment.equilibrium import AssignmentChoices, Equilibrium, assign
from samsyn.analysis.assignment.link_uses import link_use
from samsyn.analysis.interaction.balancing import Margins, balance
from samsyn.analysis.networks.hierarchies import Hierarchy, customize, prepare
from samsyn.analysis.networks.travel_times import travel_times
from tests.analysis.assignment.plain_assignment import braess, trips_of
from tests.analysis.assignment.road_tests import OBJECTIVES, RoadTest, road_test
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, Taken, line
from tests.benchmarks.networks import CORES, peer_python
from tests.conftest import SHARED

TURNS = 3
GAPS = {"SiouxFalls": (1e-4, 1e-6), "ChicagoSketch": (1e-4, 1e-6), "ChicagoRegional": (1e-4,)}
FINEST = 1e-12
WIDENED = 20
"""So many links, the most delayed, get half as much capacity again: what a warm start is measured with."""
DECAY = 0.075
"""A minute, in the modelled trips of Chicago Regional: they then take 25 minutes, as the published volumes say."""
PEERS = Path(__file__).with_name("assignment_peers.py")


@dataclass(frozen=True)
class Theirs:
    """What the peer took to each gap, in each turn."""

    seconds: tuple[list[float], ...]
    iterations: tuple[int, ...]
    megabytes: float


NOT_MEASURED = Theirs((), (), 0.0)


def main(words: list[str]) -> None:
    names = [name for name in GAPS if name != "ChicagoRegional" or "regional" in words]
    table = Table(
        f"Assignment to equilibrium (medians of {TURNS} turns; ours one thread, the peer's {CORES})",
        ("clock", "processor", "peak memory", "found", "peer", "peer takes"),
        tuple(_measured(names)),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _measured(names: list[str]) -> Iterator[Line]:
    if not (SHARED / "data" / "tntp").exists():
        return
    small = braess()  # compiled before it is measured
    begun = assign(prepare(small), trips_of(small, {(0, 1): 6}))
    assign(prepare(small), begun.trips, start=begun)
    link_use(begun, 0)
    bottlenecks(begun)
    for name in names:
        test = road_test(SHARED, name)
        yield from _beside(name, test if test.trips.any() else _modelled(test))


def _notes() -> Iterator[str]:
    yield "Compiled, and the hierarchy prepared, before it is measured; the peer's graph too."
    yield "Peer: AequilibraE's bi-conjugate Frank-Wolfe, with the iterations that it took and its own peak memory."
    yield "Found: the objective, and by how much its volumes differ at most from the published ones."
    if not peer_python():
        yield "NOT MEASURED: the peer is not installed. BENCH_PYTHON names the Python of an environment made with"
        yield "`uv pip sync --require-hashes requirements-bench.lock`."
    if not (SHARED / "data" / "tntp").exists():
        yield "NOT MEASURED: the folder of real data with tntp is not beside the checkout."


def _beside(name: str, test: RoadTest) -> Iterator[Line]:
    """To each gap, ours after the peer's; then what is ours alone."""
    gaps, times = GAPS[name], 1 if name == "ChicagoRegional" else TURNS
    hierarchy = prepare(test.network)
    theirs, taken, found = Theirs(tuple([] for _gap in gaps), (), 0.0), {gap: [] for gap in gaps}, {}

    def ours(gap: float) -> None:
        found[gap] = _ours(hierarchy, test, gap)

    for _turn in range(times):
        theirs = _peer(test, gaps, theirs)
        for gap in gaps:
            taken[gap].append(figures.taken(lambda to=gap: ours(to), times))
    size = f"{name}, {len(test.network.zones):,} zones, {len(test.network.links):,} links: "
    if name in OBJECTIVES:
        taken[FINEST] = [figures.taken(lambda: ours(FINEST), times)]
    for place, gap in enumerate(taken):
        what = f"{size}gap {gap:.0e}, {len(found[gap].gaps) - 1} sweeps"
        yield _line(what, _median(taken[gap]), (test, found[gap]), (theirs, place))
    yield from _after(size, test, found[min(taken)], times)


def _after(size: str, test: RoadTest, found: Equilibrium, times: int) -> Iterator[Line]:
    """What follows an equilibrium."""
    worst, gap = bottlenecks(found).worst, max(found.gap, 1e-6)
    capacity = test.network.links.capacity.copy()
    capacity[worst[:WIDENED]] *= 1.5
    wider = replace(test, network=replace(test.network, links=replace(test.network.links, capacity=capacity)))
    hierarchy, choices = prepare(wider.network), AssignmentChoices(gap=gap)
    works = {
        f"{WIDENED} links widened, gap {gap:.0e}, afresh": lambda: _ours(hierarchy, wider, gap),
        f"{WIDENED} links widened, gap {gap:.0e}, warm": lambda: assign(
            hierarchy, test.trips, fixed=test.fixed, choices=choices, start=found
        ),
        "who uses a link": lambda: link_use(found, int(worst[0])),
        "bottlenecks": lambda: bottlenecks(found),
    }
    for what, work in works.items():
        yield _line(size + what, figures.taken(work, times))


def _line(
    what: str,
    taken: Taken,
    result: tuple[RoadTest, Equilibrium] | None = None,
    peer: tuple[Theirs, int] = (NOT_MEASURED, 0),
) -> Line:
    told, beside = "-", ("-", "-")
    if result is not None:
        test, found = result
        told = f"{found.objective:.5f}"
        if test.best.any():
            told += f", {np.abs(found.volumes - test.best).max():.0e}"
    theirs, place = peer
    if place < len(theirs.iterations):
        clock = statistics.median(theirs.seconds[place])
        shown = f"{clock:.2f} s, {theirs.iterations[place]} iterations, {figures.megabytes(theirs.megabytes)}"
        beside = (shown, figures.ratio(taken.clock, clock))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / figures.MEBI  # without the peer's
    return line(what, _ms(taken.clock), _ms(taken.processor), figures.megabytes(memory), told, *beside)


def _ms(clock: float) -> str:
    return f"{1000 * clock:.1f} ms"


def _median(each: list[Taken]) -> Taken:
    return Taken(*(statistics.median(getattr(one, what) for one in each) for what in ("clock", "processor")))


def _ours(hierarchy: Hierarchy, test: RoadTest, gap: float) -> Equilibrium:
    return assign(hierarchy, test.trips, fixed=test.fixed, choices=AssignmentChoices(gap=gap))


def _peer(test: RoadTest, gaps: tuple[float, ...], before: Theirs) -> Theirs:
    """One more turn of the peer, where it is installed."""
    if not peer_python():
        return before
    links, nodes = test.network.links, test.network.nodes
    names = ("start", "end", "minutes", "capacity", "delay_factor", "delay_power")
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = Path(folder) / "trips.npz"
        arrays = {name: getattr(links, name) for name in names}
        np.savez(path, trips=test.trips, fixed=test.fixed, closed=not nodes.through.all(), **arrays)
        command = [peer_python(), "-W", "ignore", str(PEERS), str(path), str(CORES), ",".join(map(str, gaps))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    seconds = tuple([*old, new] for old, new in zip(before.seconds, answer["seconds"], strict=True))
    return Theirs(seconds, tuple(answer["iterations"]), answer["megabytes"])


def _modelled(test: RoadTest) -> RoadTest:
    """With trips that leave and arrive as the published volumes of connectors say, by a decay of published times."""
    network = test.network
    times = travel_times(customize(prepare(network), network.links.congested(test.best))).times
    seed = np.exp(-DECAY * times)
    np.fill_diagonal(seed, 0.0)
    n = len(network.nodes)
    leaving, arriving = (
        np.bincount(end, test.best, minlength=n)[network.centroids] for end in (network.links.start, network.links.end)
    )
    return replace(test, trips=balance(Margins(seed, leaving, arriving)).matrix, best=np.zeros_like(test.best))


if __name__ == "__main__":
    main(sys.argv[1:])
