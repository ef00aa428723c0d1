"""The colours of maps: as classes where a style sheet colours, and as literal values on paper.

The values are those of the light theme in `foundation/ui/static/ui/css/tokens.css`; a test compares. How they were
chosen is in the README of this folder.
"""

from dataclasses import dataclass

REGIONS = 8
STEPS = 7
CATEGORIES = 8


@dataclass(frozen=True, slots=True)
class Palette:
    """Literal colours of a map, for drawings that no style sheet reaches."""

    ink: str = "#14212a"
    soft: str = "#43525c"
    paper: str = "#ffffff"
    family: str = "Source Sans Pro"
    context: str = "#eceff0"
    line: str = "#ffffff"
    border: str = "#33434d"
    coast: str = "#75838c"
    flow: str = "#14212a"
    flow_in: str = "#8a1c5b"
    flow_out: str = "#0b4f8a"
    regions: tuple[str, ...] = (
        "#b9d3e0", "#f0d3a8", "#c4dcb4", "#e3c1cf", "#d9d3ea", "#f4efbd", "#a9cfc8", "#e8b9a0",
    )  # fmt: skip
    sequential: tuple[str, ...] = ("#e9f3ee", "#cfe6de", "#a9d2cd", "#7bb8bd", "#4b98a8", "#21738a", "#0a4d66")
    diverging: tuple[str, ...] = ("#8a4a0b", "#c4853b", "#e8c491", "#f1f1ee", "#a9cbe0", "#5b93bb", "#1f5a8a")
    categories: tuple[str, ...] = (
        "#5b93bb", "#e0a64b", "#6fae84", "#b06a8f", "#c9c4e4", "#d9d36f", "#8a8f94", "#c4664a",
    )  # fmt: skip

    def fill(self, css: str) -> str:
        """The colour that stands for a class such as `region-3` or `sequential-7`."""
        kind, _hyphen, number = css.rpartition("-")
        if not number.isdigit():
            return {"context": self.context}[css]
        of_kind = {
            "region": self.regions,
            "sequential": self.sequential,
            "diverging": self.diverging,
            "category": self.categories,
        }
        return of_kind[kind][int(number) - 1]
