"""The family of refusals of sources: what is wrong, where, what stands there, what should, and the cure."""

from dataclasses import dataclass, replace

from samsyn.sources.problems import Cure, Problem

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where in what was given: file, sheet or layer, row as people count it (1 is the first), column by its heading."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def at(self, *, sheet: str | None = None, row: int | None = None, column: str | None = None) -> "Place":
        """The same place, more closely."""
        return replace(
            self,
            sheet=self.sheet if sheet is None else sheet,
            row=self.row if row is None else row,
            column=self.column if column is None else column,
        )

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class SourceError(Exception):
    """Something that cannot be used. Nothing of it was taken in."""

    def __init__(
        self, problem: Problem, cure: Cure, *, place: Place, found: object = "", expected: object = ""
    ) -> None:
        self.problem = problem
        self.cure = cure
        self.place = place
        self.found = _shown(found)
        self.expected = _shown(expected)
        super().__init__(problem, cure, place)

    def __str__(self) -> str:
        text = f"{self.place}: {self.problem}"
        if self.found:
            text += f" Found: {self.found}."
        if self.expected:
            text += f" Expected: {self.expected}."
        return f"{text} {self.cure}"


class TooLarge(SourceError):
    """Larger than may be read; refused before it is."""


class Unreadable(SourceError):
    """Not what it says it is, or broken."""


class WrongContent(SourceError):
    """Readable, but a row, cell or shape in it cannot be what it should be."""


class ChoiceNeeded(SourceError):
    """It can be read in several ways, and only the user knows which."""


class FetchFailed(SourceError):
    """The service did not give what it was asked for. `status` is its HTTP status, 0 where there was none."""

    def __init__(self, problem: Problem, cure: Cure, *, place: Place, found: object = "", status: int = 0) -> None:
        super().__init__(problem, cure, place=place, found=found)
        self.status = status


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:200])
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
