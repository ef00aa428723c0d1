"""What is particular to each format."""

import io
import zipfile

import docx
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from samsyn.plans.documents import ParsedPlan, read_plan
from tests.plans.documents.builders import pdf, saved, script, word
from tests.plans.documents.outlines import outline
from tests.plans.documents.shapes import SHAPES

_PLAN = "Ödeshögs plan 2024\n\n1. Åker och äng\n\nMål:\n- Att så\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_that_offices_have(encoding: str) -> None:
    plan = read_plan(_PLAN.encode(encoding), name="plan.txt")

    assert plan.title == "Ödeshögs plan 2024"
    assert plan.sections[0].title == "Åker och äng"
    assert [note.code for note in plan.warnings] == (["encoding_guessed"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_every_line_ending(ending: str) -> None:
    plan = read_plan(_PLAN.replace("\n", ending).encode(), name="plan.txt")

    assert plan.sections[0].goals[0].place.line == 6


def test_the_content_decides_the_format_not_the_name() -> None:
    document = SHAPES["lettered"].document

    assert outline(read_plan(pdf(document), name="plan.docx")) == SHAPES["lettered"].outline
    assert outline(read_plan(word(document), name="plan.txt")) == SHAPES["lettered"].outline


def test_the_name_of_the_file_is_the_title_of_a_plan_without_one() -> None:
    plan = read_plan(b"- Att bygga en bro.\n- Att riva en bro.", name="Bron 2031.txt")

    assert (plan.title, plan.year) == ("Bron 2031", 2031)
    assert {"no_title", "no_sections"} <= {note.code for note in plan.warnings}


def test_underlined_headings_of_markdown() -> None:
    plan = read_plan(b"Plan 2024\n=========\n\n1. Resor\n--------\n\nMer.\n\n2. Hav\n------\n\nSalt.\n", name="plan.md")

    assert [(section.number, section.title) for section in plan.sections] == [("1", "Resor"), ("2", "Hav")]


def test_wrapped_lines_with_hyphens_become_whole_words() -> None:
    source = (
        "Plan 2024\n\n1. Resor\n\nResandet med den gemensamma kollektiv-\ntrafiken ökar, liksom person- och gods-\n"
        "trafiken samt sjö-\noch flygtrafiken. I Stockholm-\nMälarregionen ökar den mest av alla delar.\n"
    )
    plan = read_plan(source.encode(), name="plan.txt")

    assert plan.sections[0].text == (
        "Resandet med den gemensamma kollektivtrafiken ökar, liksom person- och godstrafiken samt sjö- och "
        "flygtrafiken. I Stockholm-Mälarregionen ökar den mest av alla delar."
    )
    assert [note.params for note in plan.warnings] == [{"count": 2, "text": "kollektiv-trafiken, gods-trafiken"}]


def test_page_numbers_and_heads_of_text_without_form_feeds() -> None:
    body = "Mål:\n- Att göra {0} saker under året.\n\nRegionplan 2024   {0}\n\n"
    source = "Regionens plan 2024\n\n1. Resor\n\n" + "".join(body.format(page) for page in (1, 2, 3))
    plan = read_plan(source.encode(), name="plan.txt")

    assert [item.text for item in plan.sections[0].goals] == [f"Att göra {n} saker under året." for n in (1, 2, 3)]
    assert [(note.code, note.params["count"]) for note in plan.warnings] == [("running_head_removed", 3)]


def _numbered_heading(document: "docx.document.Document", text: str, level: int) -> None:
    paragraph = document.add_heading(text, level)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>')
    )


def _with_heading_numbers(document: "docx.document.Document") -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, pattern in enumerate(("%1.", "%1.%2"))
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def test_numbers_that_word_writes_itself() -> None:
    document = docx.Document()
    _with_heading_numbers(document)
    document.add_paragraph("Plan 2024", style="Title")
    for text, level in (("Resor", 1), ("Tåg", 2), ("Buss", 2), ("Hav", 1), ("Fisk", 2)):
        _numbered_heading(document, text, level)
    plan = read_plan(saved(document), name="plan.docx")

    assert [(section.number, section.title) for section in plan.walk()] == [
        ("1", "Resor"),
        ("1.1", "Tåg"),
        ("1.2", "Buss"),
        ("2", "Hav"),
        ("2.1", "Fisk"),
    ]


def test_bold_lines_are_headings_and_bold_beginnings_are_titles() -> None:
    document = docx.Document()
    document.add_paragraph("Plan 2024", style="Title")
    document.add_paragraph("Årets prioriteringar:")
    point = document.add_paragraph(style="List Bullet")
    point.add_run("Tåg till kusten").bold = True
    point.add_run(" med egen vagn för cyklar")
    document.add_paragraph().add_run("Resor").bold = True
    document.add_paragraph().add_run("Övergripande mål:").bold = True
    document.add_paragraph("Fler reser.")
    plan = read_plan(saved(document), name="plan.docx")

    assert [(point.title, point.text) for point in plan.priorities] == [("Tåg till kusten", "med egen vagn för cyklar")]
    assert [(section.title, len(section.goals)) for section in plan.sections] == [("Resor", 1)]


def test_tables_content_controls_text_boxes_and_insertions_keep_their_words() -> None:
    document = docx.Document()
    document.add_heading("1. Resor", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mål i tabell", "Ansvarig"
    names = nsdecls("w")
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run.format('Rutans ord')}</w:p></w:txbxContent></w:pict></w:r>"
    gone = "<w:del><w:r><w:delText>Borta</w:delText></w:r></w:del>"
    body = document.element.body
    for inner in (
        f"<w:sdt {names}><w:sdtContent><w:p>{run.format('Fältets ord')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p {names}><w:ins>{run.format('Infogade ord')}</w:ins>{gone}</w:p>",
        f"<w:p {names}>{box}</w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(inner))
    plan = read_plan(saved(document), name="plan.docx")

    assert plan.sections[0].text == "Mål i tabell | Ansvarig\n\nFältets ord\n\nInfogade ord\n\nRutans ord"
    assert "table_as_text" in [note.code for note in plan.warnings]


def test_headers_of_word_are_reported() -> None:
    plan = read_plan(word(script("title Plan 2024\nh1 1. Resor\np Mer tåg.", head="Rådets huvud")), name="plan.docx")

    assert [note.params["text"] for note in plan.warnings if note.code == "word_head_removed"] == ["Rådets huvud"]


def test_pdf_paragraphs_are_whole_although_their_lines_and_words_are_divided() -> None:
    document = SHAPES["wrapped"].document
    plan = read_plan(pdf(document), name="plan.pdf")

    paragraphs = [part.text for part in document.parts if part.kind == "p" and part.text.endswith(".")]
    assert [section.text for section in plan.sections] == [paragraphs[0], "\n\n".join(paragraphs[1:])]
    assert [item.place.page for item in plan.sections[1].activities] == [2, 2]


def test_a_heading_that_often_begins_a_page_is_no_running_head() -> None:
    texts = ["Rådet har mött alla kommuner.", "Hamnen byggs ut i etapper.", "Skolan får nya lokaler i höst."]
    pages = [f"= {n}. Del {n}\n{text}\n#pagebreak()\n== Bakgrund\n{text}" for n, text in enumerate(texts, start=1)]
    source = "#set page(height: 7cm)\n#set text(size: 9pt)\n" + "\n#pagebreak()\n".join([*pages, "Slutet är nära."])
    plan = read_plan(bytes(typst.compile(source.encode())), name="plan.pdf")

    assert [section.title for section in plan.walk()] == [
        "Del 1",
        "Bakgrund",
        "Del 2",
        "Bakgrund",
        "Del 3",
        "Bakgrund",
    ]
    assert "running_head_removed" not in [note.code for note in plan.warnings]


def test_a_page_of_a_pdf_without_text_is_told() -> None:
    source = b"= 1. Resor\nText.\n#pagebreak()\n#rect()\n#pagebreak()\nMer text."
    plan = read_plan(bytes(typst.compile(source)), name="plan.pdf")

    assert [note.place.page for note in plan.warnings if note.code == "page_without_text"] == [2]


def test_two_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    words = "Rådets arbete med tåg och båt pågår hela året i alla kommuner. " * 6
    source = f"#set page(height: 9cm, columns: 2)\n= 1. Resor\n{words}\n\n= 2. Hav\nAktiviteter:\n\n• Att bada."
    plan = read_plan(bytes(typst.compile(source.encode())), name="plan.pdf")

    assert [section.title for section in plan.sections] == ["Resor", "Hav"]
    assert plan.sections[0].text.replace("\n\n", " ") == words.strip()
    assert [item.text for item in plan.sections[1].activities] == ["Att bada."]


def test_a_packed_word_document_reads_as_an_unpacked_one() -> None:
    source = zipfile.ZipFile(io.BytesIO(word(SHAPES["lettered"].document)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for member in source.namelist():
            archive.writestr(member, source.read(member))

    assert outline(read_plan(buffer.getvalue(), name="x")) == SHAPES["lettered"].outline


@pytest.mark.parametrize("shape", SHAPES)
def test_json_comes_back_as_the_same_plan(shape: str) -> None:
    plan = read_plan(word(SHAPES[shape].document), name="plan.docx")

    assert ParsedPlan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("make", [word, pdf])
def test_the_same_bytes_give_the_same_plan(make) -> None:
    data = make(SHAPES["numbered"].document)

    assert read_plan(data, name="x") == read_plan(data, name="x")
