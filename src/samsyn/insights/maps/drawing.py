"""Maps drawn by the server as SVG: readable without script, printable in vector, alike on screen and on paper.

On pages, elements carry classes alone and `static/insights/css/map.css` colours them in both themes. Where no style
sheet reaches (PDF, Word) a `Palette` writes literal presentation attributes instead. One path an area, with a title
that says what is known of it; borders are drawn once, those between regions thicker.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samsyn.insights.maps import flows, labels, shading
from samsyn.insights.maps.geometry import OUTSIDE, Level, MapGeometry
from samsyn.insights.maps.palette import Palette
from samsyn.insights.maps.pen import Pen
from samsyn.insights.maps.view import View
from samsyn.insights.presentation import AreaMap, Arrow

Link = Callable[[str], str]
"""From the code of an area to the address where it is chosen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a map is drawn on.

    - `ident`: tells maps on one page apart; letters, digits and hyphens
    - `width`, `height`: the largest size in pixels; the map keeps its shape inside
    - `palette`: literal colours, for places without a style sheet
    """

    ident: str = "map"
    width: float = 640
    height: float = 860
    palette: Palette | None = None


def draw(
    geometry: MapGeometry,
    area_map: AreaMap,
    *,
    arrows: Sequence[Arrow] = (),
    selected: str = "",
    link: Link | None = None,
    sheet: Sheet = Sheet(),
) -> SafeString:
    """The map as SVG. With `link` every area is a link to where it is chosen; `selected` is the one that is."""
    drawing = _Drawing(geometry, area_map, View.of(geometry, area_map.codes, (sheet.width, sheet.height)), sheet)
    return drawing.svg(arrows, selected, link)


@dataclass(frozen=True, slots=True)
class _Drawing:
    geometry: MapGeometry
    area_map: AreaMap
    view: View
    sheet: Sheet
    pen: Pen = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pen", Pen(self.sheet.palette, self.sheet.ident, self.view.scale))

    @property
    def level(self) -> Level:
        return self.geometry.fine if self.view.close or self.sheet.palette else self.geometry.overview

    def svg(self, arrows: Sequence[Arrow], selected: str, link: Link | None) -> SafeString:
        parts = [
            self.pen.textures(),
            format_html('<g transform="{}">{}</g>', self.view.transform, _joined(self._ground(selected, link))),
            format_html('<g class="map-flows">{}</g>', _joined(self._flows(arrows, selected))),
            format_html('<g class="map-labels" aria-hidden="true"{}>{}</g>', self.pen.type(), _joined(self._labels())),
        ]
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="map-drawing" id="{0}" viewBox="0 0 {1} {2}" width="{1}" '
            'height="{2}" role="{3}" aria-labelledby="{0}-title"><title id="{0}-title">{4}</title>{5}</svg>',
            self.sheet.ident,
            *self.view.size,
            "group" if link else "img",
            self.area_map.title,
            _joined(parts),
        )

    def _ground(self, selected: str, link: Link | None) -> Iterator[SafeString]:
        yield from self._areas(selected, link)
        yield from self._borders()
        if selected in self.geometry.codes:
            chosen = self.level.areas[self.geometry.codes.index(selected)]
            yield self.pen.path(chosen, "map-chosen")

    def _areas(self, selected: str, link: Link | None) -> Iterator[SafeString]:
        css = shading.of_areas(self.area_map, self.geometry)
        said = dict(zip(self.area_map.codes, self.area_map.texts, strict=True))
        rows = zip(self.geometry.codes, self.geometry.names, self.level.areas, self.geometry.bounds, strict=True)
        for code, name, path, box in rows:
            if path and self.view.shows(box):
                title = format_html("<title>{}</title>", _title(name, said.get(code, "")))
                shape = format_html('<path d="{}" {} data-area="{}"', path, self.pen.area(css[code]), code)
                if link is None or code not in said:
                    yield format_html("{}>{}</path>", shape, title)
                else:
                    current = mark_safe(' aria-current="true"') if code == selected else ""
                    yield format_html('<a href="{}"{}>{}{}/></a>', link(code), current, title, shape)

    def _borders(self) -> Iterator[SafeString]:
        """Thin lines between areas, the outer line, and the lines between regions on top."""
        kinds: dict[str, list[str]] = {"map-line": [], "map-coast": [], "map-border": []}
        group = dict(zip(self.area_map.codes, self.area_map.groups, strict=False))
        groups = [group.get(code) for code in self.geometry.codes]
        for first, second, path in self.level.borders:
            outer = second == OUTSIDE
            one, other = groups[first], None if outer else groups[second]
            kind = "map-coast" if outer else "map-border" if one != other else "map-line"
            kinds[kind].append(path)
        for kind, paths in kinds.items():
            if paths:
                yield self.pen.path("".join(paths), kind)

    def _flows(self, arrows: Sequence[Arrow], selected: str) -> Iterator[SafeString]:
        for one in flows.drawn(arrows, self.view.places(self.geometry)):
            css = {one.arrow.destination: "flow-in", one.arrow.origin: "flow-out"}.get(selected, "flow")
            yield format_html('<path d="{}" {}><title>{}</title></path>', one.path, self.pen.mark(css), one.arrow.text)

    def _labels(self) -> Iterator[SafeString]:
        places = self.view.places(self.geometry)
        wanted = [(code, words, places[code]) for code, words in self.area_map.labels if code in places]
        for label in labels.placed(wanted, self.view.size):
            if self.sheet.palette is None or label.zoom <= 1:
                yield self.pen.words(label)


def _title(name: str, text: str) -> str:
    """The name of the area and what is said of it, once."""
    if not text or text.startswith(name):
        return text or name
    return f"{name}: {text}"


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))
