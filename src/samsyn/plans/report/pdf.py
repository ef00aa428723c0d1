"""The report as PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), and the same bytes for the same content.

Set by Typst, which is given the text as data beside its template, so that nothing that people typed is read as markup.
"""

from pathlib import Path
from typing import Any

from samsyn.foundation.paper.legible import breakable, everywhere, printable, visible
from samsyn.foundation.paper.typesetting import as_pdf
from samsyn.foundation.plain import to_plain
from samsyn.plans.progress import Progress, silent
from samsyn.plans.report.blocks import Document
from samsyn.plans.report.charts import state_shapes
from samsyn.plans.report.compose import compose
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language

TEMPLATE = Path(__file__).with_name("report.typ")

NOT_SET = frozenset({"svg", "alt", "checksum"})  # pictures, what is read aloud instead of them, and what is copied


def render(content: ReportContent, language: Language, *, progress: Progress = silent) -> bytes:
    """The report as PDF. `progress` is told how far it has come and may raise to stop."""
    progress(0.0, language.say("Putting the report together"))
    document = compose(content, language)
    progress(0.1, language.say("Setting the pages"))
    moment = int(content.completed_at.timestamp())
    pages = as_pdf(TEMPLATE.read_bytes(), "report.json", _data(document, content), timestamp=moment)
    progress(1.0, language.say("The PDF is ready"))
    return pages


def _data(document: Document, content: ReportContent) -> dict[str, Any]:
    """The document as the template reads it."""
    plain: dict[str, Any] = everywhere(visible, to_plain(document))
    plain = everywhere(lambda text: breakable(printable(text)), plain, but=NOT_SET)
    for block, data in zip(document.blocks, plain["blocks"], strict=True):
        data["block"] = type(block).__name__
    lang, _hyphen, region = document.tag.partition("-")
    day = content.completed_at.date()
    return plain | {
        "title": printable(f"{document.cover.title}. {document.cover.subtitle}"),
        "lang": lang,
        "region": region,
        "date": [day.year, day.month, day.day],
        "shapes": state_shapes(),
    }
