"""How long balancing and calibrating the gravity model take, beside AequilibraE and spint: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.interaction plain` prints the table to read.
The peers stand in an environment of their own, made from requirements-bench.lock; BENCH_PYTHON names its Python. Set
OPENBLAS_NUM_THREADS=1, for ours and the peers alike: on a shared machine, threads of small matrix products wait for
each other far longer than they work.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from samsyn.analysis.interaction.balancing import BalancingChoices, Margins, balance
from samsyn.analysis.interaction.calibration import InteractionChoices, Interactions, calibrate
from samsyn.analysis.interaction.deterrence import Costs, Form, Law
from samsyn.analysis.interaction.distribution import distribute
from samsyn.analysis.tables import areas_of, flows_from_matrix
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, line
from tests.conftest import SHARED

TIMES, PEER_TIMES = 7, 3
ZONES = 5_000
DRAWN = (100, 356, 1_000)
EARTH_KM = 6_371
NORWAY = SHARED / "data" / "norway_commuting_ssb"
PEERS = Path(__file__).with_name("interaction_peers.py")
FORMS = {Form.EXPONENTIAL: "exp", Form.POWER: "pow"}


def main(words: list[str]) -> None:
    table = Table(
        f"The gravity model (medians of {TIMES}, of peers {PEER_TIMES})",
        ("clock", "processor", "peak memory", "found", "peer", "peer takes", "peer found"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _measured() -> Iterator[Line]:
    for areas in DRAWN:
        yield from _calibrated(f"drawn, {areas} areas", *_drawn(areas))
    if NORWAY.exists():
        yield from _calibrated("Norway 2022, 356 areas", *norway())
    yield _balanced(ZONES)


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured. Peers: AequilibraE's compiled core alone, spint's model as it comes."
    yield f"OPENBLAS_NUM_THREADS={os.environ.get('OPENBLAS_NUM_THREADS', 'not set')}, for ours and the peers."
    yield "Found: of balancing, the largest deviation from a margin; of calibration, the parameter."
    yield "Peer found: spint's regression run on for 40 rounds (as it comes it ends when one coefficient has settled)."
    if not _peer_python():
        yield "NOT MEASURED: the peers are not installed. BENCH_PYTHON names the Python of an environment made with"
        yield "`uv pip sync --require-hashes requirements-bench.lock`."
    if not NORWAY.exists():
        yield "Not measured: the folder of real data with norway_commuting_ssb is not beside the checkout."


def _balanced(zones: int) -> Line:
    """Zones spread over a square of 100 km, with lognormal margins, as in a transport model."""
    chance = np.random.default_rng(1)
    costs = _distances(chance.random((zones, 2)) * 100)
    rows, columns = np.exp(chance.normal(6, 1.2, (2, zones)))
    columns *= rows.sum() / columns.sum()
    seed = np.exp(-0.1 * costs)
    choices = BalancingChoices(tolerance=1e-6)
    found = balance(Margins(seed, rows, columns), choices)
    took = figures.taken(lambda: balance(Margins(seed, rows, columns), choices), TIMES)
    peer = _peer("balance", seed=seed, rows=rows, columns=columns)
    beside = ("-", "-", "-")
    if peer:
        took_by_peer = figures.ratio(took.clock, peer["seconds"])
        beside = (figures.seconds(peer["seconds"]), took_by_peer, f"{peer['error']:.0e}, {peer['sweeps']} sweeps")
    return _line(f"balancing {zones:,} x {zones:,}", took, f"{found.error:.0e}, {found.sweeps} sweeps", beside)


def _calibrated(what: str, flows: np.ndarray, costs: np.ndarray) -> Iterator[Line]:
    areas = areas_of({f"{i:05}": str(i) for i in range(len(flows))})
    data = Interactions(flows_from_matrix(areas, flows, unit="persons"), Costs(areas, costs, "km"))
    for form, called in FORMS.items():
        choices = InteractionChoices(form)
        (parameter,) = calibrate(data, choices).parameters
        took = figures.taken(lambda choices=choices: calibrate(data, choices), TIMES)
        peer = _peer("calibrate", flows=flows, costs=costs, form=np.array(called))
        beside = ("-", "-", "-")
        if peer:
            apart = abs(peer["settled"] - parameter.value)
            took_by_peer = figures.ratio(took.clock, peer["seconds"])
            beside = (figures.seconds(peer["seconds"]), took_by_peer, f"{peer['settled']:.10f} ({apart:.0e} apart)")
        yield _line(f"calibration, {form}, {what}", took, f"{parameter.value:.10f}", beside)


def _line(what: str, took: figures.Taken, found: str, beside: tuple[str, str, str]) -> Line:
    memory = figures.megabytes(figures.peak())
    return line(what, figures.milliseconds(took.clock), figures.milliseconds(took.processor), memory, found, *beside)


def _distances(places: np.ndarray) -> np.ndarray:
    return np.hypot(*(places[:, None] - places).transpose(2, 0, 1))


def _drawn(areas: int) -> tuple[np.ndarray, np.ndarray]:
    """Whole flows around a gravity law, with costs that are nowhere 0."""
    chance = np.random.default_rng(areas)
    costs = _distances(chance.random((areas, 2)) * 100) + 5
    rows, columns = np.exp(chance.normal(8, 1, (2, areas)))
    table = Costs(areas_of({f"{i:05}": str(i) for i in range(areas)}), costs, "km")
    mean = distribute(Law(decay=0.05), table, rows, columns * (rows.sum() / columns.sum()))
    return chance.poisson(mean).astype(float), costs


def norway() -> tuple[np.ndarray, np.ndarray]:
    """Commuters between municipalities; kilometres in a straight line, within one half of that to the nearest."""
    with (NORWAY / "od_2022.csv").open(encoding="utf-8") as lines:
        rows = [(row["home"], row["work"], float(row["n"])) for row in csv.DictReader(lines)]
    with (NORWAY / "points_2022.csv").open(encoding="utf-8") as lines:
        points = {row["KOMM"].zfill(4): (float(row["lng"]), float(row["lat"])) for row in csv.DictReader(lines)}
    codes = sorted({code for row in rows for code in row[:2]})
    number = {code: i for i, code in enumerate(codes)}
    flows = np.zeros((len(codes), len(codes)))
    for home, work, count in rows:
        flows[number[home], number[work]] = count
    east, north = np.radians([points[code] for code in codes]).T
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    costs = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    np.fill_diagonal(costs, np.inf)
    np.fill_diagonal(costs, costs.min(axis=1) / 2)
    return flows, costs


def _peer_python() -> str:
    return os.environ.get("BENCH_PYTHON", "")


def _peer(what: str, **arrays: np.ndarray) -> dict[str, float]:
    """What the peer took and found; empty where no peers are installed."""
    if not _peer_python():
        return {}
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = Path(folder) / "arrays.npz"
        np.savez(path, **arrays)
        run = subprocess.run(
            [_peer_python(), "-W", "ignore", str(PEERS), what, str(path), str(PEER_TIMES)],
            capture_output=True,
            text=True,
            check=True,
        )
    return dict(json.loads(run.stdout))


if __name__ == "__main__":
    main(sys.argv[1:])
