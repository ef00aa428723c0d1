"""Arrays as data that JSON holds without loss: whole counts as whole numbers, what is no number as nothing."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from samsyn.analysis.tables import Areas, Floats, Flows, Partition, partition_from_labels

Plain = list[Any]


def counts(values: Iterable[float]) -> Plain:
    """Numbers of persons; a whole one as a whole number."""
    return [_count(float(value)) for value in values]


def numbers(values: Iterable[float]) -> Plain:
    """Shares and strengths; what is not a number is None."""
    return [number(value) for value in values]


def number(value: float) -> float | None:
    """One of them."""
    return float(value) if np.isfinite(value) else None


def whole(values: Iterable[int]) -> Plain:
    """Positions and other whole numbers."""
    return [int(value) for value in values]


def packed(values: Floats) -> dict[str, Any]:
    """A large matrix as its bytes (64 bits, the lowest byte first) in base64: numbers in words take seconds to read."""
    return {"shape": list(values.shape), "float64": b64encode(values.astype("<f8").tobytes()).decode("ascii")}


def unpacked(data: Mapping[str, Any]) -> Floats:
    """The matrix again, to the bit; it is not to be written to."""
    return np.frombuffer(b64decode(data["float64"]), dtype="<f8").reshape(data["shape"])


def flows(table: Flows) -> dict[str, Plain]:
    """The pairs of a table of flows, nobody's left out."""
    some = table.counts > 0
    return {
        "origins": whole(table.origins[some]),
        "destinations": whole(table.destinations[some]),
        "counts": counts(table.counts[some]),
    }


def partition(codes: Iterable[str], region: Iterable[int]) -> Partition:
    """The division that a list of numbers of regions is."""
    kept = tuple(codes)
    return partition_from_labels(Areas(kept, kept), list(region))


def _count(value: float) -> int | float | None:
    if not np.isfinite(value):
        return None
    return int(value) if value.is_integer() else value
