"""Writes the look of an element: a class, or the palette's literal attributes; and the textures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samsyn.insights.maps import labels
from samsyn.insights.maps.palette import Palette
from samsyn.insights.maps.shading import NO_FIGURE

TILE = 6
TEXTURES = {
    NO_FIGURE: "M0 6L6 0M-1 1L1-1M5 7L7 5",
    "diverging-1": "M0 1.5H6M0 4.5H6",
    "diverging-2": "M0 3H6",
    "diverging-3": "M1 3H4",
    "category-2": "M0 3H6",
    "category-4": "M3 0V6",
    "category-6": "M0 0L6 6M-1 5L1 7M5-1L7 1",
    "category-8": "M1.5 3H4.5M3 1.5V4.5",
}
"""Lines over the colour, in a tile of six pixels: so that no meaning hangs on colour alone."""
LINES = {
    "map-line": ("line", 0.6),
    "map-coast": ("coast", 0.7),
    "map-casing": ("paper", 3.2),
    "map-border": ("border", 1.3),
    "map-chosen-casing": ("paper", 5.0),
    "map-chosen": ("ink", 2.4),
}
"""The palette's colour of each kind of line, and its width in pixels of the drawing."""
DASHED, DASH = frozenset({"diverging-1", "diverging-2", "diverging-3"}), "5 2"
MARK = 2.6
"""The radius of a point, in pixels of the drawing."""
MIDDLE_OF_A_LETTER = 0.33
"""Of its size, above the line that it stands on."""


@dataclass(frozen=True, slots=True)
class Pen:
    """`scale` is pixels for a unit of what is drawn; `ident` tells the textures of several drawings apart."""

    palette: Palette | None
    ident: str
    scale: float = 1

    def line(self, css: str, shape: SafeString) -> SafeString:
        """A line of a kind along a shape: `d="..."` of its own, or `href="#..."` of one that is drawn before."""
        element = "use" if shape.startswith("href") else "path"
        if self.palette is None:
            return format_html('<{} {} class="{}"/>', element, shape, css)
        colour, width = LINES[css]
        return format_html(
            '<{} {} fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round" stroke-linecap="round"/>',
            element,
            shape,
            getattr(self.palette, colour),
            self._wide(width),
        )

    def area(self, css: str) -> SafeString:
        """An area is filled, and edged with the same colour so that no light shines through between two."""
        texture = mark_safe(f' fill="url(#{self.ident}-{css})"') if css in TEXTURES else ""
        if self.palette is None:
            return format_html('class="area {}"{}', f"edge-{css}" if texture else css, texture)
        colour = self._colour(css)
        filled = texture or format_html(' fill="{}"', colour)
        return format_html('stroke="{}" stroke-width="{}"{}', colour, self._wide(0.5), filled)

    def flow(self, css: str) -> SafeString:
        if self.palette is None:
            return format_html('class="{}"', css)
        if css == "flow-hollow":
            return mark_safe(f'fill="{self.palette.paper}" stroke="{self.palette.flow}" stroke-width="1.3"')
        colour = getattr(self.palette, css.replace("-", "_"))
        return mark_safe(
            f'fill="{colour}" stroke="{self.palette.paper}" stroke-width="1.2" stroke-opacity="0.55" '
            'paint-order="stroke"'
        )

    def way(self, css: str, width: float) -> SafeString:
        """A line of a network; dashed on the side of a difference that textures tell of on areas."""
        stroke = f'stroke-width="{width:.1f}"'
        if self.palette is None:
            return mark_safe(f'class="way {css}" {stroke}')
        dash = mark_safe(f' stroke-dasharray="{DASH}"') if css in DASHED else ""
        return format_html('fill="none" stroke="{}" {}{}', self.palette.stroke(css), mark_safe(stroke), dash)

    def mark(self, place: tuple[float, float]) -> SafeString:
        """A point of a network."""
        x, y = place
        if self.palette is None:
            look = 'class="map-mark"'
        else:
            look = f'fill="{self.palette.paper}" stroke="{self.palette.ink}" stroke-width="1.1"'
        return mark_safe(f'cx="{x:.1f}" cy="{y:.1f}" r="{MARK:g}" {look}')

    def type(self) -> SafeString:
        """What all labels share."""
        if self.palette is None:
            return mark_safe("")
        colours = self.palette
        return mark_safe(
            f' font-family="{colours.family}" font-size="{labels.SIZE:g}" font-weight="600" fill="{colours.ink}" '
            f'stroke="{colours.paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        )

    def small(self) -> SafeString:
        """The type of the legend and of the source."""
        if self.palette is None:
            return mark_safe(' class="map-small"')
        return mark_safe(f' font-family="{self.palette.family}" font-size="{labels.SIZE:g}" fill="{self.palette.ink}"')

    def words(self, label: labels.Label) -> SafeString:
        """A label; its class tells from which magnification it shows, in tenths."""
        x, y = label.at
        css = f' class="from-{label.zoom * 10:g}"' if self.palette is None else ""
        place = f'x="{x:.1f}" y="{y:.1f}" dy="{label.below + MIDDLE_OF_A_LETTER:.2f}em"'
        return format_html(
            '<text {} text-anchor="{}"{}>{}</text>', mark_safe(place), label.anchor, mark_safe(css), label.words
        )

    def textures(self, wanted: Iterable[str]) -> SafeString:
        """The patterns of those classes that have one."""
        tiles = "".join(self._tile(css) for css in sorted(set(wanted) & TEXTURES.keys()))
        return mark_safe(f"<defs>{tiles}</defs>" if tiles else "")

    def _tile(self, css: str) -> str:
        if self.palette is None:
            ground, stroke = f'class="{css}"', 'class="map-texture"'
        else:
            ground = f'fill="{self._colour(css)}"'
            stroke = f'fill="none" stroke="{self.palette.texture}" stroke-width="0.7" stroke-opacity="0.55"'
        return (
            f'<pattern id="{self.ident}-{css}" width="{TILE}" height="{TILE}" patternUnits="userSpaceOnUse" '
            f'patternTransform="scale({1 / self.scale:.3f})"><rect width="{TILE}" height="{TILE}" {ground}/>'
            f'<path d="{TEXTURES[css]}" {stroke}/></pattern>'
        )

    def _colour(self, css: str) -> str:
        assert self.palette is not None
        return self.palette.paper if css == NO_FIGURE else self.palette.fill(css)

    def _wide(self, pixels: float) -> str:
        return f"{pixels / self.scale:.2f}"
