"""What a table of indicator values would do to a plan, before anything is done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from samsyn.plans import rules
from samsyn.plans.exchange.value_table import Fault, Row, read
from samsyn.plans.models import Indicator, Plan
from samsyn.plans.queries import indicators
from samsyn.plans.queries.indicators import Reading


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value that the table would enter; `corrects` is the value known for the date, where there is one."""

    indicator: Indicator
    row: Row
    source: str
    territory: str
    corrects: Decimal | None


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a table would enter, how many of its values are known already, and all that is wrong with it.

    A table with any fault is not entered at all.
    """

    values: tuple[NewValue, ...]
    unchanged: int
    faults: tuple[Fault, ...]


def preview(plan: Plan, *, file: str, content: bytes, by: Any, on: date) -> Preview:
    """What entering the table would do, for somebody on a day: constant queries."""
    rows, faults = read(file, content)
    readings = indicators.of_plan(plan)
    named = _by_name(readings)
    everything = rules.has_role(by, *rules.READS_ALL, on=on)
    owned = frozenset() if everything else rules.owned_items(by, plan, on=on)
    values: list[NewValue] = []
    unchanged = 0
    faults += _repeated(file, rows)
    for row in rows:
        found = named.get(row.indicator.casefold(), [])
        wrong = list(_wrong(file, row, found, on))
        if not wrong and not everything and found[0].indicator.item_id not in owned:
            wrong = [_fault(file, row, "indicator", row.indicator, _("an indicator of a goal that you own"))]
        faults += wrong
        if wrong:
            continue
        new = _new_value(row, found[0])
        values += [new] if new else []
        unchanged += new is None
    return Preview(tuple(values), unchanged, tuple(sorted(faults, key=lambda fault: (fault.sheet, fault.row))))


def _by_name(readings: tuple[Reading, ...]) -> dict[str, list[Reading]]:
    named: dict[str, list[Reading]] = {}
    for each in readings:
        for name in {str(each.indicator.key), each.indicator.name.casefold()}:
            named.setdefault(name, []).append(each)
    return named


def _wrong(file: str, row: Row, found: list[Reading], on: date) -> Iterator[Fault]:
    if not found:
        yield _fault(file, row, "indicator", row.indicator, _("the name or key of an indicator of this plan"))
        return
    if len(found) > 1:
        yield _fault(file, row, "indicator", row.indicator, _("the key, because several indicators have this name"))
    elif found[0].indicator.series_id is not None:
        yield _fault(file, row, "indicator", row.indicator, _("an indicator that does not follow a published series"))
    if row.on > on:
        yield _fault(file, row, "on", row.on.isoformat(), _("a date that has come"))
    if not indicators.fits(row.value):
        yield _fault(
            file, row, "value", f"{row.value:f}", _("at most 14 digits before the decimal sign and 6 after it")
        )
    for field, longest in (("source", 300), ("territory", 200)):
        text = getattr(row, field)
        if len(text) > longest:
            yield _fault(file, row, field, text[:40] + "…", _("at most %(most)s characters") % {"most": longest})


def _repeated(file: str, rows: list[Row]) -> list[Fault]:
    times = Counter((row.indicator.casefold(), row.on) for row in rows)
    expected = _("one value for each indicator and date")
    return [
        _fault(file, row, "on", row.on.isoformat(), expected)
        for row in rows
        if times[row.indicator.casefold(), row.on] > 1
    ]


def _new_value(row: Row, reading: Reading) -> NewValue | None:
    """What the row would enter, or None where just that is known already."""
    source = row.source or reading.indicator.source
    territory = row.territory or reading.indicator.territory
    known = next((value for value in reading.values if value.on == row.on), None)
    if known and (known.value, known.source, known.territory) == (row.value, source, territory):
        return None
    return NewValue(reading.indicator, row, source, territory, known.value if known else None)


def _fault(file: str, row: Row, field: str, found: str, expected: str) -> Fault:
    return Fault(file, row.sheet, row.number, row.columns.get(field, ""), found, expected)
