"""Minutes made into a document and into files, for whoever may read all of them or only what is open."""

from dataclasses import replace

from samsyn.meetings.exports.minutes import docx, pdf
from samsyn.meetings.exports.minutes.blocks import Document
from samsyn.meetings.exports.minutes.compose import Confirmation, Standing, compose
from samsyn.meetings.models import Minutes, MinutesState
from samsyn.meetings.report.content import MinutesContent

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def has_closed(content: MinutesContent) -> bool:
    """Whether part of the minutes is closed to the public."""
    return any(item.closed for item in content.items)


def without_closed(content: MinutesContent) -> MinutesContent:
    """The minutes without what is closed to the public: neither titles nor decisions of closed items."""
    return replace(content, items=tuple(item for item in content.items if not item.closed))


def document(minutes: Minutes, content: MinutesContent) -> Document:
    """The minutes in words."""
    confirmations = tuple(
        Confirmation(each.person.name, "chair" if each.chair else "adjuster", each.confirmed_at)
        for each in minutes.adjusters.all()
    )
    read = {item.key for item in content.items}  # what corrects a closed item is as closed as the item
    corrections = tuple(
        (each.made_at, each.text)
        for each in minutes.corrections.all()
        if each.item is None or str(each.item.key) in read
    )
    adjusted = minutes.state == MinutesState.ADJUSTED
    return compose(content, Standing(adjusted, minutes.sha256, confirmations, corrections))


def made(minutes: Minutes, content: MinutesContent, format: str) -> bytes:
    """The minutes as `pdf` or `docx`; the same bytes for the same content and standing."""
    render = {"pdf": pdf.render, "docx": docx.render}[format]
    return render(document(minutes, content), minutes.adjusted_at or content.made_at)
