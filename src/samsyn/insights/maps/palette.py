"""The colours of maps: as classes where a style sheet colours, and as literal values on paper.

The values are those of the light theme in `foundation/ui/static/ui/css/tokens.css`; a test compares. How they were
chosen is in the README of this folder.
"""

from dataclasses import dataclass

REGIONS = 7
STEPS = 7
CATEGORIES = 8


@dataclass(frozen=True, slots=True)
class Palette:
    """Literal colours of a map, for drawings that no style sheet reaches."""

    ink: str = "#14212a"
    soft: str = "#43525c"
    paper: str = "#ffffff"
    family: str = "Source Sans Pro"
    context: str = "#eef1f2"
    line: str = "#ffffff"
    border: str = "#2b3942"
    coast: str = "#75838c"
    texture: str = "#43525c"
    flow: str = "#14212a"
    flow_in: str = "#8a1c5b"
    flow_out: str = "#a34700"
    regions: tuple[str, ...] = ("#dac593", "#8bbbdd", "#d8a6a2", "#abcfbf", "#f5e3b8", "#d4c8fa", "#dfe5ef")
    sequential: tuple[str, ...] = ("#e3f5ef", "#b1dbd4", "#80c0bf", "#52a3ac", "#2e8497", "#1b667e", "#134862")
    diverging: tuple[str, ...] = ("#874814", "#c28246", "#e6c092", "#f2f0ec", "#a2cee9", "#549ac9", "#155c8e")
    categories: tuple[str, ...] = (
        "#89aaee",
        "#e9cd9d",
        "#944c32",
        "#8f7f9a",
        "#a3daf7",
        "#de9687",
        "#61589b",
        "#ad7b37",
    )

    def stroke(self, css: str) -> str:
        """The colour of a line of a network."""
        own = {"way-plain": self.coast, "way-thin": self.coast, "way-casing": self.coast, "way-chosen": self.ink}
        return own.get(css) or self.fill(css)

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
