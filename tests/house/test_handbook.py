"""The handbook speaks of the pages as they are: what it sets in bold stands on one, in Swedish."""

import re

from babel.messages.pofile import read_po

from tests.house.tree import ROOT, SOURCE

HANDBOOK = ROOT / "docs" / "guide" / "handbok.md"
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def _words_of_the_pages() -> set[str]:
    words: set[str] = set()
    for path in SOURCE.rglob("locale/sv/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="sv"):
                words.update([message.string] if isinstance(message.string, str) else message.string)
    return words


def test_what_the_handbook_sets_in_bold_stands_on_a_page():
    bold = BOLD.findall(HANDBOOK.read_text())
    named = {" ".join(part.split()).rstrip(".") for phrase in bold for part in phrase.split("→")}
    assert len(named) > 20
    assert sorted(named - _words_of_the_pages()) == []
