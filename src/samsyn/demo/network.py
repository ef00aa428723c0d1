"""The demonstration's network: rail corridors, main roads, some bus lines and the ferry to Gotland, in ordinary times.

Written by hand for the demonstration, and copied from no data set. `places.csv` has a place for each municipality, with
minutes from homes to the main road (`drive`), to the platform with the wait (`wait`), and from the platform to what one
goes to (`walk`). `ways.csv` has the ways between them, and of roads what kind they are; what they let through follows
from that (`CAPACITIES`). Times are what timetables of around 2024 and road distances at
ordinary speeds come to, rounded: approximate, for looking at, not for decisions. Every way takes as long back.

What is left out makes it coarse: queues, how often a line runs, changes (who goes on by another line does so at once),
flights, and all small ways.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from samsyn.demo.region import MUNICIPALITIES
from samsyn.insights.models import DatasetKind
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole

CAR, LINES = "väg", "hållplats"
"""What follows the code of a municipality in the codes of its two nodes: on the roads, and on rails and lines."""
PORT = "hamn"
CAPACITIES = {"six lanes": 5700, "four lanes": 3800, "three lanes": 1700, "two lanes": 1400}
"""Cars an hour in one direction by kind of road, approximate: about 1,900 a lane, less where few can overtake."""
DELAY_FACTOR, DELAY_POWER = 0.15, 4
"""Of the usual function of the Bureau of Public Roads."""
BOARDING, LANDING = 45, 10
"""Minutes from the road or the platform to where a ferry leaves, with the time that one must be there; and from it."""
COLUMNS = {
    "node": "nod", "x": "x", "y": "y", "zone": "zon", "link": "länk", "start": "från", "end": "till", "km": "km",
    "minutes": "minuter", "mode": "färdmedel", "both_ways": "båda håll", "capacity": "kapacitet",
    "delay_factor": "fördröjning", "delay_power": "potens",
}  # fmt: skip
LINK_THINGS = (
    "link", "start", "end", "km", "minutes", "mode", "both_ways", "capacity", "delay_factor", "delay_power",
)  # fmt: skip
NO_LIMITS = ("", "", "")
"""What rails, lines and small ways let through is not written down: they are as quick whoever else travels."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
TITLE = "Grovt nät i sju län (ungefärliga tider)"
DESCRIPTION = (
    "Skrivet för hand för demonstrationen: järnvägar, huvudvägar, några busslinjer och Gotlandsfärjan mellan "
    "kommunernas huvudorter. Tiderna är ungefärliga, efter tidtabeller kring 2024 och vägavstånd i vanlig fart, lika "
    "långa åt båda håll. Vägarnas kapacitet är ungefärlig, efter slag av väg. Turtäthet, bytestider, flyg och mindre "
    "vägar ingår inte, och tiderna är utan köer."
)

Row = tuple[object, ...]


def whole(*, reference: str, vintage: str) -> Whole:
    """The network as an analyst would bring it: two tables and the names of zones, in a ZIP."""
    tables: dict[str, list[Row]] = {
        "noder": [("nod", "x", "y", "zon"), *_nodes()],
        "länkar": [tuple(COLUMNS[thing] for thing in LINK_THINGS), *_links()],
        "zoner": [("zon", "namn"), *MUNICIPALITIES.items()],
    }
    return Whole(
        name="grovt-nat.zip",
        data=_packed(tables),
        kind=DatasetKind.NETWORK,
        mapping={
            "form": "listed",
            "layout": {"delimiter": ";", "decimal": "."},
            "columns": COLUMNS,
            "crs": "EPSG:4326",
        },
        described=Described(
            title=TITLE, publisher="Samsyns demonstration", licence="CC0", unit="länkar", description=DESCRIPTION
        ),
        reference=reference,
        vintage=vintage,
    )


def places() -> dict[str, dict[str, str]]:
    """The place of each municipality."""
    return {row["code"]: row for row in table("places.csv")}


def ways() -> list[dict[str, str]]:
    """The ways between them, each in both directions."""
    return table("ways.csv")


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the files of facts beside this module."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _nodes() -> Iterator[Row]:
    known = places()
    for code, place in known.items():
        at = (place["lon"], place["lat"])
        yield code, *at, code
        yield f"{code} {CAR}", *at, ""
        yield f"{code} {LINES}", *at, ""
    for code in _ports():
        yield f"{code} {PORT}", known[code]["lon"], known[code]["lat"], ""


def _links() -> Iterator[Row]:
    for way in ways():
        kind = {"road": CAR, "ferry": PORT}.get(way["mode"], LINES)
        ends = (f"{way['from']} {kind}", f"{way['to']} {kind}")
        named = f"{way['name']}: {way['from']}–{way['to']}"
        limits = (CAPACITIES[way["road"]], DELAY_FACTOR, DELAY_POWER) if way["road"] else NO_LIMITS
        yield named, *ends, way["km"], way["minutes"], way["mode"], 1, *limits
    for code, place in places().items():
        yield f"{code} bil", code, f"{code} {CAR}", 0, place["drive"], "connector", 1, *NO_LIMITS
        yield f"{code} till {LINES}", code, f"{code} {LINES}", 0, place["wait"], "connector", 0, *NO_LIMITS
        yield f"{code} från {LINES}", f"{code} {LINES}", code, 0, place["walk"], "connector", 0, *NO_LIMITS
    for code in _ports():
        for kind in (CAR, LINES):
            yield (
                f"{code} {kind} till {PORT}",
                f"{code} {kind}",
                f"{code} {PORT}",
                0,
                BOARDING,
                "transfer",
                0,
                *NO_LIMITS,
            )
            yield (
                f"{code} {PORT} till {kind}",
                f"{code} {PORT}",
                f"{code} {kind}",
                0,
                LANDING,
                "transfer",
                0,
                *NO_LIMITS,
            )


def _ports() -> list[str]:
    return sorted({way[end] for way in ways() if way["mode"] == "ferry" for end in ("from", "to")})


def _packed(tables: dict[str, list[Row]]) -> bytes:
    """The same tables always make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", LONG_AGO), text.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
