"""Candidate measures as a table, which `reading` reads back as they were."""

import csv
import io
import math

from samsyn.sources.measures.reading import MeasureColumns
from samsyn.sources.measures.records import Candidate, Candidates, ChangeRow

DELIMITER, DECIMAL = ",", "."
COLUMNS = MeasureColumns()


def written(candidates: Candidates) -> bytes:
    """A row a change; what is said of a measure as a whole stands on its first row."""
    text = io.StringIO()
    named = COLUMNS.named()
    table = csv.DictWriter(text, list(named.values()), delimiter=DELIMITER, lineterminator="\n")
    table.writeheader()
    for candidate in candidates.measures:
        for number, row in enumerate(candidate.rows):
            cells = _change(candidate, row) | (_facts(candidate) if number == 0 else {})
            table.writerow({named[thing]: cell for thing, cell in cells.items()})
    return text.getvalue().encode()


def _change(candidate: Candidate, row: ChangeRow) -> dict[str, str]:
    return {
        "measure": candidate.key,
        "what": row.what.value,
        "link": row.link,
        "start": row.start,
        "end": row.end,
        "both_ways": "yes" if row.both_ways else "no",
        "minutes": _number(row.minutes),
        "km": _number(row.km),
        "mode": row.mode.value if row.mode else "",
    }


def _facts(candidate: Candidate) -> dict[str, str]:
    facts = candidate.facts
    return {
        "name": facts.name,
        "cost": "" if facts.cost is None else _number(facts.cost),
        "price_year": str(facts.price_year or ""),
        "year": str(facts.year or ""),
        "owner": facts.owner,
        "note": facts.note,
    }


def _number(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)
