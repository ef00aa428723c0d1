"""The test networks of transport research, with trips and the best equilibrium known: read from files not shipped here.

Units are those of the files; `fixed` is what the publisher says that tolls and distance weigh, in minutes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samsyn.analysis.networks.tables import Network
from samsyn.sources.files import opened
from samsyn.sources.networks import tntp
from samsyn.sources.networks.settling import settled

WEIGHTS = {
    "SiouxFalls": (0.0, 0.0),
    "Anaheim": (0.0, 0.0),
    "ChicagoSketch": (0.04, 0.02),
    "ChicagoRegional": (0.25, 0.1),
}
"""Minutes a unit of length, and a cent of toll."""
OBJECTIVES = {"SiouxFalls": 4_231_335.28710744, "ChicagoSketch": 17_313_018.73874}
"""The best that are known, as published with the networks."""


@dataclass(frozen=True)
class RoadTest:
    """A network with what is published about it."""

    network: Network
    fixed: np.ndarray
    best: np.ndarray
    trips: np.ndarray


def road_test(shared: Path, name: str) -> RoadTest:
    """One of them; without trips where none are published."""
    folder = shared / "data" / "tntp" / name
    file = folder / f"{name}_net.tntp"
    network = settled(tntp.read(opened(file))).network
    rows = np.array([line.strip(" \t;").split() for line in _body(file) if re.match(r"\s*\d", line)], dtype=float)
    distance, toll = WEIGHTS[name]
    fixed = distance * rows[:, 3] + toll * rows[:, 8]
    flows = [line.strip(" \t;").split() for line in _body(folder / f"{name}_flow.tntp") if re.match(r"\s*\d", line)]
    known = {(int(row[0]) - 1, int(row[1]) - 1): float(row[2]) for row in flows}
    ends = zip(network.links.start.tolist(), network.links.end.tolist(), strict=True)
    best = np.array([known[pair] for pair in ends])
    published = folder / f"{name}_trips.tntp"
    zones = len(network.zones)
    return RoadTest(network, fixed, best, _trips(published, zones) if published.exists() else np.zeros((zones, zones)))


def _body(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").split("<END OF METADATA>")[-1].splitlines()


def _trips(file: Path, zones: int) -> np.ndarray:
    found = np.zeros((zones, zones))
    for part in "\n".join(_body(file)).split("Origin")[1:]:
        origin, *pairs = re.split(r"[\s;]+", part.strip().replace(":", " ").rstrip(";").strip())
        found[int(origin) - 1, np.array(pairs[::2], dtype=int) - 1] = np.array(pairs[1::2], dtype=float)
    return found
