"""The members of a day as a workbook."""

from collections.abc import Iterable
from typing import Any

from samsyn.foundation import tables

HEADINGS = {
    "code": ("Kod", "Code"),
    "name": ("Namn", "Name"),
    "county": ("Län", "County"),
    "membership": ("Medlemskap", "Membership"),
    "since": ("Från", "From"),
    "inhabitants": ("Invånare", "Inhabitants"),
    "fee": ("Avgift (kr)", "Fee (SEK)"),
}
"""The columns: field, Swedish and English heading."""
WIDTHS = (12, 36, 8, 22, 12, 14, 16)


def workbook(lines: Iterable[tuple[Any, Any]], language: str) -> bytes:
    """A row for each membership with its fee; the fee is empty where it is not known."""
    column = 0 if language.startswith("sv") else 1
    rows = [
        (
            membership.organisation.code, membership.organisation.name, membership.organisation.county,
            membership.get_kind_display(), membership.since, fee.inhabitants.number if fee.inhabitants else None,
            fee.amount,
        )
        for membership, fee in lines
    ]  # fmt: skip
    return tables.to_fill_in([words[column] for words in HEADINGS.values()], rows, WIDTHS)
