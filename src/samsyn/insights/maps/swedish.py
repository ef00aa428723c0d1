"""Swedish municipalities ready to be drawn: made once in a process, for whoever shows them."""

from functools import cache

from samsyn.insights.maps.geometry import MapGeometry, prepare


@cache
def municipalities() -> MapGeometry:
    """All 290, by their four digits."""
    # The reader of GeoParquet and the shapes are slow to load, and only this map needs them.
    from samsyn.sources import sweden

    return prepare(sweden.municipalities())


@cache
def fa_regions() -> dict[str, str]:
    """The code of a municipality -> the name of its functional analysis region (2015)."""
    # As above.
    from samsyn.sources import sweden

    regions = sweden.fa_regions()
    name = dict(zip(regions.codes, regions.names, strict=True))
    return {area: name[region] for area, region in sweden.fa_region_of(sweden.municipalities(), regions).items()}
