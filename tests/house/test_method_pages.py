"""The pages of the methods say the same in both languages: as many headings, and in every part the same numbers."""

import re
from collections import Counter

import pytest

from samsyn.insights.studies.catalogue import STUDIES
from tests.house.tree import ROOT

METHODS = ROOT / "docs" / "methods"
THOUSANDS = {"en": r"\d{1,3}(?:,\d{3})+", "sv": r"\d{1,3}(?:\u00a0\d{3})+"}
PAGES = sorted({study.method for study in STUDIES.values()} | {path.stem for path in (METHODS / "sv").glob("*.md")})


def _text(name: str, language: str) -> str:
    folder = METHODS if language == "en" else METHODS / language
    return (folder / f"{name}.md").read_text(encoding="utf-8")


def _parts(name: str, language: str) -> list[tuple[str, str, str]]:
    """Level, heading and text of every part, headings included."""
    pieces = re.split(r"^(#+) (.+)$", _text(name, language), flags=re.MULTILINE)
    return list(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True))


def numbers(text: str, language: str) -> Counter[str]:
    """The numbers of a text, written alike; the place of a list's item is none."""
    text = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
    return Counter(_in_order(text, language))


def _in_order(text: str, language: str) -> list[str]:
    found = re.findall(rf"{THOUSANDS[language]}|\d+(?:[.,]\d+)?", text)
    return [re.sub(r",(?=\d{3})" if language == "en" else "\u00a0", "", each).replace(",", ".") for each in found]


@pytest.mark.parametrize("name", PAGES)
def test_a_method_page_has_the_same_parts_in_both_languages(name):
    english, swedish = _parts(name, "en"), _parts(name, "sv")
    assert [level for level, _heading, _text in english] == [level for level, _heading, _text in swedish]


@pytest.mark.parametrize("name", PAGES)
def test_a_method_page_tells_the_same_numbers_in_both_languages(name):
    differing = {}
    for (_level, heading, text), (_other, _called, translated) in zip(
        _parts(name, "en"), _parts(name, "sv"), strict=True
    ):
        english, swedish = numbers(heading + text, "en"), numbers(_called + translated, "sv")
        if english != swedish:
            differing[heading] = (english - swedish, swedish - english)
    assert differing == {}
    assert any("xample" in heading for _level, heading, _text in _parts(name, "en"))


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_a_method_page_are_the_same_cell_by_cell(name):
    tables = {
        language: [_in_order(line, language) for line in _text(name, language).splitlines() if line.startswith("| ")]
        for language in THOUSANDS
    }
    assert tables["en"] == tables["sv"]
    assert any(tables["en"])


def test_numbers_are_read_as_each_language_writes_them():
    assert (
        numbers("1,000 of 12,500.", "en") == numbers("1\u00a0000 av 12\u00a0500.", "sv") == Counter(["1000", "12500"])
    )
    assert numbers("0.25 and 7", "en") == numbers("0,25 och 7", "sv") == Counter(["0.25", "7"])
    assert numbers("7", "en") != numbers("8", "sv")
