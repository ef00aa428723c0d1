"""What the colours, lines and arrows of a map mean, as a list beside the map or as a part of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.maps import flows, labels, shading
from samsyn.insights.maps import lines as network
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.maps.pen import Pen
from samsyn.insights.presentation import AreaMap, Arrow, Lines, Scale

KEY = (24, 16)
LINE = 22
"""Pixels from one line of the drawn legend to the next."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A class with what it means; `width` is that of an arrow or of a line."""

    css: str
    words: str
    width: float = 0


def entries(geometry: MapGeometry, area_map: AreaMap, arrows: Sequence[Arrow], selected: str) -> list[Entry]:
    """The lines of the legend, from top to bottom."""
    used = set(shading.of_areas(area_map, geometry).values())
    found = [Entry(css, words) for css, words in zip(shading.of_legend(area_map), area_map.legend, strict=False)]
    if area_map.groups:
        found.append(Entry("map-border", _("Border between regions")))
    if shading.NO_FIGURE in used:
        found.append(Entry(shading.NO_FIGURE, _("No figure")))
    if shading.CONTEXT in used and area_map.scale is not Scale.GROUND:
        found.append(Entry(shading.CONTEXT, _("Not part of the study")))
    return found + _of_lines(area_map) + _of_flows(area_map, arrows, selected)


def remarks(area_map: AreaMap, geometry: MapGeometry, arrows: Sequence[Arrow]) -> list[str]:
    """What else one must know to read the map, in sentences."""
    found = []
    if area_map.scale is Scale.REGIONS:
        found.append(_("A colour only tells a region from its neighbours. It means nothing else."))
    if arrows:
        found.append(_widths(area_map))
    if len(arrows) > flows.MOST:
        found.append(
            _("The {shown} largest of {all} flows are drawn.").format(
                shown=flows.MOST, all=formats.number(len(arrows), get_language() or "sv")
            )
        )
    if area_map.lines is not None:
        found += _of_network(area_map.lines)
    missing = [name for code, name in zip(geometry.codes, geometry.names, strict=True) if code in geometry.missing]
    missing += sorted(set(area_map.codes) - set(geometry.codes))
    if missing:
        found.append(_("Without a boundary, and so not on the map: {areas}.").format(areas=", ".join(missing)))
    return found


def _of_network(lines: Lines) -> list[str]:
    """How lines are drawn, and what is not drawn of a large network."""
    found = [_("A line lies on the right of those who travel along it.")]
    if lines.sizes:
        found.append(_("Its width grows with the square root of: {what}.").format(what=lines.sizes))
    language, number = get_language() or "sv", len(lines.lines)
    if number > network.MOST:
        found.append(
            _("The first {shown} of {all} lines are drawn one by one, the others thin and without words.").format(
                shown=formats.number(network.MOST, language), all=formats.number(number, language)
            )
        )
    if lines.placeless:
        found.append(
            ngettext(
                "Of {number} more link it is not known where it runs.",
                "Of {number} more links it is not known where they run.",
                lines.placeless,
            ).format(number=formats.number(lines.placeless, language))
        )
    return found


def _widths(area_map: AreaMap) -> str:
    if area_map.more_and_less is not None:
        return _("An arrow widens towards where people go. Its width grows with the square root of the difference.")
    return _("An arrow widens towards where people go. Its width grows with the square root of their number.")


def listed(lines: Sequence[Entry], ident: str) -> SafeString:
    """The legend as a list of HTML."""
    pen = Pen(None, f"{ident}-key")
    return format_html(
        '<ul class="map-legend">{}</ul>',
        format_html_join("", "<li>{}<span>{}</span></li>", ((_key(line, pen), line.words) for line in lines)),
    )


def drawn(lines: Sequence[Entry], pen: Pen, width: float) -> tuple[SafeString, float]:
    """The legend as a part of a drawing, in columns that fit the width, and how tall it is."""
    column = 14 + KEY[0] + max((labels.width(line.words) for line in lines), default=0)
    columns = max(int(width // column), 1)
    rows = -(-len(lines) // columns)
    parts = []
    for i, line in enumerate(lines):
        x, y = column * (i // rows), LINE * (i % rows)
        words = format_html('<text x="{}" y="13">{}</text>', KEY[0] + 8, line.words)
        parts.append(format_html('<g transform="translate({} {})">{}{}</g>', round(x), y, _shape(line, pen), words))
    drawing = format_html("<g{}>{}</g>", pen.small(), mark_safe("".join(parts)))
    return pen.textures(line.css for line in lines) + drawing, LINE * rows


def _of_lines(area_map: AreaMap) -> list[Entry]:
    """What the colours and widths of lines mean."""
    lines = area_map.lines
    if lines is None:
        return []
    most = max((line.size for line in lines.lines), default=0.0) if lines.sizes else 0.0
    css, language = shading.of_lines(lines, area_map.title), get_language() or "sv"
    found = [Entry(one, words, network.LEGEND) for one, words in zip(css, lines.legend, strict=True)]
    return found + [
        Entry(shading.PLAIN, formats.number(size, language), network.width(size, most))
        for size in (_round_counts(most) if most > 0 else [])
    ]


def _of_flows(area_map: AreaMap, arrows: Sequence[Arrow], selected: str) -> list[Entry]:
    counts = [arrow.count for arrow in arrows if arrow.origin != arrow.destination]
    if not counts or max(counts) <= 0:
        return []
    most, language = max(counts), get_language() or "sv"
    sizes = [Entry("flow", formats.number(count, language), flows.width(count, most)) for count in _round_counts(most)]
    return _ways(area_map, selected) + sizes


def _ways(area_map: AreaMap, selected: str) -> list[Entry]:
    """What tells one kind of arrow from another."""
    if area_map.more_and_less is not None:
        more, less = area_map.more_and_less
        return [Entry("flow", more, 7), Entry("flow-hollow", less, 7)]
    if not selected:
        return []
    return [Entry("flow-in", _("To the chosen area"), 7), Entry("flow-out", _("From the chosen area"), 7)]


def _round_counts(most: float) -> list[int]:
    """The largest round number that occurs, and a tenth and a hundredth of it, where those are whole."""
    power = 10 ** floor(log10(most)) if most >= 1 else 1
    top = next((step * power for step in (5, 2, 1) if step * power <= most), power)
    return [count for count in (top, top // 10, top // 100) if count >= 1]


def _key(line: Entry, pen: Pen) -> SafeString:
    return format_html(
        '<svg class="map-key" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>',
        *KEY,
        *KEY,
        pen.textures([line.css]),
        _shape(line, pen),
    )


def _shape(line: Entry, pen: Pen) -> SafeString:
    wide, high = KEY
    if line.css.startswith("flow"):
        path = flows.outline((0, high / 2), (wide, high / 2), line.width, bend=0)
        return format_html('<path d="{}" {}/>', path, pen.flow(line.css))
    if line.width:
        looks = [pen.way(line.css, line.width)]
        if line.css != shading.PLAIN:
            looks.insert(0, pen.way("way-casing", line.width + network.CASING))
        shape = mark_safe(f'd="M0 {high / 2:g}H{wide}"')
        return format_html_join("", "<path {} {}/>", ((shape, look) for look in looks))
    if line.css.startswith("map-"):
        return pen.line(line.css, mark_safe(f'd="M0 {high / 2:g}H{wide}"'))
    return format_html('<rect x=".5" y=".5" width="{}" height="{}" {}/>', wide - 1, high - 1, pen.area(line.css))
