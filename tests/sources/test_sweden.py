"""The Swedish boundaries of the package, and which FA-region each municipality lies in."""

import numpy as np
import pytest

from samsyn.sources import crs, sweden
from samsyn.sources.errors import WrongContent
from samsyn.sources.records import Boundaries


@pytest.mark.parametrize(
    ("read", "count", "digits", "first"),
    [
        (sweden.municipalities, 290, 4, ("0114", "Upplands Väsby")),
        (sweden.counties, 21, 2, ("01", "Stockholms län")),
        (sweden.fa_regions, 60, 2, ("01", "Malmö-Lund")),
    ],
)
def test_what_the_package_holds(read, count, digits, first):
    areas = read()
    assert len(areas.codes) == count
    assert {len(code) for code in areas.codes} == {digits}
    assert (areas.codes[0], areas.names[0]) == first
    assert areas.crs == "EPSG:4326"
    assert all(shape is not None for shape in areas.shapes)
    assert all(areas.names)


def test_municipalities_lie_in_their_counties():
    municipalities, counties = crs.projected(sweden.municipalities()), crs.projected(sweden.counties())
    assert {code[:2] for code in municipalities.codes} == set(counties.codes)
    around = dict(zip(counties.codes, counties.shapes, strict=True))
    outside = [
        code
        for code, shape in zip(municipalities.codes, municipalities.shapes, strict=True)
        if not around[code[:2]].intersects(shape.representative_point())
    ]
    assert outside == []


def test_the_fa_region_of_every_municipality():
    regions = sweden.fa_regions()
    of = sweden.fa_region_of(sweden.municipalities(), regions)
    names = dict(zip(regions.codes, regions.names, strict=True))
    assert len(of) == 290
    assert set(of.values()) == set(regions.codes)
    known = {
        "0180": "Stockholm",
        "0380": "Stockholm",
        "1480": "Göteborg",
        "1407": "Göteborg",
        "1280": "Malmö-Lund",
        "0980": "Gotland",
        "2580": "Luleå",
        "0480": "Nyköping-Oxelösund",
        "0481": "Nyköping-Oxelösund",
        "0580": "Linköping-Norrköping",
        "0581": "Linköping-Norrköping",
    }
    assert {code: names[of[code]] for code in known} == known


def test_an_area_outside_every_region_is_refused():
    areas, regions = sweden.municipalities(), sweden.fa_regions()
    some = Boundaries(
        regions.place, regions.codes[:1], regions.names[:1], regions.shapes[:1], regions.crs, regions.row[:1]
    )
    with pytest.raises(WrongContent):
        sweden.fa_region_of(areas, some)
    assert np.count_nonzero(regions.row) == 60


@pytest.mark.parametrize("kind", ["municipalities", "counties", "fa_regions"])
def test_provenance_is_stated(kind):
    stated = sweden.provenance(kind)
    assert stated.publisher
    assert "MIT" in stated.licence
    assert stated.vintage
