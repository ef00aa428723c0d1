"""Search by word forms: what is stored of a text, what a query asks for, and how well a text answers.

Each word is reduced by the Snowball stemmers of Swedish and English, so that "kommun" finds "kommunerna" and "city"
finds "cities". Swedish writes compounds in one word, so a query word of three letters or more (no digits) is also
found inside a longer word: "transport" in "godstransporterna". Every word of the query must be found.

Known bias: a stem is not a meaning. Vowel changes are not followed ("stad", "städer"), and a short word is found
inside unrelated ones ("tal" in "digital"): an exact word in the title ranks first, then in the wording, and what is
found inside compounds last.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import snowballstemmer

SHORTEST_INSIDE = 3
SNIPPET = 240
SOFT_HYPHEN = "\u00ad"

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_NEUTER = re.compile(r"^(\w{4,}[lmnrg])t$")
# The definite form of nouns in a and i ("frågan", "strategins"), which the stemmer leaves as it is; not of short ones,
# or "organ" would be found in "Göteborg".
_DEFINITE = re.compile(r"^(\w{4,}[ai])ns?$")
_SWEDISH = snowballstemmer.stemmer("swedish")
_ENGLISH = snowballstemmer.stemmer("english")


class Found(IntEnum):
    """How well one query word was found; less is better."""

    TITLE = 0
    WORDING = 1
    INSIDE = 2


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, and where in it the query was found (start and end, in characters)."""

    text: str
    marks: tuple[tuple[int, int], ...]


def readable(text: str) -> str:
    """The text in composed characters and without soft hyphens: what is searched, and what marks count in."""
    return unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "")


def stems(*texts: str) -> str:
    """What is stored of texts to be found by: every stem once, between spaces, in alphabetical order."""
    words = {word.lower() for text in texts for word in _WORD.findall(readable(text))}
    found = sorted({stem for word in words for stem in _forms(word)})
    return f" {' '.join(found)} " if found else ""


def terms(query: str) -> tuple[frozenset[str], ...]:
    """The words of a query, each as the stems that may stand for it."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(readable(query)))
    return tuple(dict.fromkeys(_forms(word) for word in words))


def pattern(stem: str) -> str:
    """The text that the stored stems must contain for the stem to be there."""
    return stem if len(stem) >= SHORTEST_INSIDE and stem.isalpha() else f" {stem} "


def rank(query: Sequence[frozenset[str]], title: str, stored: str) -> tuple[int, ...]:
    """How well an item answers a query that it was found by: compare, least first. The worst found word decides."""
    in_title = _stems_of(title)
    places = [_place(term, in_title, stored) for term in query]
    return (max(places, default=0), sum(places))


def snippet(query: Sequence[frozenset[str]], text: str, length: int = SNIPPET) -> Snippet:
    """The part of a text where the query is first found, with every place where it is found in that part."""
    text = readable(text)
    hits = [match.span() for match in _WORD.finditer(text) if _answers(query, match.group().lower())]
    start, end = _window(text, hits[0][0] if hits else 0, length)
    shown = text[start:end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in hits if start <= a and b <= end)
    return Snippet(before + shown + after, marks)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """The Swedish and the English stem, and the Swedish one without the neuter t ("hållbart" as "hållbar") or
    without the article ("frågan" as "fråga")."""
    forms = {_SWEDISH.stemWord(word), _ENGLISH.stemWord(word)}
    for shorter in filter(None, (_NEUTER.match(word), _DEFINITE.match(word))):
        forms.add(_SWEDISH.stemWord(shorter.group(1)))
    return frozenset(forms)


def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stem for word in _WORD.findall(readable(text)) for stem in _forms(word.lower()))


def _place(term: frozenset[str], in_title: frozenset[str], stored: str) -> Found:
    if term & in_title:
        return Found.TITLE
    return Found.WORDING if any(f" {stem} " in stored for stem in term) else Found.INSIDE


def _answers(query: Iterable[frozenset[str]], word: str) -> bool:
    stored = f" {' '.join(sorted(_forms(word)))} "
    return any(pattern(stem) in stored for term in query for stem in term)


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """A stretch of about `length` characters with the first hit near its beginning, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, min(first - length // 4, len(text) - length))
    end = min(len(text), start + length)
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", max(first + 1, start), end)) > first:
        end = space
    return start, end
