"""Eurostat: addresses, JSON-stat with its messages, and SDMX-CSV."""

import json
import math

import pytest

from samsyn.sources import eurostat
from samsyn.sources.errors import FetchFailed, Unreadable, WrongContent
from samsyn.sources.problems import Problem
from tests.sources import given
from tests.sources.service import Said, client, service

CSV = (
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:DEMO_R(1.0),01/01/26 11:00:00,A,NR,SE11,2023,2440027,\n"
    "ESTAT:DEMO_R(1.0),01/01/26 11:00:00,A,NR,SE12,2023,,c\n"
)
CUBE = {
    "version": "2.0",
    "class": "dataset",
    "label": "Population",
    "source": "ESTAT",
    "id": ["geo", "time"],
    "size": [2, 2],
    "dimension": {
        "geo": {"category": {"index": {"SE11": 0, "SE12": 1}, "label": {"SE11": "Stockholm"}}},
        "time": {"category": {"index": {"2022": 0, "2023": 1}}},
    },
    "value": {"0": 2415139, "1": 2440027, "3": 1700000},
    "status": {"2": ":", "3": "p"},
}


def test_addresses():
    address = eurostat.jsonstat_address("tgs00096", {"geo": ("SE11", "SE12"), "time": ("2023",)})
    assert address.startswith("https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/tgs00096?")
    assert address.endswith("format=JSON&lang=EN&geo=SE11&geo=SE12&time=2023")
    address = eurostat.sdmx_csv_address("tgs00096", "A.NR.SE11+SE12", startPeriod="2020")
    assert address.endswith("/sdmx/2.1/data/tgs00096/A.NR.SE11+SE12?format=SDMX-CSV&startPeriod=2020")


def test_a_cube_is_fetched_and_read():
    with service(lambda _asked: Said(json.dumps(CUBE).encode())) as told:
        address = eurostat.jsonstat_address("tgs00096", {"geo": ("SE11",)}, base=told.base)
        source = eurostat.fetch(client(), address)
    cube = eurostat.read_jsonstat(source)
    assert source.name == "tgs00096"
    assert cube.values[[0, 1, 3]].tolist() == [2415139, 2440027, 1700000]
    assert math.isnan(cube.values[2])
    assert cube.status == {2: ":", 3: "p"}


def test_a_message_instead_of_data():
    later = {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Try later."}}
    with pytest.raises(Unreadable) as refusal:
        eurostat.read_jsonstat(given.as_json(later))
    assert refusal.value.problem is Problem.SERVICE_WARNS
    assert "ASYNCHRONOUS" in refusal.value.found


@pytest.mark.parametrize(
    "body", [b'{"error": [{"status": 404, "label": "NOT_FOUND: no such dataset"}]}', b"NOT_FOUND", b""]
)
def test_a_refusal_has_the_words_of_the_service(body):
    with service(lambda _asked: Said(body, status=404)) as told, pytest.raises(FetchFailed) as refusal:
        eurostat.fetch(client(), eurostat.sdmx_csv_address("nothing", base=told.base))
    assert (refusal.value.problem, refusal.value.status) == (Problem.REFUSED, 404)
    assert "NOT_FOUND" in refusal.value.found or not body


def test_a_table():
    table = eurostat.read_sdmx_csv(given.text(CSV))
    assert sorted(table.columns) == ["TIME_PERIOD", "freq", "geo", "unit"]
    assert table.columns["geo"].texts() == ("SE11", "SE12")
    assert table.values[0] == 2440027
    assert math.isnan(table.values[1])
    assert table.status.texts() == ("", "c")


def test_a_table_without_values():
    with pytest.raises(WrongContent) as refusal:
        eurostat.read_sdmx_csv(given.text("freq,geo\nA,SE11\n"))
    assert refusal.value.expected == "OBS_VALUE"
    with pytest.raises(WrongContent) as refusal:
        eurostat.read_sdmx_csv(given.text(CSV.splitlines()[0] + "\n"))
    assert refusal.value.problem is Problem.NO_ROWS
