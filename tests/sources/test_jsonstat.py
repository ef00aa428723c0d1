"""JSON-stat 2 cubes, from small ones made by hand in the documented form."""

import copy
import math

import numpy as np
import pytest

from samsyn.sources import jsonstat
from samsyn.sources.errors import SourceError, TooLarge, Unreadable, WrongContent
from samsyn.sources.jsonstat import CubeFlows
from samsyn.sources.problems import Problem
from tests.sources import given

COMMUTING = {
    "version": "2.0",
    "class": "dataset",
    "label": "Commuting",
    "source": "An office",
    "updated": "2026-01-01T07:00:00Z",
    "id": ["Home", "Work", "Kon", "Tid"],
    "size": [2, 2, 1, 2],
    "dimension": {
        "Home": {"label": "home", "category": {"index": {"0180": 1, "0114": 0}, "label": {"0114": "N", "0180": "S"}}},
        "Work": {"label": "work", "category": {"index": ["0114", "0180"], "label": {"0114": "N", "0180": "S"}}},
        "Kon": {"label": "sex", "category": {"label": {"1+2": "total"}}},
        "Tid": {"label": "year", "category": {"index": ["2023", "2024"]}},
    },
    "value": [900, 910, 12, None, 3, 4, 5000, 5100],
    "status": {"3": ".."},
}


def _changed(**members):
    data = copy.deepcopy(COMMUTING)
    data.update(members)
    return given.as_json(data)


def test_a_cube():
    cube = jsonstat.read(given.as_json(COMMUTING))
    assert cube.shape == (2, 2, 1, 2)
    assert cube.dimension("Home").codes == ("0114", "0180")
    assert cube.dimension("Home").labels == ("N", "S")
    assert cube.dimension("Tid").labels == ("2023", "2024")
    assert (cube.label, cube.source, cube.status) == ("Commuting", "An office", {3: ".."})
    assert math.isnan(cube.values[3])
    assert not cube.values.flags.writeable


def test_the_sparse_form():
    cube = jsonstat.read(_changed(value={"0": 900, "6": 5000}, status="e"))
    assert cube.values[[0, 6]].tolist() == [900, 5000]
    assert int(np.isnan(cube.values).sum()) == 6


def test_as_a_table():
    table = jsonstat.observations(jsonstat.read(given.as_json(COMMUTING)))
    assert table.columns["Home"].texts() == ("0114",) * 4 + ("0180",) * 4
    assert table.columns["Tid"].texts() == ("2023", "2024") * 4
    assert table.status.texts() == ("", "", "", "..", "", "", "", "")


def test_flows_of_a_cube():
    cube = jsonstat.read(given.as_json(COMMUTING))
    flows = jsonstat.flows(cube, CubeFlows("Home", "Work", "Tid"))
    assert flows.only(year="2023").dense().tolist() == [[900, 12], [3, 5000]]
    assert flows.names == {"0114": "N", "0180": "S"}
    fixed = jsonstat.flows(cube, CubeFlows("Home", "Work", fixed={"Tid": "2024"}))
    assert fixed.dense()[1].tolist() == [4, 5100]
    assert fixed.row.tolist() == [2, 4, 6, 8]


def test_a_dimension_left_open_is_asked_about():
    cube = jsonstat.read(given.as_json(COMMUTING))
    with pytest.raises(WrongContent) as refusal:
        jsonstat.flows(cube, CubeFlows("Home", "Work"))
    assert (refusal.value.problem, refusal.value.found) == (Problem.OPEN_DIMENSION, "2023, 2024")
    with pytest.raises(WrongContent) as refusal:
        jsonstat.flows(cube, CubeFlows("Home", "Work", fixed={"Tid": "1999"}))
    assert refusal.value.problem is Problem.NO_SUCH_VALUE
    with pytest.raises(WrongContent) as refusal:
        jsonstat.flows(cube, CubeFlows("Home", "Play", "Tid"))
    assert refusal.value.problem is Problem.NO_DIMENSION


@pytest.mark.parametrize(
    "members",
    [
        {"value": [1, 2, 3]},
        {"value": {"8": 1}},
        {"value": {"-1": 1}},
        {"value": {"x": 1}},
        {"value": "many"},
        {"value": ["a"] * 8},
        {"value": [True] * 8},
        {"size": [2, 2, 1]},
        {"size": [2, 2, 1, 3]},
        {"id": []},
        {"id": ["Home", "Work", "Kon", "Nothing"]},
        {"id": [1, 2, 3, 4]},
        {"class": "collection"},
        {"dimension": []},
        {"status": 7},
        {"dimension": {**COMMUTING["dimension"], "Tid": {"category": {"index": {"2023": 0, "2024": 5}}}}},
        {"dimension": {**COMMUTING["dimension"], "Tid": {"category": {"index": ["2023", "2023"]}}}},
        {"dimension": {**COMMUTING["dimension"], "Tid": {"category": 3}}},
    ],
)
def test_what_does_not_fit_is_refused(members):
    with pytest.raises(SourceError):
        jsonstat.read(_changed(**members))


def test_a_cube_with_a_huge_declared_size_is_refused():
    codes = [str(i) for i in range(10_000)]
    dimension = {name: {"category": {"index": codes}} for name in "ab"}
    with pytest.raises(TooLarge):
        jsonstat.read(given.as_json({"id": ["a", "b"], "size": [10_000, 10_000], "dimension": dimension, "value": {}}))


@pytest.mark.parametrize(
    "data", [b"{", b"[1]", b"nul", b"\xff\xfe", b"[" * 200_000, b'{"value": NaN}', b'{"a": "\xe5"}']
)
def test_what_is_not_json(data):
    with pytest.raises(Unreadable):
        jsonstat.read(given.Source("cube.json", data))


def test_version_1_is_told_apart():
    with pytest.raises(Unreadable) as refusal:
        jsonstat.read(given.as_json({"dataset": {"dimension": {}, "value": []}}))
    assert (refusal.value.problem, refusal.value.found) == (Problem.NOT_JSONSTAT, "dataset")


def _part(homes, values, status=None):
    data = copy.deepcopy(COMMUTING)
    data["dimension"]["Home"]["category"] = {"index": homes}
    data["size"][0] = len(homes)
    return jsonstat.read(given.as_json(data | {"value": values, "status": status or {}}))


def test_parts_are_joined():
    whole = jsonstat.joined([_part(["0114"], [900, 910, 12, None], {"3": ".."}), _part(["0180"], [3, 4, 5000, 5100])])
    expected = jsonstat.read(given.as_json(COMMUTING))
    assert whole.dimension("Home").codes == ("0114", "0180")
    assert np.array_equal(whole.values, expected.values, equal_nan=True)
    assert whole.status == {3: ".."}


def test_parts_that_do_not_tile_are_refused():
    one = _part(["0114"], [1, 2, 3, 4])
    with pytest.raises(Unreadable) as refusal:
        jsonstat.joined([one, one])
    assert refusal.value.problem is Problem.PARTS_DO_NOT_FIT
    data = copy.deepcopy(COMMUTING)
    data["id"] = ["Work", "Home", "Kon", "Tid"]
    with pytest.raises(Unreadable):
        jsonstat.joined([jsonstat.read(given.as_json(data)), one])
