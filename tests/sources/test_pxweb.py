"""PxWeb in both versions, against a local service that holds a table and keeps its own limits."""

import itertools
import json
import math

import pytest

from samsyn.sources.errors import FetchFailed, SourceError, Unreadable, WrongContent
from samsyn.sources.jsonstat import CubeFlows
from samsyn.sources.jsonstat import flows as flows_of
from samsyn.sources.problems import Problem
from samsyn.sources.pxweb import fetching, presets, queries
from samsyn.sources.pxweb.fetching import Address
from samsyn.sources.pxweb.metadata import (
    Limits,
    Table,
    Variable,
    read_limits_v1,
    read_limits_v2,
    read_table_v1,
    read_table_v2,
)
from tests.sources import given
from tests.sources.service import Said, Time, client, service

AREAS = ("00", "01", "0114", "0180", "1440")
TABLE = {"Bostad": AREAS, "Arbete": AREAS, "Kon": ("1", "2", "1+2"), "Tid": ("2022", "2023", "2024")}
OPTIONAL = {"Kon"}


def _value(codes: tuple[str, ...]) -> int:
    home, work, _sex, year = codes
    return AREAS.index(home) * 1000 + AREAS.index(work) * 100 + int(year) - 2000


def _dataset(chosen: dict[str, list[str]]) -> dict:
    full = {code: chosen.get(code, ["1+2"] if code in OPTIONAL else []) for code in TABLE}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Commuting",
        "source": "An office",
        "id": list(full),
        "size": [len(values) for values in full.values()],
        "dimension": {
            code: {
                "label": code.lower(),
                "category": {"index": {v: i for i, v in enumerate(values)}, "label": {v: f"name {v}" for v in values}},
                "extension": {"elimination": code in OPTIONAL},
            }
            for code, values in full.items()
        },
        "role": {"time": ["Tid"]},
        "value": [_value(codes) for codes in itertools.product(*full.values())],
    }


def _metadata_v1() -> dict:
    variables = [
        {
            "code": code,
            "text": code.lower(),
            "values": list(values),
            "valueTexts": [f"name {value}" for value in values],
            **({"elimination": True} if code in OPTIONAL else {}),
            **({"time": True} if code == "Tid" else {}),
        }
        for code, values in TABLE.items()
    ]
    return {"title": "Commuting", "variables": variables}


class Office:
    """A statistics office: metadata, configuration and data, with a limit of cells that it says or hides."""

    def __init__(self, version: int, says: int = 1000, gives: int = 1000, calls: int = 0) -> None:
        self.version, self.says, self.gives, self.calls = version, says, gives, calls
        self.cells: list[int] = []
        self.once: list[Said] = []

    def __call__(self, asked) -> Said:
        if self.once:
            return self.once.pop(0)
        if asked.method == "POST":
            return self._data(json.loads(asked.body))
        if asked.path.endswith("config"):
            config = {"maxValues": self.says, "maxCalls": self.calls, "timeWindow": 10}
            if self.version == 2:
                config = {"maxDataCells": self.says, "maxCallsPerTimeWindow": self.calls, "timeWindow": 10}
            return Said(json.dumps(config).encode())
        data = _metadata_v1() if self.version == 1 else _dataset({k: list(v) for k, v in TABLE.items()})
        data.pop("value", None)
        return Said(json.dumps(data).encode())

    def _data(self, body: dict) -> Said:
        if self.version == 1:
            assert body["response"] == {"format": "json-stat2"}
            chosen = {entry["code"]: entry["selection"]["values"] for entry in body["query"]}
        else:
            chosen = {entry["variableCode"]: entry["valueCodes"] for entry in body["selection"]}
        cells = math.prod(map(len, chosen.values()))
        if cells > self.gives:
            return Said(b'{"title": "Too many cells selected", "status": 403}', status=403)
        self.cells.append(cells)
        return Said(json.dumps(_dataset(chosen)).encode())


class Kept(dict):
    """A store in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def _address(base: str, version: int) -> Address:
    return Address(base, version, "AM/Commuting" if version == 1 else "TAB1830")


CHOICE = {"Bostad": ("????",), "Arbete": ("????",), "Tid": ("latest:2",)}


def _fetched(base, version, store, progress=None, asking=None):
    asking = asking or client()
    address = _address(base, version)
    table, _bytes = fetching.fetch_table(asking, address)
    limits = fetching.fetch_limits(asking, address)
    selection = queries.selected(table, CHOICE)
    return fetching.fetch(asking, address, selection, limits, store=store, progress=progress)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("limit", [1000, 18, 7, 1])
def test_a_table_is_the_same_however_many_parts_it_comes_in(version, limit):
    office = Office(version, says=limit, gives=limit)
    with service(office) as told:
        cube = fetching.read(_fetched(told.base, version, Kept()))
    flows = flows_of(cube, CubeFlows("Bostad", "Arbete", "Tid"))
    assert flows.only(year="2024").dense().tolist() == [[2224, 2324, 2424], [3224, 3324, 3424], [4224, 4324, 4424]]
    assert sum(office.cells) == 18
    assert max(office.cells) <= limit


@pytest.mark.parametrize("version", [1, 2])
def test_a_part_refused_as_too_large_is_split_further(version):
    office = Office(version, says=1000, gives=4)
    with service(office) as told:
        cube = fetching.read(_fetched(told.base, version, Kept()))
    assert len(cube.values) == 18
    assert max(office.cells) <= 4
    assert sum(office.cells) == 18


def test_a_single_cell_that_is_refused_ends_it():
    with service(Office(2, gives=0)) as told, pytest.raises(FetchFailed) as refusal:
        _fetched(told.base, 2, Kept())
    assert (refusal.value.problem, refusal.value.status) == (Problem.REFUSED, 403)
    assert "Too many cells" in refusal.value.found


def test_what_was_fetched_is_not_asked_for_again():
    class Cancelled(Exception):
        pass

    def progress(done, all_of_them):
        seen.append((done, all_of_them))
        if done == 2:
            raise Cancelled

    seen, store, office = [], Kept(), Office(2, says=6, gives=6)
    with service(office) as told:
        with pytest.raises(Cancelled):
            _fetched(told.base, 2, store, progress)
        assert (len(store), len(office.cells)) == (2, 2)
        cube = fetching.read(_fetched(told.base, 2, store))
    assert len(office.cells) == 3
    assert len(cube.values) == 18
    assert seen[0] == (0, 3)
    assert set(seen) == {(0, 3), (1, 3), (2, 3)}


def test_progress_ends_at_all():
    seen = []
    with service(Office(2, says=6, gives=6)) as told:
        _fetched(told.base, 2, Kept(), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


@pytest.mark.parametrize("broken", [b'{"class": "dataset"', b"<html>maintenance</html>", b"{}"])
def test_a_broken_answer_is_refused_and_not_kept(broken):
    office, store = Office(2), Kept()
    with service(office) as told:
        asking, address = client(), _address(told.base, 2)
        selection = queries.selected(fetching.fetch_table(asking, address)[0], CHOICE)
        office.once = [Said(broken)]
        with pytest.raises(Unreadable):
            fetching.fetch(asking, address, selection, Limits(1000), store=store)
        assert store == {}
        assert len(fetching.fetch(asking, address, selection, Limits(1000), store=store)) == 1


def test_too_many_calls_are_waited_out():
    office, time = Office(1), Time()
    with service(office) as told:
        office.once = [Said(status=429, headers={"Retry-After": "4"})]
        assert len(_fetched(told.base, 1, Kept(), asking=client(time, pause=0.0))) == 1
    assert sum(time.slept) == 4


def test_pauses_keep_within_the_calls_that_are_allowed():
    asking = client(pause=0.1)
    assert fetching.paced(asking, Limits(1000, 30, 10.0)).policy.pause == pytest.approx(1 / 3)
    assert fetching.paced(asking, Limits(1000)).policy.pause == 0.1


def test_an_unknown_table_is_refused_with_what_the_service_says():
    gone = Said(b'{"title": "Non-existent table"}', status=404)
    with service(lambda _asked: gone) as told, pytest.raises(FetchFailed) as refusal:
        fetching.fetch_table(client(), _address(told.base, 2))
    assert refusal.value.status == 404
    assert "Non-existent" in refusal.value.found


def test_addresses():
    one = Address("https://x/api/v1/sv/ssd", 1, "AM/Pend l")
    assert (one.metadata, one.data) == ("https://x/api/v1/sv/ssd/AM/Pend%20l",) * 2
    two = Address("https://x/api/v2", 2, "TAB1", "en")
    assert two.metadata == "https://x/api/v2/tables/TAB1/metadata?lang=en"
    assert two.data == "https://x/api/v2/tables/TAB1/data?lang=en&outputFormat=json-stat2"


def test_both_versions_say_the_same_of_a_table():
    old = read_table_v1(given.as_json(_metadata_v1()))
    new = read_table_v2(given.as_json(_dataset({k: list(v) for k, v in TABLE.items()})))
    assert old == new
    assert old.variable("Kon").optional
    assert old.variable("Tid").time


def test_limits():
    assert read_limits_v1(given.as_json({"maxCells": 100, "maxCalls": 10, "timeWindow": 5})) == Limits(100, 10, 5.0)
    assert read_limits_v2(given.as_json({"maxDataCells": 100, "maxCallsPerTimeWindow": 0, "timeWindow": 0})) == Limits(
        100
    )


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"title": "x", "variables": []},
        {"variables": [{"code": "a", "values": ["1"], "valueTexts": []}]},
        {"variables": [{"code": 1, "values": ["1"], "valueTexts": ["1"]}]},
        {"variables": ["x"]},
        {"id": ["a"], "size": [1], "dimension": {"a": 1}},
        {"maxDataCells": "many"},
        {"maxDataCells": 0},
        {"maxDataCells": True, "timeWindow": -1},
    ],
)
@pytest.mark.parametrize("read", [read_table_v1, read_table_v2, read_limits_v1, read_limits_v2])
def test_metadata_that_is_none(read, data):
    with pytest.raises(SourceError):
        read(given.as_json(data))


METADATA = Table("t", tuple(Variable(code, code, values, values, code in OPTIONAL) for code, values in TABLE.items()))


def test_choosing():
    chosen = queries.selected(METADATA, {"Bostad": ("*",), "Arbete": ("01*",), "Tid": ("2022", "latest:1")})
    assert chosen == {"Bostad": AREAS, "Arbete": ("01", "0114", "0180"), "Tid": ("2022", "2024")}
    assert queries.cells(chosen) == 30


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        ({"Bostad": ("*",), "Arbete": ("*",)}, Problem.NOTHING_CHOSEN),
        ({"Bostad": ("9999",), "Arbete": ("*",), "Tid": ("*",)}, Problem.NO_SUCH_VALUE),
        ({"Hem": ("*",)}, Problem.NO_SUCH_VARIABLE),
    ],
)
def test_what_cannot_be_chosen(choice, problem):
    with pytest.raises(WrongContent) as refusal:
        queries.selected(METADATA, choice)
    assert refusal.value.problem is problem


@pytest.mark.parametrize("sizes", [(1, 1), (7, 3), (290, 290), (5, 5, 3, 2)])
@pytest.mark.parametrize("limit", [1, 2, 5, 29, 10_000])
def test_parts_tile_the_selection(sizes, limit):
    selection = {f"v{i}": tuple(str(j) for j in range(size)) for i, size in enumerate(sizes)}
    if math.prod(sizes) / limit > 2000:
        limit *= 100
    parts = queries.parts(selection, limit)
    assert max(map(queries.cells, parts)) <= limit
    tiled = [cell for part in parts for cell in itertools.product(*part.values())]
    assert len(tiled) == len(set(tiled)) == math.prod(sizes)


def test_presets_are_whole():
    keys = [preset.key for preset in presets.PRESETS]
    assert len(keys) == len(set(keys)) == 3
    for preset in presets.PRESETS:
        assert presets.preset(preset.key) is preset
        assert preset.provenance.publisher
        assert all(address.base.startswith("https://") for address in preset.addresses)
    commuting = presets.preset("scb-commuting")
    assert commuting.flows is not None
    assert {commuting.flows.origin, commuting.flows.destination} <= set(commuting.choice)
