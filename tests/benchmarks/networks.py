"""How long travel times between zones take, beside AequilibraE: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.networks plain` prints the table to read. The
peer stands in an environment of its own; BENCH_PYTHON names its Python. Ours and the peer's take turns, so that what
else the machine does meets both alike.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from samsyn.analysis.networks.hierarchies import Precision, customize, prepare
from samsyn.analysis.networks.link_volumes import link_volumes
from samsyn.analysis.networks.paths import paths
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.sources.files import opened
from samsyn.sources.networks import tntp
from samsyn.sources.networks.settling import settled
from tests.analysis.networks.plain_networks import grid
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, Taken, line
from tests.conftest import SHARED

TIMES, PEER_TIMES = 15, 5
SIDES = (50, 100, 200)
PAIRS = 1_000
CORES = os.cpu_count() or 1
CHICAGO = SHARED / "data" / "tntp" / "ChicagoRegional" / "ChicagoRegional_net.tntp"
PEERS = Path(__file__).with_name("networks_peers.py")


def main(words: list[str]) -> None:
    table = Table(
        f"Travel times (medians of {TIMES}, of the peer {PEER_TIMES}; {CORES} threads, the peer's too)",
        ("clock", "processor", "peak memory", "found", "peer", "peer takes"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _measured() -> Iterator[Line]:
    for precision in Precision:  # compiled before it is measured
        for work in _works(grid(8, np.random.default_rng(1)), precision).values():
            work()
    if CHICAGO.exists():
        yield from _beside(settled(tntp.read(opened(CHICAGO))).network)
    yield from _growth()


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured. Peer: AequilibraE's skim alone, without what leads up to it."
    yield "Found: the largest relative difference from the peer's matrix, off the diagonal."
    if not peer_python():
        yield "NOT MEASURED: the peer is not installed. BENCH_PYTHON names the Python of an environment made with"
        yield "`uv pip sync --require-hashes requirements-bench.lock`."
    if not CHICAGO.exists():
        yield "Not measured: the folder of real data with tntp is not beside the checkout."


def _works(network: Network, precision: Precision) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    hierarchy = prepare(network)
    customized = customize(hierarchy, precision=precision)
    executor = ThreadPoolExecutor(CORES)
    chance = np.random.default_rng(1)
    trips = chance.random((len(network.zones),) * 2)
    origins, destinations = chance.choice(network.centroids, (2, PAIRS))
    return {
        "prepare": lambda: prepare(network),
        "new costs": lambda: customize(hierarchy, precision=precision),
        "all times": lambda: travel_times(customized, executor=executor).times,
        "all times, one thread": lambda: travel_times(customized).times,
        "trips on links": lambda: link_volumes(customized, trips, executor=executor),
        f"{PAIRS:,} paths": lambda: paths(customized, origins, destinations),
    }


def _beside(network: Network) -> Iterator[Line]:
    """Chicago Regional: each of ours after each of the peer's, then the medians."""
    double, single = (_works(network, precision) for precision in Precision)
    works = {**double, "all times, 32 bits": single["all times"]}
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    theirs, differs = [], {}
    with peer_of(network) as told:
        for turn in range(TIMES):
            if told and turn < PEER_TIMES:
                theirs.append(tell(told, "skim"))
            for name, work in works.items():
                taken[name].append(figures.taken(work))
        memory = figures.megabytes(figures.peak())
        if told:
            differs = _differences(told, {name: work() for name, work in works.items() if name.startswith("all times")})
    size = f"Chicago Regional, {len(network.zones):,} zones, {len(network.links):,} links: "
    for name, each in taken.items():
        clock, processor = (statistics.median(getattr(one, what) for one in each) for what in ("clock", "processor"))
        beside = ("-", "-", "-")
        if name in differs:
            peer = statistics.median(theirs)
            beside = (differs[name], figures.milliseconds(peer), figures.ratio(clock, peer))
        yield line(size + name, _ms(clock), _ms(processor), memory, *beside)


def _growth() -> Iterator[Line]:
    """Drawn towns, each four times as large as the one before; a slope of 1 is as fast as the town grows."""
    clocks: dict[str, list[float]] = {}
    links: list[int] = []
    for side in SIDES:
        network = grid(side, np.random.default_rng(side))
        links.append(len(network.links))
        hierarchy = prepare(network)
        works = {"prepare": lambda made=network: prepare(made), "new costs": lambda made=hierarchy: customize(made)}
        for name, work in works.items():
            clocks.setdefault(name, []).append(figures.taken(work, 5).clock)
    for name, each in clocks.items():
        slope = np.polyfit(np.log(links), np.log(each), 1)[0]
        shown = ", ".join(_ms(clock) for clock in each)
        size = f"drawn towns, {' / '.join(f'{count:,}' for count in links)} links: {name}"
        yield line(size, shown, "-", figures.megabytes(figures.peak()), f"slope {slope:.2f}", "-", "-")


def _ms(clock: float) -> str:
    return f"{1000 * clock:.1f} ms"


def _differences(told: subprocess.Popen[str], ours: dict[str, object]) -> dict[str, str]:
    """The largest relative difference of each of our matrices from the peer's last, off the diagonal."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = Path(folder) / "times.npy"
        tell(told, f"keep {path}")
        theirs = np.load(path)
    apart = ~np.eye(len(theirs), dtype=bool) & (theirs > 0)
    found = {name: np.asarray(matrix, dtype=np.float64)[apart] for name, matrix in ours.items()}
    return {name: f"{np.abs(each / theirs[apart] - 1).max():.0e}" for name, each in found.items()}


def peer_python() -> str:
    return os.environ.get("BENCH_PYTHON", "")


@contextmanager
def peer_of(network: Network) -> Iterator[subprocess.Popen[str] | None]:
    """The peer, ready to be told; None where it is not installed."""
    if not peer_python():
        yield None
        return
    links = network.links
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = Path(folder) / "links.npz"
        np.savez(path, start=links.start, end=links.end, minutes=links.minutes, zones=len(network.zones))
        command = [peer_python(), "-W", "ignore", str(PEERS), str(path), str(CORES)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            yield process


def tell(process: subprocess.Popen[str], order: str) -> float:
    """Tell the peer to do something; the seconds that it says it took."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(order + "\n")
    process.stdin.flush()
    for answer in process.stdout:  # whatever else it prints
        if answer.startswith("took "):
            return float(answer.split()[1])
    raise SystemExit("the peer ended without an answer")


if __name__ == "__main__":
    main(sys.argv[1:])
