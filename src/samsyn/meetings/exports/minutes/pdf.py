"""The minutes as PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes for the same document and moment."""

from datetime import datetime
from pathlib import Path
from typing import Any

from samsyn.foundation.days import day_of
from samsyn.foundation.paper.legible import breakable, everywhere, printable
from samsyn.foundation.paper.single import apart
from samsyn.foundation.plain import to_plain
from samsyn.meetings.exports.minutes.blocks import Document

TEMPLATE = Path(__file__).with_name("minutes.typ")


def render(document: Document, made_at: datetime) -> bytes:
    """The document as PDF, set in a process of its own."""
    moment = int(made_at.timestamp())
    return apart(TEMPLATE.read_bytes(), "minutes.json", _data(document, made_at), timestamp=moment)


def _data(document: Document, made_at: datetime) -> dict[str, Any]:
    """The document as the template reads it."""
    plain: dict[str, Any] = everywhere(lambda text: breakable(printable(text)), to_plain(document))
    for block, data in zip(document.blocks, plain["blocks"], strict=True):
        data["block"] = type(block).__name__
    lang, _hyphen, region = document.tag.partition("-")
    day = day_of(made_at)
    return plain | {"lang": lang, "region": region, "date": [day.year, day.month, day.day]}
