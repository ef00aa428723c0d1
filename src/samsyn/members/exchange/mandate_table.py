"""A table of mandates, a row each: who sits where, for whom. `foundation.tables` says what files may look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samsyn.foundation import tables
from samsyn.foundation.tables import Columns, Fault, Line

FIELDS = {
    "organ": ("organ", "organ"),
    "role": ("uppdrag", "role"),
    "name": ("namn", "name"),
    "email": ("e-post", "email"),
    "appointed_by": ("utsedd av", "appointed by"),
    "party": ("parti", "party"),
    "since": ("från", "from"),
    "until": ("till", "until"),
    "entry_order": ("inträdesordning", "entry order"),
    "stands_in_for": ("ersätter", "stands in for"),
}
"""The columns: field, Swedish and English heading."""
REQUIRED = ("organ", "role", "name", "since")
ROLES: Mapping[str, str] = {
    "ordförande": "chair",
    "chair": "chair",
    "förste vice ordförande": "first_vice_chair",
    "1:e vice ordförande": "first_vice_chair",
    "first vice chair": "first_vice_chair",
    "andre vice ordförande": "second_vice_chair",
    "2:e vice ordförande": "second_vice_chair",
    "second vice chair": "second_vice_chair",
    "ledamot": "delegate",
    "delegate": "delegate",
    "ersättare": "substitute",
    "substitute": "substitute",
    "sekreterare": "secretary",
    "secretary": "secretary",
    "revisor": "auditor",
    "auditor": "auditor",
}
"""Roles by the words that may stand in a cell, in either language."""
WIDTHS = (16, 24, 28, 32, 24, 20, 12, 12, 16, 28)


@dataclass(frozen=True, slots=True)
class Row:
    """One mandate as it stands in the table; `line` names faults that are found later."""

    line: Line
    organ: str
    role: str
    name: str
    email: str
    appointed_by: str
    party: str
    since: date
    until: date | None
    entry_order: int | None
    stands_in_for: str


def read(name: str, content: bytes) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and everything that cannot. Raises `NotATable` where the file is no table at all."""
    headings = {heading: field for field, words in FIELDS.items() for heading in words}
    words = _("the headings organ, role, name and from, and where wanted those of the template, each once")
    lines, faults = tables.read(name, content, Columns(headings, REQUIRED, words))
    rows = [_row(line, faults) for line in lines]
    return [row for row in rows if row is not None], faults


def to_fill_in(language: str) -> bytes:
    """A workbook with the headings, to fill in."""
    column = 0 if language.startswith("sv") else 1
    return tables.to_fill_in([words[column].capitalize() for words in FIELDS.values()], (), WIDTHS)


def _row(line: Line, faults: list[Fault]) -> Row | None:
    before = len(faults)
    organ = line.take("organ", tables.filled_text, _("the name or code of an organ"), faults)
    role = line.take("role", lambda raw: ROLES.get(tables.text(raw).lower()), _roles(), faults)
    name = line.take("name", tables.filled_text, _("the name of a person"), faults)
    since = line.take("since", tables.day, _("a date such as 2018-04-30"), faults)
    texts = {field: _text(line, field, faults) for field in ("email", "appointed_by", "party", "stands_in_for")}
    until = _day_or_nothing(line, since, faults)
    order = _number_or_nothing(line, faults)
    if texts["email"] and "@" not in texts["email"]:
        faults.append(line.fault("email", _("an e-mail address, or nothing")))
    if len(faults) > before or not organ or not role or not name or not since:
        return None
    return Row(line, organ, role, name, since=since, until=until, entry_order=order, **texts)


def _roles() -> str:
    return _("a role: chair, first vice chair, second vice chair, delegate, substitute, secretary or auditor")


def _text(line: Line, field: str, faults: list[Fault]) -> str:
    return line.take(field, tables.text, _("a text, without formula"), faults) or ""


def _day_or_nothing(line: Line, since: date | None, faults: list[Fault]) -> date | None:
    if not line.given("until"):
        return None
    until = line.take("until", tables.day, _("a date such as 2018-04-30, or nothing"), faults)
    if since and until and until < since:
        faults.append(line.fault("until", _("a day that is not before the first, %(day)s") % {"day": since}))
    return until


def _number_or_nothing(line: Line, faults: list[Fault]) -> int | None:
    if not line.given("entry_order"):
        return None
    return line.take("entry_order", tables.whole_number, _("a whole number, or nothing"), faults)
