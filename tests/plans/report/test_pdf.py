import ctypes
import re

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from samsyn.plans.report import pdf
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import ENGLISH, SWEDISH
from tests.plans.report.drawn import hostile_report, long_report, report, small_report


@pytest.fixture(scope="module")
def small():
    return pdf.render(small_report(), SWEDISH)


def text_of(made: bytes) -> str:
    """All text in the order in which it is drawn, without line ends, soft hyphens and break marks."""
    document = pypdfium2.PdfDocument(made)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(re.sub(r"[\u00ad\u200b\x02](\r?\n)?", "", "\n".join(pages)).split())


def in_wide(call, handle) -> str:
    """Text that PDFium writes as UTF-16 into a buffer."""
    length = call(handle, None, 0)
    buffer = ctypes.create_string_buffer(length)
    call(handle, ctypes.cast(buffer, call.argtypes[1]), length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le")


def elements(made: bytes):
    """The structure tree in reading order: (type, alternative text)."""
    document = pypdfium2.PdfDocument(made)
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n))
        pdfium.FPDF_StructTree_Close(tree)


def below(element):
    yield (
        in_wide(pdfium.FPDF_StructElement_GetType, element),
        in_wide(pdfium.FPDF_StructElement_GetAltText, element),
    )
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            yield from below(child)


def test_it_is_tagged_in_swedish_with_a_title_and_bookmarks(small):
    document = pypdfium2.PdfDocument(small)
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert in_wide(pdfium.FPDFCatalog_GetLanguage, document.raw) == "sv-SE"
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == "Uppföljning av Verksamhetsplan 2018. Per den 30 april 2018"
    assert metadata["Author"] == "Storregionala rådet"
    assert metadata["CreationDate"].startswith("D:20180514")
    bookmarks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert (0, "Sammanfattning") in bookmarks
    assert (1, "2 Infrastruktur och transporter") in bookmarks


def test_it_says_that_it_follows_pdf_ua_and_pdf_a(small):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in small
    assert b"<pdfaid:part>2</pdfaid:part>" in small
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in small
    assert re.search(rb"/DisplayDocTitle true", small)


def test_headings_tables_lists_and_figures_are_what_they_look_like(small):
    tags = list(elements(small))
    kinds = [kind for kind, _alt in tags]
    for kind in ("H1", "H2", "H3", "H4", "Table", "THead", "TBody", "TH", "TD", "L", "LI", "Figure", "TOC"):
        assert kind in kinds, kind
    figures = [alt for kind, alt in tags if kind == "Figure"]
    assert len(figures) == 4  # two bars, two charts; the third indicator has no number to draw
    assert figures[0] == "Mål: Enligt plan 1, Kan inte bedömas 1, Ej bedömt 1"
    assert figures[2].startswith("Restid, medel av åtta stråk, minuter. Utgångsläge: 2014-12-31 71.")


def test_everything_can_be_read_in_order(small):
    text = text_of(small)
    order = [
        "Storregionala rådet",
        "Innehåll",
        "Sammanfattning Årets första fyra månader",
        "Läget per område Mål per område och status",
        "Förändringar sedan den 31 december 2017",
        "Avvikelser och åtgärder Att kartlägga godsflöden till, från, genom och inom regionen Avviker från plan",
        "Ny upphandling i juni med delat uppdrag.",
        "Kan inte bedömas eller ej bedömt Mål eller aktivitet Status Skäl",
        "Indikatorer Linjen visar värdena",
        "Vad som saknas i uppföljningen Saknar ansvarig: 2",
        "Klarmarkerade områden",
        "Bilaga: hela planen",
        "Om rapporten",
        small_report().sha256(),
    ]
    place = 0
    for words in order:
        place = text.find(words, place)
        assert place >= 0, f"not found, or not in its place: {words}"


def test_pages_are_numbered_from_the_cover(small):
    document = pypdfium2.PdfDocument(small)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert "Sida" not in pages[0]
    assert f"Sida 2 av {len(document)}" in pages[1]
    assert f"Sida {len(document)} av {len(document)}" in pages[-1]


def test_the_same_content_gives_the_same_bytes(small):
    again = ReportContent.from_json(small_report().to_json())
    assert pdf.render(again, SWEDISH) == small


def test_it_is_made_in_english_too():
    made = pdf.render(small_report(), ENGLISH)
    text = text_of(made)
    assert "Deviations and actions" in text
    assert "Cannot be assessed" in text
    assert "Sammanfattning" not in text
    assert in_wide(pdfium.FPDFCatalog_GetLanguage, pypdfium2.PdfDocument(made).raw) == "en-GB"


def test_an_empty_report_is_a_whole_document():
    text = text_of(pdf.render(report(), SWEDISH))
    assert "Planen har ännu inga indikatorer." in text
    assert "Detta är den första uppföljningen av planen." in text


def test_hostile_text_is_text():
    text = text_of(pdf.render(hostile_report(), SWEDISH))
    assert '#import "@preview/x:1.0.0": * #panic("no") $ x^2 $ ] } ) *bold* _em_ `raw` <label> @ref' in text
    assert "<script>alert(1)</script> & </w:t> <!-- --> ]]>" in text
    assert "emoji [grinning face]" in text
    assert "nul bell escape" in text
    assert "{plan} {0} %s {{x}}" in text


def test_long_words_stay_inside_the_margins():
    made = pdf.render(hostile_report(), SWEDISH)
    for page in pypdfium2.PdfDocument(made):
        width, _height = page.get_size()
        words = page.get_textpage()
        boxes = [words.get_charbox(n) for n in range(words.count_chars())]
        assert max(right for _left, _bottom, right, _top in boxes) <= width - 50
        assert min(left for left, _bottom, right, _top in boxes if right > 0) >= 75


def test_a_long_report_has_every_item():
    content = long_report(5, 20, 100)
    text = text_of(pdf.render(content, SWEDISH))
    for item in content.items:
        assert (item.wording or item.name) in text


def test_progress_is_told_and_may_stop_the_work():
    told = []
    pdf.render(report(), SWEDISH, progress=lambda share, message: told.append((share, message)))
    assert told == [
        (0.0, "Ställer samman rapporten"),
        (0.1, "Sätter sidorna"),
        (1.0, "PDF-filen är klar"),
    ]

    class Cancelled(Exception):
        pass

    def stop(share, message):
        raise Cancelled

    with pytest.raises(Cancelled):
        pdf.render(report(), SWEDISH, progress=stop)
