"""The words of a document and of a reading: what must not be lost."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from samsyn.plans.documents import ParsedPlan

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> Counter[str]:
    """Every run of letters and digits, with how often it stands there."""
    return Counter(_WORD.findall(text))


def words_kept(plan: ParsedPlan) -> Counter[str]:
    """Every word that stands anywhere in the reading: items, text, titles, labels, front matter, warnings."""
    return words("\n".join(_strings(plan.to_json())))


def lost(source: str, plan: ParsedPlan) -> Counter[str]:
    """The words of the source that the reading lacks, in the multiset sense: each as often as it stood."""
    return words(source) - words_kept(plan)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
