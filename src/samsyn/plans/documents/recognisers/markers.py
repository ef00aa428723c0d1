"""What stands before a list point: a bullet, a number or a letter."""

import re

# A hyphen or dash needs a space after it: "-10 grader" and "–2029" are no list points.
_BULLET = re.compile(r"([•●○◦▪■□‣⁃∙·➢✓§o]|[-–—*+])[ \t\u00a0]+(?=\S)")
# pypdfium2 and old Word files give symbol-font bullets as private-use characters.
_SYMBOL = re.compile(r"([\ue000-\uf8ff])[ \t\u00a0]*(?=\S)")
_GLUED = re.compile(r"([•●▪■‣])(?=\S)")
_ENUMERATOR = re.compile(r"(\(?\d{1,2}[.)]|\(?[a-zåäöA-ZÅÄÖ][.)]|\(?[ivx]{1,5}\))[ \t\u00a0]+(?=\S)")
_PATTERNS = (_BULLET, _SYMBOL, _GLUED, _ENUMERATOR)


def split(text: str) -> tuple[str, str]:
    """The marker and the rest: ("1)", "Fler reser"); ("", text) where no marker stands."""
    for pattern in _PATTERNS:
        if found := pattern.match(text):
            return found[1], text[found.end() :]
    return "", text


def is_ordered(marker: str) -> bool:
    """A number or a letter, not a bullet."""
    return bool(marker) and _ENUMERATOR.match(f"{marker} x") is not None


def ordinal(marker: str) -> int | None:
    """The place in the list that the marker claims: "3." and "c)" are 3; None for a bullet."""
    core = marker.strip("().")
    if core.isascii() and core.isdigit():
        return int(core)
    if len(core) == 1 and core.isalpha() and is_ordered(marker):
        return ord(core.lower()) - ord("a") + 1
    return None


def style(marker: str) -> str:
    """The kind of marker, so that neighbours in one list can be told: "1.", "A)", "-"."""
    if ordinal(marker) is None:
        return marker
    core = marker.strip("().")
    sign = "1" if core.isdigit() else "a" if core.islower() else "A"
    return marker.replace(core, sign)
