import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from samsyn.foundation.paper.legible import visible
from samsyn.plans.report import docx as word
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import ENGLISH, SWEDISH
from tests.plans.report.drawn import COMPLETED, HOSTILE, hostile_report, long_report, report, small_report


@pytest.fixture(scope="module")
def small():
    return word.render(small_report(), SWEDISH)


def opened(made: bytes):
    return docx.Document(io.BytesIO(made))


def text_of(made: bytes) -> str:
    """All text of the body, tables too, a paragraph a line."""
    paragraphs = opened(made).element.body.iter(qn("w:p"))
    return "\n".join("".join(part.text or "" for part in p.iter(qn("w:t"))) for p in paragraphs)


def test_headings_have_real_styles(small):
    headings = [(p.style.name, p.text) for p in opened(small).paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Sammanfattning")
    assert ("Heading 2", "Saknar ansvarig: 2") in headings
    assert ("Heading 3", "2.1 En bättre sits") in headings
    assert opened(small).paragraphs[1].style.name == "Title"
    assert {"List Bullet", "Caption", "toc 1", "Item heading 2", "Fact"} <= {
        p.style.name for p in opened(small).paragraphs
    }


def test_every_style_that_is_used_is_defined(small):
    document = opened(small)
    defined = {style.style_id for style in document.styles}
    used = {
        element.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for element in document.element.body.iter(qn(tag))
    }
    assert used <= defined


def test_items_can_be_found_in_the_navigation_without_filling_the_contents(small):
    styles = opened(small).styles
    assert styles["Item heading 3"].base_style.name == "Heading 3"
    entries = [p.text.split("\t")[0] for p in opened(small).paragraphs if p.style.name.startswith("toc")]
    assert "2 Infrastruktur och transporter" in entries
    assert "Ta fram en gemensam systemanalys" not in entries


def test_the_contents_are_a_field_with_links_that_lead_somewhere(small):
    body = opened(small).element.body
    fields = [f.text for f in body.iter(qn("w:instrText"))]
    assert any(f.strip().startswith('TOC \\o "1-2"') for f in fields)
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= bookmarks


def test_tables_repeat_their_head_and_hold_the_counts(small):
    tables = [t for t in opened(small).tables if t.style.name == "Report table"]
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    goals = [[cell.text for cell in row.cells] for row in tables[0].rows]
    assert goals[:2] == [
        ["Område", "►\nEnligt plan", "?\nKan inte bedömas", "–\nEj bedömt", "Alla"],
        ["2 Infrastruktur och transporter", "1", "1", "1", "3"],
    ]


def test_the_cover_stands_alone_and_other_pages_have_head_and_numbers(small):
    cover, rest = opened(small).sections
    assert [p.text for p in cover.header.paragraphs if p.text] == []
    head = rest.header.paragraphs[0].text
    assert head == "Storregionala rådet\tVerksamhetsplan 2018: uppföljning per den 30 april 2018"
    foot = rest.footer.paragraphs[0]
    assert foot.text.startswith("Rapport 1, fastställd den 14 maj 2018\tSida ")
    assert [f.text.strip() for f in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_pictures_have_text_instead_of_them(small):
    alts = [picture.get("descr") for picture in opened(small).element.body.iter(qn("wp:docPr"))]
    assert len(alts) == 4
    assert alts[0] == "Mål: Enligt plan 1, Kan inte bedömas 1, Ej bedömt 1"
    assert alts[2].startswith("Restid, medel av åtta stråk, minuter.")
    with zipfile.ZipFile(io.BytesIO(small)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 4
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_the_document_says_what_it_is_and_in_which_language(language):
    document = opened(word.render(small_report(), language))
    default = next(document.styles.element.iter(qn("w:lang")))
    assert default.get(qn("w:val")) == language.tag
    assert document.core_properties.language == language.tag
    assert document.core_properties.author == "Storregionala rådet"
    assert document.core_properties.modified == COMPLETED
    assert "30 april 2018".lower() in document.core_properties.title.lower()


def test_everything_that_was_said_is_there(small):
    text = text_of(small)
    for item in small_report().items:
        assert item.name in text
        if item.follow_up:
            for said in (item.follow_up.text, item.follow_up.consequence, item.follow_up.action):
                assert said in text
    assert small_report().sha256() in text


def test_an_empty_report_is_a_whole_document():
    assert "Planen är tom." in text_of(word.render(report(), SWEDISH))


def test_hostile_text_is_text():
    text = text_of(word.render(hostile_report(), SWEDISH))
    for words in HOSTILE:
        for line in visible(words).split("\n"):
            assert line in text


def test_every_part_is_sound_xml_after_hostile_text():
    with zipfile.ZipFile(io.BytesIO(word.render(hostile_report(), SWEDISH))) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        assert len(parts) > 8
        for name in parts:
            etree.fromstring(archive.read(name))


def test_a_long_report_has_every_item():
    content = long_report(5, 20, 100)
    text = text_of(word.render(content, SWEDISH))
    assert all((item.wording or item.name) in text for item in content.items)


def test_the_same_content_gives_the_same_bytes(small):
    again = ReportContent.from_json(small_report().to_json())
    assert word.render(again, SWEDISH) == small


def test_progress_may_stop_the_work():
    class Cancelled(Exception):
        pass

    told = []

    def stop(share, message):
        told.append((share, message))
        if share >= 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        word.render(report(), SWEDISH, progress=stop)
    assert told == [
        (0.0, "Ställer samman rapporten"),
        (0.1, "Ritar diagrammen"),
        (0.5, "Skriver Word-dokumentet"),
    ]
