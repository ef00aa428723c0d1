"""Real files of statistics offices: counts, totals and faults as their sources state them."""

import csv

import numpy as np
import pytest

from samsyn.sources import boundaries, files, flows, settling, tables
from samsyn.sources.areas import AreaMapping
from samsyn.sources.areas import read as read_areas
from samsyn.sources.checks import boundaries as boundary_checks
from samsyn.sources.checks import flows as flow_checks
from samsyn.sources.checks import margins
from samsyn.sources.checks.findings import Kind
from samsyn.sources.features import BoundaryChoice
from samsyn.sources.settling import Choices
from tests.sources import given

NORWAY = "norway_commuting_ssb"


def _flows(path: str) -> flows.Flows:
    grid = tables.grid(files.opened(given.shared(path)))
    return flows.read(grid, flows.guess(grid.header))


def _zones(year: int):
    grid = tables.grid(files.opened(given.shared(f"{NORWAY}/zones_{year}.csv")))
    return read_areas(grid, AreaMapping("Region", figures=("SysselArbsted", "SysselBosted")))


@pytest.mark.parametrize(("year", "zones"), [(2017, 426), (2022, 356)])
def test_norway(year, zones):
    read = _flows(f"{NORWAY}/od_{year}.csv")
    areas = boundaries.read(files.opened(given.shared(f"{NORWAY}/kommuner_{year}.geojson")))
    figures = _zones(year)
    assert len(figures.codes) == len(areas.codes) == zones
    assert set(read.codes) <= set(areas.codes) == set(figures.codes)
    found = {finding.kind: finding for finding in flow_checks.check(read, figures.codes)}
    assert Kind.SMALL_COUNTS in found
    assert not {Kind.DISCLOSURE_CONTROL, Kind.UNKNOWN_CODES, Kind.DUPLICATE_PAIRS, Kind.MISSING} & set(found)
    jobs = margins.margin(margins.sums(read.codes, read.destination, read.count), figures, "SysselArbsted")
    assert (len(jobs.differing), jobs.not_stated) == (0, ())
    assert {f.kind for f in boundary_checks.check(areas, read.codes)} == {Kind.INVALID_SHAPES}


def test_norway_2022_in_figures():
    read = _flows(f"{NORWAY}/od_2022.csv")
    assert len(read) == 26_923
    assert read.count.sum() == 2_809_789
    assert read.count[read.origin == read.destination].sum() == 1_849_365
    assert np.count_nonzero(read.count == 1) == 11_105
    at = {code: i for i, code in enumerate(read.codes)}
    dense = read.dense()
    oslo, baerum = at["0301"], at["3024"]
    assert (dense[baerum, oslo], dense[oslo, baerum]) == (29_502, 21_118)
    lost = margins.margin(margins.sums(read.codes, read.origin, read.count), _zones(2022), "SysselBosted")
    assert lost.differences.sum() == -8_385
    assert _zones(2022).figures["SysselBosted"].sum() - read.count.sum() == 8_385


def test_norrbotten():
    read = _flows("sweden_norrbotten_commuting_scb/od_2024.csv")
    assert (len(read), len(read.codes)) == (588, 14)
    sums = {sex: read.only(sex=sex).count.sum() for sex in ("totalt", "kvinnor", "män")}
    assert sums == {"totalt": 122_252, "kvinnor": 58_344, "män": 63_912}
    found = {finding.kind: finding for finding in flow_checks.check(read)}
    assert found[Kind.TOTALS_DO_NOT_TIE].count == 125
    assert Kind.DISCLOSURE_CONTROL in found
    assert Kind.SMALL_COUNTS not in found
    assert Kind.SEVERAL_SEXES in found
    table = settling.settled(read, read.names, Choices(sex="totalt")).flows
    assert table.counts.sum() == 122_252


def test_brindisi():
    read = _flows("lma_brindisi/flows.csv")
    assert (len(read), len(read.codes)) == (337, 20)
    expected = given.shared("lma_brindisi/flows.csv").read_text().splitlines()[1:]
    assert read.count.sum() == sum(int(row[2]) for row in csv.reader(expected))
    grid = tables.grid(files.opened(given.shared("lma_brindisi/names.csv")))
    names = read_areas(grid, AreaMapping("Code", "com.name")).names
    assert names["74001"] == "Brindisi"
    assert set(names) == set(read.codes)


def test_functional_urban_areas():
    grid = tables.grid(files.opened(given.shared("lau2019_fua_eurostat/lau2019_nordic_nl.csv")))
    areas = read_areas(grid, AreaMapping("gisco_id", "lau_name_national", ("population",)))
    swedish = [i for i, code in enumerate(areas.codes) if code.startswith("SE_")]
    assert len(swedish) == 290
    population = areas.figures["population"]
    assert population[swedish].sum() == 10_230_185
    of = dict(zip(areas.codes, population, strict=True))
    assert (of["SE_0180"], of["SE_0380"]) == (962_154, 225_164)


@pytest.mark.parametrize(("level", "regions"), [(2, 332), (3, 1522)])
def test_european_regions(level, regions):
    areas = boundaries.read(
        files.opened(given.shared(f"nuts_boundaries/nuts{level}_2016_60M.geojson")), BoundaryChoice()
    )
    assert len(areas.codes) == regions
    assert areas.crs == "EPSG:4326"
    assert boundary_checks.invalid_shapes(areas) is None
