"""What the tags of a way say of it: whether cars or trains go there, which way, and how fast.

Keys and values are those of the OpenStreetMap wiki (highway, oneway, junction, access, maxspeed, route=ferry, duration,
railway). Ordinary speeds are a choice: near the limits that are usual in Sweden, where 50 km/h within and 70 outside
built-up areas is the base (trafikförordningen 1998:1276, 3 kap. 17 §).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from samsyn.analysis.networks.tables import Mode

KMH: Mapping[str, float] = {
    "motorway": 110,
    "motorway_link": 70,
    "trunk": 90,
    "trunk_link": 60,
    "primary": 80,
    "primary_link": 60,
    "secondary": 70,
    "secondary_link": 50,
    "tertiary": 60,
    "tertiary_link": 40,
    "unclassified": 50,
    "residential": 40,
    "living_street": 7,
}
"""Ordinary speeds of the classes of roads that are read."""

SLOWEST_KMH, FASTEST_KMH = 1.0, 400.0
WORDS = {"walk": 7.0, "se:urban": 50.0, "se:rural": 70.0, "se:motorway": 110.0}
SPEED = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(|km/h|kmh|kph|mph)", re.ASCII)
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
ISO = re.compile(r"pt(?:(\d{1,3})h)?(?:(\d{1,4})m)?", re.ASCII)
MINUTES = re.compile(r"\d{1,4}", re.ASCII)
CLOSED = frozenset({"no", "private", "agricultural", "forestry", "emergency"})
ACCESS = ("motorcar", "motor_vehicle", "vehicle", "access")
"""The most particular first: it alone counts."""
SIDINGS = frozenset({"yard", "siding", "spur", "crossover"})
OWN_TRAFFIC = frozenset({"industrial", "military", "tourism"})
FORWARD, BACKWARD = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"})
CHANGING = frozenset({"reversible", "alternating"})


class Noted(StrEnum):
    """What is told of an extract, with how many ways or nodes; a way that is left out is named by its reason."""

    CLOSED = "Ways that are closed to ordinary traffic were left out."
    AREAS = "Areas that are marked as roads were left out."
    CHANGING = "Roads whose direction changes with the hour were left out."
    SIDINGS = "Sidings and tracks of industries and museums were left out."
    SPEED_UNREAD = "Speed limits could not be read: the ordinary speed of the class was taken."
    NO_DURATION = "Ferries have no duration that can be read: the ordinary speed of ferries was taken."
    OUTSIDE = "Nodes of ways are not in the extract: the ways end there."
    LOOPS = "Ways that only lead back to where they begin were left out."


@dataclass(frozen=True, slots=True)
class OsmChoices:
    """What is read, and how fast it is where nothing is said. A class that has no speed in `kmh` is not read."""

    kmh: Mapping[str, float] = field(default_factory=lambda: dict(KMH))
    ferry_kmh: float = 25.0
    rail: bool = False
    rail_kmh: float = 100.0

    def __post_init__(self) -> None:
        for kmh in (*self.kmh.values(), self.ferry_kmh, self.rail_kmh):
            if not SLOWEST_KMH <= kmh <= FASTEST_KMH:
                raise ValueError(f"a speed is from {SLOWEST_KMH:g} to {FASTEST_KMH:g} km/h, not {kmh}")


@dataclass(frozen=True, slots=True)
class Way:
    """Speeds along the way and against it, 0 where that is not allowed; `minutes` of the whole way, 0 if not said."""

    mode: Mode
    along: float
    against: float
    minutes: float = 0.0
    noted: tuple[Noted, ...] = ()


def understood(tags: Mapping[str, str], choices: OsmChoices) -> Way | Noted | None:
    """The way; why it is left out; or None where it is nothing that was asked for."""
    if choices.rail and tags.get("railway") == "rail":
        return _rail(tags, choices)
    if tags.get("highway") in choices.kmh:
        return _road(tags, choices)
    return _ferry(tags, choices) if tags.get("route") == "ferry" else None


def _road(tags: Mapping[str, str], choices: OsmChoices) -> Way | Noted:
    if tags.get("area") == "yes":
        return Noted.AREAS
    if _closed(tags):
        return Noted.CLOSED
    oneway = tags.get("oneway", "").casefold()
    if oneway in CHANGING:
        return Noted.CHANGING
    around = tags.get("junction") in {"roundabout", "circular"} or tags["highway"] == "motorway"
    along, against, noted = _speeds(tags, choices.kmh[tags["highway"]])
    if oneway in BACKWARD:
        return Way(Mode.ROAD, 0.0, against, noted=noted)
    if oneway in FORWARD or (around and oneway != "no"):
        return Way(Mode.ROAD, along, 0.0, noted=noted)
    return Way(Mode.ROAD, along, against, noted=noted)


def _rail(tags: Mapping[str, str], choices: OsmChoices) -> Way | Noted:
    """Trains may go both ways on any track."""
    if tags.get("service") in SIDINGS or tags.get("usage") in OWN_TRAFFIC:
        return Noted.SIDINGS
    along, against, noted = _speeds(tags, choices.rail_kmh)
    return Way(Mode.RAIL, along, against, noted=noted)


def _ferry(tags: Mapping[str, str], choices: OsmChoices) -> Way | Noted:
    if _closed(tags):
        return Noted.CLOSED
    minutes = duration(tags.get("duration", ""))
    forward = tags.get("oneway", "").casefold() in FORWARD
    against = 0.0 if forward else choices.ferry_kmh
    return Way(Mode.FERRY, choices.ferry_kmh, against, minutes, () if minutes else (Noted.NO_DURATION,))


def _closed(tags: Mapping[str, str]) -> bool:
    return next((tags[key] for key in ACCESS if key in tags), "").casefold() in CLOSED


def _speeds(tags: Mapping[str, str], ordinary: float) -> tuple[float, float, tuple[Noted, ...]]:
    both = tags.get("maxspeed", "")
    texts = [tags.get(f"maxspeed:{way}", both) for way in ("forward", "backward")]
    found = [speed(text) for text in texts]
    unread = any(text and text.casefold() not in {"none", "signals", "variable"} for text in texts if not speed(text))
    return found[0] or ordinary, found[1] or ordinary, (Noted.SPEED_UNREAD,) if unread else ()


def speed(text: str) -> float:
    """Kilometres an hour; 0 where there is no limit or it cannot be read."""
    text = text.strip().casefold()
    if text in WORDS:
        return WORDS[text]
    found = SPEED.fullmatch(text)
    if not found:
        return 0.0
    kmh = float(found[1]) * (1.609344 if found[2] == "mph" else 1.0)
    return kmh if SLOWEST_KMH <= kmh <= FASTEST_KMH else 0.0


def duration(text: str) -> float:
    """Minutes of 1:30, 1:30:00, PT1H30M or a plain number of minutes; 0 where it cannot be read."""
    text = text.strip().casefold()
    if found := CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2]) + int(found[3] or 0) / 60
    if found := ISO.fullmatch(text):
        return int(found[1] or 0) * 60.0 + int(found[2] or 0)
    return float(text) if MINUTES.fullmatch(text) else 0.0
