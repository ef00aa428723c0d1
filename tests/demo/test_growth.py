"""The demonstration's growth scenarios: what they come to, and that they are said to be invented."""

import csv

import pytest

from samsyn.demo import commuting, growth
from samsyn.demo.region import MUNICIPALITIES, POPULATION
from samsyn.insights.operations import drafts
from samsyn.insights.queries import datasets, tables
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_both_come_to_what_the_region_reckons_with():
    snapshot = drafts.bring_in(growth.whole(), by=None, at=make.NOW)
    assert snapshot.findings == []
    assert (snapshot.areas, snapshot.rows) == (len(MUNICIPALITIES), 79 * 2 * 3)
    found = tables.growth_of(snapshot)
    first = found.at(growth.SPREAD, int(commuting.YEAR)).sum(axis=0)
    assert first[0] == sum(POPULATION.values())
    for scenario in (growth.SPREAD, growth.BY_STATIONS):
        assert (found.at(scenario, int(commuting.YEAR)).sum(axis=0) == first).all()
        more = found.at(scenario, growth.UNTIL).sum(axis=0) - first
        assert more.tolist() == [growth.MORE_PEOPLE, growth.MORE_JOBS]
    assert set(found.years) == {growth.SPREAD, growth.BY_STATIONS}


def test_they_are_said_to_be_invented_wherever_they_show():
    snapshot = drafts.bring_in(growth.whole(), by=None, at=make.NOW)
    assert datasets.is_modelled(snapshot)
    assert "påhittade" in snapshot.dataset.title
    assert all("påhittad" in name for name in tables.growth_of(snapshot).years)
    assert [cell.text for cell in datasets.first_rows(snapshot).rows[0][:2]] == [growth.SPREAD, commuting.YEAR]


def test_by_stations_nobody_is_added_where_no_train_stops():
    with growth.FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    of = {(row["scenario"], row["år"], row["kommun"]): int(row["folkmängd"]) for row in rows}
    still = [
        code
        for code in MUNICIPALITIES
        if of[growth.BY_STATIONS, "2050", code] == of[growth.BY_STATIONS, commuting.YEAR, code]
    ]
    assert "0980" in still, "no train goes to Gotland"
    assert "0380" not in still
    assert all(of[growth.SPREAD, "2050", code] > of[growth.SPREAD, commuting.YEAR, code] for code in MUNICIPALITIES)
