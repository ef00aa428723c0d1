"""Text that people typed, made fit for a page: nothing invisible, nothing that the typeface lacks, nothing too wide.

Readable text is kept letter by letter. What cannot be shown is named rather than lost, so that a reader sees that
something stood there.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from samsyn.foundation.paper.typeface import letters

SOFT_HYPHEN, BREAK_HERE = "\u00ad", "\u200b"
LONG_WORD, LONG_TOKEN, STEP = 45, 24, 12


def visible(text: str) -> str:
    """The text composed (NFC), without control, format, surrogate and unassigned characters; tabs become spaces."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c for c in text if c in ("\n", SOFT_HYPHEN) or unicodedata.category(c) not in _UNSEEN)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def printable(text: str) -> str:
    """`visible`, with each character that the report's typeface lacks named in brackets, as [grinning face]."""
    text = visible(text)
    if text.isascii() or letters().issuperset(map(ord, text)):
        return text
    return "".join(c if ord(c) in letters() or c == "\n" else _named(c) for c in text)


def _named(character: str) -> str:
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


def breakable(text: str) -> str:
    """The text with places to break where no hyphenation helps: in long addresses and in endless words."""
    return _TOO_LONG.sub(lambda found: BREAK_HERE.join(_pieces(found[0])), text)


_TOO_LONG = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}|(?=\S*[\W\d_])\S{{{LONG_TOKEN},}}")


def _pieces(word: str) -> list[str]:
    return [word[n : n + STEP] for n in range(0, len(word), STEP)]


def everywhere(change: Callable[[str], str], plain: Any, *, but: frozenset[str] = frozenset()) -> Any:
    """Plain data with each text changed; keys are left, and so is what stands under the keys in `but`."""
    if isinstance(plain, str):
        return change(plain)
    if isinstance(plain, list):
        return [everywhere(change, part, but=but) for part in plain]
    if isinstance(plain, dict):
        return {key: part if key in but else everywhere(change, part, but=but) for key, part in plain.items()}
    return plain
