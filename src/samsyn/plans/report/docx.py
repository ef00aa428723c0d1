"""The report as a Word document: real styles, editable, with the same parts as the PDF."""

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from samsyn.foundation.paper import word as paper
from samsyn.foundation.paper.wordml import TAB, field, paragraph, run
from samsyn.plans.progress import Progress, silent
from samsyn.plans.report.blocks import Document
from samsyn.plans.report.compose import compose
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language
from samsyn.plans.report.pictures import pictures
from samsyn.plans.report.word_body import Body, drawings


def render(content: ReportContent, language: Language, *, progress: Progress = silent) -> bytes:
    """The report as DOCX. `progress` is told how far it has come and may raise to stop."""
    progress(0.0, language.say("Putting the report together"))
    document = compose(content, language)
    progress(0.1, language.say("Drawing the charts"))
    drawn = pictures(drawings(document))
    progress(0.5, language.say("Writing the Word document"))
    word = paper.package(_around(document, content))
    relations = [_related(word, number, picture) for number, picture in enumerate(drawn, start=1)]
    written = paper.saved(word, Body(document, relations, paper.references(word)).write(), content.completed_at)
    progress(1.0, language.say("The Word document is ready"))
    return written


def _around(document: Document, content: ReportContent) -> paper.Surroundings:
    pages = (run(f"{document.page} "), field("PAGE", "1"), run(f" {document.of} "), field("NUMPAGES", "1"))
    return paper.Surroundings(
        tag=document.tag,
        title=f"{document.cover.title}. {document.cover.subtitle}",
        author=document.cover.council,
        header=paragraph("Header", run(document.cover.council), TAB, run(document.running)),
        footer=paragraph("Footer", run(document.footer), TAB, *pages),
        made_at=content.completed_at,
    )


def _related(word: WordDocument, number: int, picture: bytes) -> str:
    """The id of the relation to a picture that is put into the package."""
    part = Part(PackURI(f"/word/media/image{number}.png"), CONTENT_TYPE.PNG, picture, word.part.package)
    return str(word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
