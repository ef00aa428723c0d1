"""What areas are called: as the flows say, else as the boundaries do, else by their codes."""

from collections.abc import Sequence

from samsyn.analysis.tables import Areas
from samsyn.insights.studies.contract import Given


def area_names(areas: Areas, given: Given) -> list[str]:
    """A name for each area. A name of the flows that only repeats the code counts as none."""
    boundaries = given.get("boundaries")
    known = {} if boundaries is None else dict(zip(boundaries.codes, boundaries.names, strict=True))
    pairs = zip(areas.codes, areas.names, strict=True)
    return [name if name and name != code else known.get(code) or code for code, name in pairs]


def without_boundaries(codes: Sequence[str], given: Given) -> list[str] | None:
    """The areas that no shape is known of; None where there are no boundaries at all."""
    boundaries = given.get("boundaries")
    if boundaries is None:
        return None
    drawn = {code for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True) if shape is not None}
    return [code for code in codes if code not in drawn]
