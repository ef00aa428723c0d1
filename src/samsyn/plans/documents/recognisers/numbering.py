"""Numbers at the beginning of headings, and the order that they give."""

import re
from dataclasses import dataclass
from functools import lru_cache

_KEYWORD = (
    r"(?P<word>kapitel|kap\.|avsnitt|del|bilaga|mål|fokusområde|område|insatsområde|chapter|part|section|annex|appendix|"
    r"goal|objective|focus area|priority area|priority)"
)
_VALUE = r"(?P<value>\d{1,2}(?:\.\d{1,2})*|[A-Z](?:[. ]?\d{1,2}(?:\.\d{1,2})*)?|[IVX]{1,5})"
_WITH_KEYWORD = re.compile(
    rf"{_KEYWORD}\s+{_VALUE}(?=[\s.:–—-]|$)\s*[.:–—-]*\s*(?P<title>.*)", re.IGNORECASE | re.DOTALL
)
_DECIMAL = re.compile(r"(?P<value>\d{1,2}(?:\.\d{1,2})*)(?P<end>[.)]?)\s+(?=\S)(?P<title>.*)", re.DOTALL)
_LETTERED = re.compile(
    r"(?P<value>[A-ZÅÄÖ](?:[. ]?\d{1,2}(?:\.\d{1,2})*)?)(?P<end>[.)]?)\s+(?=\S)(?P<title>.*)", re.DOTALL
)
_ROMAN = re.compile(r"(?P<value>[IVX]{1,5})(?P<end>[.)])\s+(?=\S)(?P<title>.*)", re.DOTALL)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}

# Words that only give a chapter its number; others ("Mål 1") say what it is and stay in the number.
_SILENT_WORDS = {"kapitel", "kap.", "avsnitt", "chapter", "section"}
_GOAL_WORDS = {"mål", "goal", "objective"}
_OUTERMOST_WORDS = {"bilaga", "annex", "appendix", "del", "part"}


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a heading.

    family  numbers of one family order each other: "" for 1, 1.2; "A" for A, A.1; "mål" for Mål 1, Mål 2
    parts   the number as integers, letters counted from 1; its length is the depth
    text    as it is written in the result: "4.2" for "4.2.", "Mål 1"
    """

    family: str
    parts: tuple[int, ...]
    text: str
    title: str

    @property
    def is_goal(self) -> bool:
        """The heading is itself a goal: "Mål 1 - Fler reser hållbart"."""
        return self.family in _GOAL_WORDS

    @property
    def is_series(self) -> bool:
        """A word stands before the number: "Mål 1", "Fokusområde 2"."""
        return self.family not in ("", "A", "roman")

    @property
    def is_outermost(self) -> bool:
        """An annex or a part stands beside the chapters, never in one."""
        return self.family in _OUTERMOST_WORDS


# Several steps ask about the same line, one after the other.
@lru_cache(maxsize=1024)
def parse(text: str) -> Number | None:
    """The number that a heading begins with; None where it has none.

    A single capital needs a sign after it ("A." or "A)"), since "I Sverige" and "A la carte" begin with a word.
    """
    text = text.strip()
    if found := _WITH_KEYWORD.fullmatch(text):
        return _keyword_number(found)
    if found := _DECIMAL.fullmatch(text):
        return _number("", found)
    roman = _ROMAN.fullmatch(text)
    if roman and (len(roman["value"]) > 1 or roman["value"] == "I"):
        return Number("roman", (_roman(roman["value"]),), roman["value"], roman["title"].strip())
    found = _LETTERED.fullmatch(text)
    if found and (found["end"] or len(found["value"]) > 1):
        return _number("A", found)
    return None


def is_compound(text: str) -> bool:
    """A number that only a heading has: "1.2 Namn", "A.1 Namn", "Kapitel 3", "Mål 1 - Namn"."""
    number = parse(text)
    return number is not None and (len(number.parts) > 1 or number.is_series or "kap" in text[:3].lower())


def _number(family: str, found: re.Match[str]) -> Number:
    return Number(family, _parts(found["value"]), found["value"], found["title"].strip())


def _keyword_number(found: re.Match[str]) -> Number:
    word, value = found["word"].lower(), found["value"]
    if value.upper() != value:
        value = value.upper()
    parts = (_roman(value),) if len(value) > 1 and value.strip("IVX") == "" else _parts(value)
    if word in _SILENT_WORDS:
        return Number("A" if value[0].isalpha() else "", parts, value, found["title"].strip())
    return Number(word, parts, f"{found['word']} {found['value']}", found["title"].strip())


def _parts(value: str) -> tuple[int, ...]:
    """("A.2" -> (1, 2); "4.2" -> (4, 2))"""
    pieces = re.findall(r"\d+|[A-ZÅÄÖ]", value)
    return tuple(int(piece) if piece.isdigit() else ord(piece) - ord("A") + 1 for piece in pieces)


def _roman(value: str) -> int:
    digits = [_ROMAN_DIGITS[sign] for sign in value]
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True))
