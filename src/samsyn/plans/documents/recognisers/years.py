"""The year or the period of a plan."""

import re
from collections import Counter
from collections.abc import Iterable

_PERIOD = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-–—/]|till|to)\s*(20\d\d|\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d-])(20\d\d)(?![\d-])")
_DATED = re.compile(r"20\d\d-\d\d-\d\d|\b\d{1,2}\s+[a-zA-Z]+\s+20\d\d\b")


def in_title(text: str) -> tuple[int, int] | None:
    """The first and last year that a title names; dates ("antagen 2018-11-20") do not count."""
    text = _DATED.sub(" ", text)
    if found := _PERIOD.search(text):
        first, last = int(found[1]), int(found[2])
        last += first // 100 * 100 if last < 100 else 0
        if first <= last:
            return first, last
    years = [int(year) for year in _YEAR.findall(text)]
    return (years[0], years[0]) if years else None


def most_named(texts: Iterable[str]) -> int | None:
    """The year that the text names most often, the earliest of equals; None where it names none twice."""
    counts = Counter(int(year) for text in texts for year in _YEAR.findall(text))
    if not counts:
        return None
    year, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return year if count > 1 else None
