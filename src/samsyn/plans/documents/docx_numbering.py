"""The numbers that Word writes itself: "1.", "1.1", "a)" and bullets stand in no paragraph's text."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts, what it writes ("%1.%2"), where it starts."""

    form: str
    pattern: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of a document, in order, as Word does."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            identity = abstract.get(f"{_W}abstractNumId", "")
            self._levels[identity] = dict(_read_levels(abstract))
        for number in root.iter(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            if reference is not None:
                self._abstract[number.get(f"{_W}numId", "")] = reference.get(f"{_W}val", "")

    def next_marker(self, number_id: str, depth: int) -> str:
        """What Word shows before the next paragraph of this list and depth: "1.2", "•", or "" where nothing."""
        abstract = self._abstract.get(number_id, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "•"
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return _filled(level.pattern, levels, counts)


def _read_levels(abstract: Any) -> Iterator[tuple[int, _Level]]:
    for level in abstract.iter(f"{_W}lvl"):
        yield (
            _integer(level.get(f"{_W}ilvl"), 0),
            _Level(
                form=_value(level, "numFmt", "decimal"),
                pattern=_value(level, "lvlText", ""),
                start=_integer(_value(level, "start", "1"), 1),
            ),
        )


def _filled(pattern: str, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    for depth, level in levels.items():
        count = counts.get(depth, level.start)
        pattern = pattern.replace(f"%{depth + 1}", _FORMS.get(level.form, str)(count))
    return pattern.strip()


def _value(parent: Any, tag: str, default: str) -> str:
    child = parent.find(f"{_W}{tag}")
    return default if child is None else str(child.get(f"{_W}val", default))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else default


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        while count >= value:
            written += sign
            count -= value
    return written


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
