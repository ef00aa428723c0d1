"""No word is lost: every word of the input is somewhere in the output, as often as it stood.

Two things are reckoned with. A running head is reported once in a warning and stood on many pages, so it is taken off
the source before the comparison. A word divided at a line end stands joined in the text, so the warning that names its
parts vouches for them.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samsyn.plans.documents import read_plan
from tests.plans.documents.builders import FORMATS, Part, Script
from tests.plans.documents.shapes import SHAPES
from tests.plans.documents.words import lost

_WORDS = st.text("abcdeåäöABCDEÅÄÖ019", min_size=1, max_size=9)
_OPENINGS = st.sampled_from(
    ["", "Att ", "Målet är att ", "1. ", "2.1 ", "A. ", "Mål 1 – ", "Kapitel 2 ", "Mål: ", "Bilaga 1 ", "- ", "12 "]
)
_PHRASES = st.builds(
    lambda opening, words, ending: opening + " ".join(words) + ending,
    _OPENINGS,
    st.lists(_WORDS, min_size=1, max_size=12),
    st.sampled_from(["", ".", ":", " ..... 3", ". Målet är att b."]),
)
_LABELS = st.sampled_from(
    [
        "Övergripande mål:",
        "Aktiviteterna innefattar:",
        "Aktiviteter",
        "Innehåll",
        "Verksamheten utgår från två inriktningsmål:",
        "De prioriterade områdena för 2030 är följande:",
        "Rådsmötet ska syfta till",
        "Under året ska rådet:",
        "2030",
    ]
)
_PARTS = st.one_of(
    st.builds(Part, st.sampled_from(["title", "h1", "h2", "h3", "p", "toc"]), st.one_of(_PHRASES, _LABELS)),
    st.builds(Part, st.sampled_from(["li", "sub"]), _PHRASES, st.sampled_from(["-", "•", "–", "1)", "1.", "2.", "a)"])),
)
_SCRIPTS = st.builds(lambda parts: Script(tuple(parts)), st.lists(_PARTS, min_size=1, max_size=25))


def _source(document: Script) -> str:
    return "\n".join(f"{part.marker} {part.text}" for part in document.parts)


@pytest.mark.parametrize("name", ["plan.txt", "plan.md"])
@given(document=_SCRIPTS)
@settings(max_examples=150)
def test_no_word_of_a_text_is_lost(name: str, document: Script) -> None:
    data = FORMATS[name](document)

    assert not lost(data.decode(), read_plan(data, name=name))


@given(document=_SCRIPTS)
@settings(max_examples=30)
def test_no_word_of_a_word_document_is_lost(document: Script) -> None:
    plan = read_plan(FORMATS["plan.docx"](document), name="plan.docx")

    # Word's own bullets have no words, so the source is compared without markers that Word wrote itself.
    assert not lost("\n".join(part.text for part in document.parts), plan)


@given(document=_SCRIPTS)
@example(document=Script(tuple(Part("title", text, "") for text in ("Mål:", "Innehåll", "0", *["Innehåll"] * 2))))
@settings(max_examples=25)
def test_no_word_of_a_pdf_is_lost(document: Script) -> None:
    plan = read_plan(FORMATS["plan.pdf"](document), name="plan.pdf")

    assert not lost(_source(document), plan)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", FORMATS)
def test_no_word_of_any_shape_is_lost(name: str, shape: str) -> None:
    document = SHAPES[shape].document
    plan = read_plan(FORMATS[name](document), name=name)

    assert not lost(_source(document), plan)


def test_what_is_left_out_is_reported_with_its_words() -> None:
    document = SHAPES["wrapped"].document
    plan = read_plan(FORMATS["plan.pdf"](document), name="plan.pdf")

    told = {note.code: note.params["text"] for note in plan.warnings}
    assert told["running_head_removed"] == "Mellanbygdens samverkansråd"
    assert told["page_numbers_removed"] == "1, 2, 3"
