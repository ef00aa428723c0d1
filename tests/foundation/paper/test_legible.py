import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation.paper.legible import BREAK_HERE, breakable, everywhere, printable, visible
from samsyn.foundation.paper.typeface import letters


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Åtgärd – 50 % (½) é", "Åtgärd – 50 % (½) é"),
        ("e\u0301", "é"),
        ("a\x00b\x1bc\ud800d\ufffee", "abcde"),
        ("ett\r\ntvå\rtre\tfyra", "ett\ntvå\ntre fyra"),
        ("\u202eesrever\u202c", "esrever"),
        ("mjukt\u00adbinde", "mjukt\u00adbinde"),
        ("hårt\u00a0mellanrum", "hårt\u00a0mellanrum"),
    ],
)
def test_only_what_can_be_seen_is_kept(typed, seen):
    assert visible(typed) == seen


@given(st.text())
def test_letters_digits_and_spaces_are_never_lost(text):
    def readable(words: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFC", words) if unicodedata.category(c)[0] in "LNPSM")

    assert readable(visible(text)) == readable(text)


def test_what_the_typeface_lacks_is_named():
    assert printable("klart 😀!") == "klart [grinning face]!"
    assert printable("中") == "[cjk unified ideograph-4e2d]"
    assert printable("Ω и ✓ →") == "Ω и ✓ →"


@given(st.text())
def test_what_is_printable_is_in_the_typeface(text):
    assert {ord(c) for c in printable(text)} <= letters() | {ord("\n")} | set(range(128)) | {0xAD}


@given(st.text(alphabet=st.characters(exclude_characters=BREAK_HERE)))
def test_breaks_add_nothing_but_breaks(text):
    assert breakable(text).replace(BREAK_HERE, "") == text


def test_ordinary_long_words_are_left_to_hyphenation():
    word = "kompetensförsörjningsstrategierna"
    assert breakable(word) == word
    assert BREAK_HERE in breakable("x" * 60)
    assert BREAK_HERE in breakable("https://exempel.invalid/en/lang/adress/till/nagot")


def test_everywhere_reaches_all_but_what_is_left_out():
    plain = {"a": ["x", {"b": "x", "svg": "x"}], "n": 1}
    assert everywhere(str.upper, plain, but=frozenset({"svg"})) == {"a": ["X", {"b": "X", "svg": "x"}], "n": 1}
