"""Checks of boundaries."""

import re
from collections.abc import Sequence

import numpy as np
import shapely

from samsyn.sources.checks.findings import FIRST, Finding, Kind, Option, Severity, first_of
from samsyn.sources.records import Boundaries

POINT = re.compile(r"\[(-?[\d.e+-]+ -?[\d.e+-]+)\]")


def check(boundaries: Boundaries, codes: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """All that looks wrong; `codes` are the areas of the flows that are to be drawn."""
    found = [invalid_shapes(boundaries), no_shape(boundaries), same_name(boundaries)]
    if codes is not None:
        found.append(flows_without_shape(boundaries, codes))
    return tuple(finding for finding in found if finding is not None)


def invalid_shapes(boundaries: Boundaries) -> Finding | None:
    """Polygons that cross or touch themselves, and where."""
    has = np.array([shape is not None for shape in boundaries.shapes], dtype=bool)
    wrong = np.flatnonzero(has & ~shapely.is_valid(boundaries.shapes))
    if not wrong.size:
        return None
    with np.errstate(invalid="ignore", over="ignore"):
        reasons = shapely.is_valid_reason(boundaries.shapes[wrong[:FIRST]])
    return Finding(
        Kind.INVALID_SHAPES,
        Severity.WARNING,
        len(wrong),
        tuple(boundaries.place.at(row=int(boundaries.row[i])) for i in wrong[:FIRST]),
        tuple(f"{boundaries.codes[i]}: {_where(reason)}" for i, reason in zip(wrong, reasons, strict=False)),
        (Option.REPAIR, Option.ACCEPT, Option.REFUSE),
    )


def _where(reason: str) -> str:
    """The point that a reason names, short enough to read: its words are in English and say no more than the kind."""
    found = POINT.search(reason)
    return " ".join(f"{float(number):.7g}" for number in found[1].split()) if found else reason


def no_shape(boundaries: Boundaries) -> Finding | None:
    """Areas that are listed without a polygon."""
    wrong = [i for i, shape in enumerate(boundaries.shapes) if shape is None]
    if not wrong:
        return None
    places = tuple(boundaries.place.at(row=int(boundaries.row[i])) for i in wrong[:FIRST])
    options = (Option.NO_MAP, Option.REFUSE)
    examples = first_of([boundaries.codes[i] for i in wrong])
    return Finding(Kind.NO_SHAPE, Severity.WARNING, len(wrong), places, examples, options)


def flows_without_shape(boundaries: Boundaries, codes: Sequence[str]) -> Finding | None:
    """Areas of the flows that cannot be drawn."""
    drawn = {code for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True) if shape is not None}
    lacking = sorted(set(codes) - drawn)
    if not lacking:
        return None
    options = (Option.OTHER_TERRITORY, Option.NO_MAP, Option.REFUSE)
    return Finding(Kind.FLOWS_WITHOUT_SHAPE, Severity.WARNING, len(lacking), (), first_of(lacking), options)


def same_name(boundaries: Boundaries) -> Finding | None:
    """Names that several areas have, as Våler and Herøy in Norway: show the code beside them."""
    seen: dict[str, int] = {}
    for name in boundaries.names:
        seen[name] = seen.get(name, 0) + 1
    same = sorted(name for name, count in seen.items() if name and count > 1)
    if not same:
        return None
    return Finding(Kind.SAME_NAME, Severity.NOTE, len(same), (), first_of(same), (Option.ACCEPT,))
