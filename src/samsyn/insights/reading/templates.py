"""Empty tables to fill in, with the headings that are recognised when the table is read."""

from collections.abc import Mapping

from samsyn.insights.reading.mappings import MEASURE_THINGS

SWEDISH: Mapping[str, str] = {
    "measure": "åtgärd",
    "what": "vad",
    "name": "namn",
    "link": "länk",
    "start": "från",
    "end": "till",
    "both_ways": "båda håll",
    "minutes": "minuter",
    "km": "km",
    "mode": "färdmedel",
    "cost": "kostnad",
    "price_year": "prisår",
    "year": "år",
    "owner": "län",
    "note": "anmärkning",
}
ENGLISH = {"start": "from", "end": "to"}


def measures(language: str) -> bytes:
    """A table of candidate measures without rows, as a spreadsheet program in the language opens it."""
    if language.startswith("sv"):
        return f"\ufeff{';'.join(SWEDISH[thing] for thing in MEASURE_THINGS)}\r\n".encode()
    return f"\ufeff{','.join(ENGLISH.get(thing, thing) for thing in MEASURE_THINGS)}\r\n".encode()
