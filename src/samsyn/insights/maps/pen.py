"""Writes the look of an element: a class, or the palette's literal attributes; and the textures."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samsyn.insights.maps import labels
from samsyn.insights.maps.palette import Palette
from samsyn.insights.maps.shading import NO_FIGURE

TEXTURES = {
    NO_FIGURE: "M0 6L6 0M-1 1L1-1M5 7L7 5",
    "category-2": "M0 3H6",
    "category-4": "M3 0V6",
    "category-5": "M0 0L6 6M-1 5L1 7M5-1L7 1",
    "category-7": "M1.5 3H4.5M3 1.5V4.5",
}
"""Lines over the colour, in a tile of six pixels: so that no meaning hangs on colour alone."""


MIDDLE_OF_A_LETTER = 0.33
"""Of its size, above the line that it stands on."""


@dataclass(frozen=True, slots=True)
class Pen:
    """`scale` is pixels for a unit of the geometry, in which lines of the ground are measured."""

    palette: Palette | None
    ident: str
    scale: float

    def mark(self, css: str) -> SafeString:
        """The class, or what it looks like; widths in pixels of the drawing."""
        if self.palette is None:
            return format_html('class="{}"', css)
        return mark_safe(self._literal(css))

    def path(self, d: str, css: str) -> SafeString:
        return format_html('<path d="{}" {}/>', d, self.mark(css))

    def area(self, css: str) -> SafeString:
        """An area is filled, and edged with the same colour so that no light shines through between two."""
        texture = format_html(' fill="url(#{}-{})"', self.ident, css) if css in TEXTURES else ""
        if self.palette is None:
            return format_html('class="area {}"{}', css, texture)
        edge = self._colour(css)
        filled = texture or format_html('fill="{}"', edge)
        return format_html('{} stroke="{}" stroke-width="{}"', filled, edge, self._wide(0.5))

    def type(self) -> SafeString:
        """What all labels share."""
        if self.palette is None:
            return mark_safe("")
        colours = self.palette
        return mark_safe(
            f' font-family="{colours.family}" font-size="{labels.SIZE:g}" font-weight="600" fill="{colours.ink}" '
            f'stroke="{colours.paper}" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
        )

    def words(self, label: labels.Label) -> SafeString:
        """A label; its class tells from which magnification it shows."""
        x, y = label.at
        css = f' class="from-{label.zoom * 10:g}"' if self.palette is None else ""
        place = f'x="{x:.1f}" y="{y:.1f}" dy="{label.below + MIDDLE_OF_A_LETTER:.2f}em"'
        return format_html(
            '<text {} text-anchor="{}"{}>{}</text>', mark_safe(place), label.anchor, mark_safe(css), label.words
        )

    def textures(self) -> SafeString:
        """The patterns that areas and the legend are filled with."""
        tiles = "".join(self._tile(css, lines) for css, lines in TEXTURES.items())
        return mark_safe(f"<defs>{tiles}</defs>")

    def _tile(self, css: str, lines: str) -> str:
        if self.palette is None:
            ground, stroke = f'class="{css}"', 'class="texture"'
        else:
            ground = f'fill="{self._colour(css)}"'
            stroke = f'fill="none" stroke="{self.palette.soft}" stroke-width="0.8"'
        return (
            f'<pattern id="{self.ident}-{css}" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="scale({1 / self.scale:.3f})"><rect width="6" height="6" {ground}/>'
            f'<path d="{lines}" {stroke}/></pattern>'
        )

    def _colour(self, css: str) -> str:
        assert self.palette is not None
        return self.palette.context if css == NO_FIGURE else self.palette.fill(css)

    def _literal(self, css: str) -> str:
        assert self.palette is not None
        colours, halo = self.palette, f'stroke="{self.palette.paper}" stroke-width="0.75" paint-order="stroke"'
        lines = {
            "map-line": (colours.line, 0.6),
            "map-coast": (colours.coast, 0.6),
            "map-border": (colours.border, 1.3),
            "map-chosen": (colours.ink, 2.2),
        }
        if css in lines:
            stroke, wide = lines[css]
            return f'fill="none" stroke="{stroke}" stroke-width="{self._wide(wide)}" stroke-linejoin="round"'
        return f'fill="{ {"flow-in": colours.flow_in, "flow-out": colours.flow_out}.get(css, colours.flow) }" {halo}'

    def _wide(self, pixels: float) -> str:
        return f"{pixels / self.scale:.1f}"
