"""Real files of statistics offices, brought in whole: totals as their sources state them."""

import pytest

from samsyn.insights.models import DatasetKind
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import checking, tables
from tests.insights.bringing import begun, corrected, saved, whole
from tests.sources import given

pytestmark = pytest.mark.django_db

NORWAY = "norway_commuting_ssb"
SSB = Described(title="Norge", publisher="SSB", licence="NLOD / CC BY 4.0", unit="persons")


def real(path, kind, **more):
    file = given.shared(path)
    return begun(file.read_bytes(), file.name, kind, **more)


def test_norway_with_its_boundaries_and_zones():
    areas = real(f"{NORWAY}/kommuner_2022.geojson", DatasetKind.BOUNDARIES)
    assert [finding["kind"] for finding in areas.found["findings"]] == ["INVALID_SHAPES"]
    territory = saved(corrected(areas, choices={"INVALID_SHAPES": "REPAIR"}), described=SSB)
    boundaries = tables.boundaries_of(territory)
    assert len(boundaries.codes) == 356
    assert all(shape.is_valid for shape in boundaries.shapes)

    draft = real(f"{NORWAY}/od_2022.csv", DatasetKind.FLOWS, mapping={"territory": str(territory.key)})
    assert checking.refusal(draft) == ""
    assert {finding["kind"] for finding in draft.found["findings"]} == {"SMALL_COUNTS"}
    snapshot = saved(draft, described=SSB)
    flows = tables.flows_of(snapshot)
    assert (snapshot.areas, snapshot.rows, snapshot.total) == (356, 26_923, 2_809_789)
    assert flows.staying.sum() == 1_849_365
    names = dict(zip(flows.areas.codes, flows.areas.names, strict=True))
    assert names["0301"] == "Oslo", "the territory gives the names that the file lacks"

    zones = saved(real(f"{NORWAY}/zones_2022.csv", DatasetKind.QUANTITIES), described=SSB)
    figures = tables.figures_of(zones)
    by_code = dict(zip(figures.codes, figures.figures["SysselArbsted"], strict=True))
    arriving = dict(zip(flows.areas.codes, flows.arriving, strict=True))
    assert by_code == arriving, "what the source says itself: jobs in every zone"


def test_norway_2017_does_not_fit_the_areas_of_2022():
    file = given.shared(f"{NORWAY}/zones_2022.csv")
    zones = whole(file.read_bytes(), file.name, DatasetKind.QUANTITIES, described=SSB)
    draft = real(f"{NORWAY}/od_2017.csv", DatasetKind.FLOWS, mapping={"territory": str(zones.key)})
    found = {finding["kind"]: finding for finding in draft.found["findings"]}
    assert found["UNKNOWN_CODES"]["count"] > 300
    assert draft.found["summary"] is None


def test_norrbotten():
    draft = real("sweden_norrbotten_commuting_scb/od_2024.csv", DatasetKind.FLOWS)
    assert draft.found["values"]["sex"] == ["kvinnor", "män", "totalt"]
    snapshot = saved(corrected(draft, sex="totalt"))
    flows = tables.flows_of(snapshot)
    assert (len(flows.areas), flows.counts.sum()) == (14, 122_252)
    assert "Luleå" in flows.areas.names
    kinds = {finding["kind"]: finding["chosen"] for finding in snapshot.findings}
    assert kinds["SEVERAL_SEXES"] == "ONE_GROUP"
    assert {"DISCLOSURE_CONTROL", "TOTALS_DO_NOT_TIE"} <= set(kinds)


def test_brindisi():
    names = real("lma_brindisi/names.csv", DatasetKind.QUANTITIES)
    territory = saved(names)
    flows = tables.flows_of(
        saved(real("lma_brindisi/flows.csv", DatasetKind.FLOWS, mapping={"territory": str(territory.key)}))
    )
    assert (len(flows.areas), flows.areas.names[0]) == (20, "Brindisi")
    assert flows.counts.sum() == 89_192


def test_functional_urban_areas_as_regions():
    draft = real("lau2019_fua_eurostat/lau2019_nordic_nl.csv", DatasetKind.REGIONS)
    assert draft.mapping["columns"] == {"code": "gisco_id", "region": "fua_id", "region_name": "fua_name"}
    snapshot = saved(draft)
    regions = tables.regions_of(snapshot)
    assert (snapshot.areas, len(regions), len(set(regions.values()))) == (1_055, 458, 58)
    assert tables.region_names_of(snapshot)[regions["DK_101"]] == "København"


def test_functional_urban_areas_of_one_country_have_its_own_codes():
    draft = real("lau2019_fua_eurostat/lau2019_nordic_nl.csv", DatasetKind.REGIONS, mapping={"begins": "SE_"})
    regions = tables.regions_of(saved(draft))
    assert len(set(regions.values())) == 12
    assert regions["0180"] == "SE001L1"
    assert list(regions.values()).count("SE001L1") == 26
