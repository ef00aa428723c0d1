"""What cannot be read is refused with the name, what was found and the cure; never with another exception."""

import io
import zipfile

import docx
import pypdfium2
import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samsyn.plans.documents import MAX_BYTES, DocumentError, ParsedPlan, check_size, read_plan
from samsyn.plans.documents.formats import MAX_UNPACKED
from samsyn.plans.documents.messages import ERRORS, FOUND
from tests.plans.documents.builders import pdf, saved, word
from tests.plans.documents.shapes import SHAPES


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _open_document() -> bytes:
    return _zip(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})


def _bomb() -> bytes:
    return _zip(**{"word__document.xml": b"<a>" + b" " * (MAX_UNPACKED + 1)})


def _lying_bomb() -> bytes:
    """An archive that declares a small member and unfolds to a large one."""
    data = _zip(**{"word__document.xml": b"x" * 5_000_000})
    return data.replace((5_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def _scan() -> bytes:
    """A PDF of one page that holds only a picture."""
    return bytes(
        typst.compile(
            b"#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
            b"<rect width='9' height='9'/></svg>\"), format: \"svg\")"
        )
    )


# A PDF of one empty page whose trailer names a standard security handler with a user password that nobody knows.
_ENCRYPTED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%%%EOF
""" % (b"ab" * 32, b"cd" * 32)

_SWEDISH_PLAN = "Plan 2027\n\nMedlemmarna möts för att höra om målen, åren framåt och nästa väg: så går det.\n"

BAD = {
    "empty": lambda: b"",
    "only spaces": lambda: b"  \n\n \t ",
    "only signs": lambda: b"--- *** ...",
    "picture": lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "old word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "open document": _open_document,
    "rich text": lambda: rb"{\rtf1\ansi Plan}",
    "workbook": lambda: _zip(**{"xl__workbook.xml": b"<x/>"}),
    "archive": lambda: _zip(**{"plan.txt": b"Plan"}),
    "bomb": _bomb,
    "lying bomb": _lying_bomb,
    "word without package": lambda: _zip(**{"word__document.xml": b"<a/>"}),
    "truncated word": lambda: word(SHAPES["numbered"].document)[:-900],
    "half word": lambda: word(SHAPES["numbered"].document)[:9000],
    "truncated pdf": lambda: pdf(SHAPES["numbered"].document)[:700],
    "scan": _scan,
    "encrypted": lambda: _ENCRYPTED,
    "binary": lambda: bytes(range(1, 256)) * 4,
    "mac": lambda: _SWEDISH_PLAN.encode("mac_roman"),
    "dos": lambda: _SWEDISH_PLAN.encode("cp850"),
    "encoded twice": lambda: _SWEDISH_PLAN.encode().decode("cp1252").encode(),
    "utf-16 cut": lambda: "Verksamhetsplan".encode("utf-16") + b"\x41",
}
EXPECTED = {
    "empty": "empty",
    "only spaces": "empty",
    "only signs": "no_words",
    "picture": "not_a_document",
    "old word": "old_word",
    "open document": "open_document",
    "rich text": "rich_text",
    "workbook": "not_a_document",
    "archive": "not_a_document",
    "bomb": "zip_bomb",
    "lying bomb": "corrupt_docx",
    "word without package": "corrupt_docx",
    "truncated word": "corrupt_docx",
    "half word": "corrupt_docx",
    "truncated pdf": "corrupt_pdf",
    "scan": "scanned_pdf",
    "encrypted": "encrypted_pdf",
    "binary": "wrong_encoding",
    "mac": "wrong_encoding",
    "dos": "wrong_encoding",
    "encoded twice": "wrong_encoding",
    "utf-16 cut": "wrong_encoding",
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_with_its_name_and_the_cure(case: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_plan(BAD[case](), name="Planen.docx")

    assert refused.value.code == EXPECTED[case]
    assert str(refused.value).startswith("Planen.docx ")
    assert str(refused.value) == refused.value.template % refused.value.params


@pytest.mark.parametrize("case", BAD)
def test_what_was_found_is_in_words_that_are_translated(case: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_plan(BAD[case](), name="Planen.docx")
    if refused.value.code in ("not_a_document", "wrong_encoding"):
        assert refused.value.params["found"] in FOUND


def test_letters_of_other_languages_are_no_wrong_encoding() -> None:
    plan = "Plan 2027\n\nNaši občané, váš život a další možnosti: prošli jsme a vyšší, nejlepší, starší.\n"
    assert "prošli" in read_plan(plan.encode(), name="plan.txt").to_json()["preamble"][0]["text"]


def test_every_error_says_what_to_do() -> None:
    cures = ("Choose", "Open", "Save", "save", "Fetch", "Use")
    assert all(any(cure in message for cure in cures) for message in ERRORS.values())


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(DocumentError, match="300 MB; the limit is 50 MB"):
        check_size(300_000_000, name="Planen.pdf")
    with pytest.raises(DocumentError, match="51 MB; the limit is 50 MB"):
        read_plan(b"%PDF-" + bytes(MAX_BYTES), name="Planen.pdf")


@given(data=st.binary(max_size=300))
@example(data=b"%PDF-1.4 nothing")
@example(data=b"PK\x03\x04 nothing")
@settings(max_examples=300)
def test_arbitrary_bytes_give_a_plan_or_a_document_error(data: bytes) -> None:
    _read_or_refuse(data)


@given(position=st.floats(0, 0.999), change=st.binary(min_size=1, max_size=8))
@pytest.mark.parametrize("make", [word, pdf])
@settings(max_examples=60)
def test_a_damaged_document_gives_a_plan_or_a_document_error(make, position: float, change: bytes) -> None:
    whole = _WHOLE.setdefault(make, make(SHAPES["lettered"].document))
    start = int(position * len(whole))
    _read_or_refuse(whole[:start] + change + whole[start + len(change) :])


@given(change=st.text(max_size=30), position=st.floats(0, 1))
@settings(max_examples=60)
def test_damaged_xml_in_a_word_document_gives_a_plan_or_a_document_error(change: str, position: float) -> None:
    source = zipfile.ZipFile(io.BytesIO(word(SHAPES["lettered"].document)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in source.namelist():
            content = source.read(member)
            if member in ("word/document.xml", "word/numbering.xml", "word/styles.xml"):
                start = int(position * len(content))
                content = content[:start] + change.encode() + content[start:]
            archive.writestr(member, content)
    _read_or_refuse(buffer.getvalue())


_WHOLE: dict[object, bytes] = {}


def _read_or_refuse(data: bytes) -> None:
    outcome: ParsedPlan | DocumentError
    try:
        outcome = read_plan(data, name="x")
    except DocumentError as error:
        outcome = error
    assert isinstance(outcome, ParsedPlan) or str(outcome).startswith("x ")


def test_what_the_listener_raises_passes_through() -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    for data in (b"Plan", word(SHAPES["lettered"].document), pdf(SHAPES["lettered"].document)):
        with pytest.raises(Cancelled):
            read_plan(data, name="x", progress=cancel)


def test_a_word_document_without_text_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        read_plan(saved(docx.Document()), name="Tom.docx")
    assert refused.value.code == "no_words"


def test_the_scan_really_is_a_pdf_that_opens() -> None:
    assert len(pypdfium2.PdfDocument(_scan())) == 1
