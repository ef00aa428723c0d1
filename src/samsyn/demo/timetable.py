"""The demonstration's timetable: invented, on its railways, bus lines and ferry, in the ordinary times of its network.

`lines.csv` has a row for each line: how often it runs (`every`, minutes), from when until when its trips set out, and
the municipalities that it calls at. Trips run both ways. What a trip takes from one municipality to the next stands in
`ways.csv`, as for the network; no departure is that of any real timetable. On Saturdays and Sundays every other trip
runs. A municipality has one stop, and one point that people leave from and come to: 560 metres north of the stop.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from samsyn.demo import commuting, network, running, travel
from samsyn.demo.region import MUNICIPALITIES
from samsyn.foundation.accounts.models import User
from samsyn.insights.models import DatasetKind, Run, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.reading.mappings import Form
from samsyn.insights.studies.catalogue import STUDIES

TITLE = "Påhittad tidtabell i sju län (ungefärliga tider)"
POINTS = "Punkter i kommunernas huvudorter (ungefärliga)"
RUN = "Restider med kollektivtrafik i sju län (påhittad tidtabell)"
PUBLISHER = "Samsyns demonstration"
DESCRIPTION = (
    "Skriven för hand för demonstrationen: linjerna är verkliga banor, några busslinjer och Gotlandsfärjan, men "
    "turtäthet och avgångstider är påhittade, och restiderna ungefärliga. En hållplats per kommun."
)
WEEKDAYS, WEEKEND = "vardag", "helg"
NORTH = 0.005
"""Degrees, 560 metres: as far to walk from a municipality's point to its stop as ten minutes."""
LONGEST = 240
"""Minutes from door to door: from one end of the region to the other."""
CHANGING = {"0180": 420}
"""Seconds that a change takes where it takes more than two minutes."""

Row = tuple[object, ...]


def load(sources: Mapping[str, Snapshot], *, at: datetime) -> Run:
    """Read in the timetable and the points, and share travel times by them, for the people of the other sources."""
    analyst = User.objects.get(email="analytiker@demo.example")
    timetable = drafts.bring_in(whole(at.year), by=analyst, at=at)
    points = drafts.bring_in(_points(), by=analyst, at=at)
    answers = {"people": travel.PEOPLE, "reached": travel.JOBS, "territory": commuting.TERRITORY, "longest": LONGEST}
    given = {"timetable": timetable, "points": points} | {role: sources[role] for role in ("boundaries", "people")}
    run = running.finished(STUDIES["transit-times"], given, answers, title=RUN, by=analyst, at=at)
    return running.shared(run, by=analyst, at=at)


def whole(year: int) -> Whole:
    """The timetable of a year as an operator publishes it: a feed in GTFS."""
    return Whole(
        name="pahittad-tidtabell.zip",
        data=_feed(year),
        kind=DatasetKind.TIMETABLE,
        described=_described(TITLE, "turer", DESCRIPTION),
        reference=str(year),
        vintage="inga områden",
    )


def _points() -> Whole:
    """The point of each municipality."""
    rows = [(code, MUNICIPALITIES[code], *_at(place)) for code, place in network.places().items()]
    return Whole(
        name="punkter.csv",
        data=_table([("kommun", "namn", "lon", "lat"), *rows]).encode(),
        kind=DatasetKind.QUANTITIES,
        mapping={
            "form": Form.ROWS,
            "columns": {"code": "kommun", "name": "namn"},
            "figures": ["lon", "lat"],
            "width": 4,
        },
        described=_described(POINTS, "grader", "En punkt per kommun, 560 meter norr om hållplatsen i huvudorten."),
        reference=travel.REFERENCE,
        vintage=commuting.VINTAGE,
    )


def _described(title: str, unit: str, description: str) -> Described:
    return Described(title=title, publisher=PUBLISHER, licence="CC0", unit=unit, description=description, modelled=True)


def _at(place: Mapping[str, str]) -> tuple[str, str]:
    """Longitude and latitude of a municipality's point."""
    return place["lon"], f"{float(place['lat']) + NORTH:.3f}"


def _feed(year: int) -> bytes:
    """The same year always makes the same bytes."""
    trips, calls = _running()
    tables: dict[str, list[Row]] = {
        "agency": [
            ("agency_id", "agency_name", "agency_url", "agency_timezone"),
            ("1", PUBLISHER, "https://demo.example", "Europe/Stockholm"),
        ],
        "stops": [("stop_id", "stop_name", "stop_lat", "stop_lon"), *_stops()],
        "routes": [("route_id", "agency_id", "route_short_name", "route_type"), *_routes()],
        "calendar": [
            (*("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
             *("start_date", "end_date")),
            (WEEKDAYS, 1, 1, 1, 1, 1, 0, 0, f"{year}0101", f"{year}1231"),
            (WEEKEND, 0, 0, 0, 0, 0, 1, 1, f"{year}0101", f"{year}1231"),
        ],
        "trips": [("route_id", "service_id", "trip_id"), *trips],
        "stop_times": [("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"), *calls],
        "transfers": [
            ("from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"),
            *((code, code, 2, seconds) for code, seconds in CHANGING.items()),
        ],
        "feed_info": [
            ("feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date"),
            (PUBLISHER, "https://demo.example", "sv", f"{year}0101", f"{year}1231"),
        ],
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.txt", network.LONG_AGO), _table(rows), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _stops() -> Iterator[Row]:
    served = {code for line in network.table("lines.csv") for code in line["stops"].split()}
    for code, place in network.places().items():
        if code in served:
            yield code, place["place"], place["lat"], place["lon"]


def _routes() -> Iterator[Row]:
    for number, line in enumerate(network.table("lines.csv"), 1):
        yield number, 1, line["name"], line["kind"]


def _running() -> tuple[list[Row], list[Row]]:
    """Trips of all lines both ways, and their calls."""
    lasting = _lasting()
    trips: list[Row] = []
    calls: list[Row] = []
    for number, line in enumerate(network.table("lines.csv"), 1):
        codes = line["stops"].split()
        for way, stops in (("dit", codes), ("åter", codes[::-1])):
            minutes = [lasting[pair] for pair in pairwise(stops)]
            for run, leaves in enumerate(range(_minute(line["first"]), _minute(line["last"]) + 1, int(line["every"]))):
                for service in (WEEKDAYS, WEEKEND)[: 1 + (run % 2 == 0)]:
                    trip = f"{number} {way} {run} {service}"
                    trips.append((number, service, trip))
                    calls += _calls(trip, stops, minutes, leaves)
    return trips, calls


def _calls(trip: str, stops: list[str], minutes: list[int], leaves: int) -> Iterator[Row]:
    at = leaves
    for place, (stop, taking) in enumerate(zip(stops, (0, *minutes), strict=True), 1):
        at += taking
        yield trip, _clock(at), _clock(at), stop, place


def _lasting() -> dict[tuple[str, str], int]:
    """Minutes from one municipality to the next by rail, line or ferry, both ways."""
    ways = [way for way in network.ways() if way["mode"] != "road"]
    there = {(way["from"], way["to"]): int(way["minutes"]) for way in ways}
    return {(end, start): minutes for (start, end), minutes in there.items()} | there


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:00"


def _table(rows: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
