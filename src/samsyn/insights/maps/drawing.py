"""Maps drawn by the server as SVG: readable without script, printable in vector, alike on screen and on paper.

On pages, elements carry classes alone and `static/insights/css/map.css` colours them in both themes. Where no style
sheet reaches (PDF, Word) a `Palette` writes literal presentation attributes instead. One path an area, with a title
that says what is known of it; borders are drawn once, those between regions thicker.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samsyn.insights.maps import flows, labels, legend, shading
from samsyn.insights.maps import lines as network
from samsyn.insights.maps.geometry import OUTSIDE, Level, MapGeometry
from samsyn.insights.maps.lines import Laid
from samsyn.insights.maps.palette import Palette
from samsyn.insights.maps.pen import Pen
from samsyn.insights.maps.view import MARGIN, View
from samsyn.insights.presentation import AreaMap, Arrow

THIN, CHOSEN = 0.8, 6.0
"""In pixels: the width of lines without words; and what is added to that of a chosen one, for what lies under it."""

Link = Callable[[str], str]
"""From the code of an area to the address where it is chosen."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """How lines of a network are chosen: the address where one is, empty for one that cannot be; and which one is."""

    link: Link
    selected: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a map is drawn on.

    - `ident`: tells maps on one page apart; letters, digits and hyphens
    - `width`, `height`: the largest size of the map in pixels; it keeps its shape inside
    - `palette`: literal colours, for places without a style sheet; the legend is then a part of the drawing
    - `source`: the line under such a drawing
    - `lines`: how lines are chosen, where they are
    """

    ident: str = "map"
    width: float = 640
    height: float = 900
    palette: Palette | None = None
    source: str = ""
    lines: Choosing | None = None


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
    arrows = flows.shown(area_map, arrows, selected)
    view = View.of(geometry, area_map.codes, (sheet.width, sheet.height))
    drawing = _Drawing(geometry, area_map, view, sheet)
    parts = [
        *drawing.ground(selected, link),
        drawing.network(),
        *drawing.flows(arrows, selected),
        *drawing.labels(),
    ]
    width, height = view.size
    if sheet.palette:
        foot, tall = drawing.foot(legend.entries(geometry, area_map, arrows, selected))
        parts.append(foot)
        height += tall
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="map-drawing" id="{0}" viewBox="0 0 {1} {2}" width="{1}" '
        'height="{2}" role="{3}" aria-labelledby="{0}-title"><title id="{0}-title">{4}</title>{5}</svg>',
        sheet.ident,
        width,
        height,
        "group" if link or sheet.lines else "img",
        area_map.title,
        _joined(parts),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    geometry: MapGeometry
    area_map: AreaMap
    view: View
    sheet: Sheet
    pen: Pen = field(init=False)
    css: dict[str, str] = field(init=False)
    laid: Laid | None = field(init=False)

    def __post_init__(self) -> None:
        lines = self.area_map.lines
        object.__setattr__(self, "laid", None if lines is None else network.laid(lines, self.geometry, self.view))
        object.__setattr__(self, "pen", Pen(self.sheet.palette, self.sheet.ident, self.view.scale))
        object.__setattr__(self, "css", shading.of_areas(self.area_map, self.geometry))

    @property
    def level(self) -> Level:
        return self.geometry.fine if self.view.close or self.sheet.palette else self.geometry.overview

    def ground(self, selected: str, link: Link | None) -> Iterator[SafeString]:
        """The areas and their borders."""
        yield self.pen.textures(self.css.values())
        parts = [*self._areas(selected, link), *self._borders()]
        if selected in self.geometry.codes:
            chosen = self.level.areas[self.geometry.codes.index(selected)]
            parts += [self.pen.line(kind, _d(chosen)) for kind in ("map-chosen-casing", "map-chosen")]
        yield format_html('<g class="map-ground" transform="{}">{}</g>', self.view.transform, _joined(parts))

    def network(self) -> SafeString:
        """The lines and points of a network; the group is there without one too, for scripts."""
        parts = [*self._thin(), *self._casings(), *self._lines(), *self._marks()]
        return format_html('<g class="map-network">{}</g>', _joined(parts))

    def flows(self, arrows: Sequence[Arrow], selected: str) -> Iterator[SafeString]:
        parts = []
        for one in flows.drawn(arrows, self.view.places(self.geometry)):
            css = flows.css(one.arrow, self.area_map, selected)
            parts.append(
                format_html('<path d="{}" {}><title>{}</title></path>', one.path, self.pen.flow(css), one.arrow.text)
            )
        yield format_html('<g class="map-flows">{}</g>', _joined(parts))

    def labels(self) -> Iterator[SafeString]:
        places = self.view.places(self.geometry)
        marks = {mark.code: place for mark, place in self.laid.marks} if self.laid else {}
        own = (places.keys() & set(self.area_map.codes)) | marks.keys()
        places = marks | places
        wanted = [(code, words, places[code]) for code, words in self.area_map.labels if code in own]
        placed = labels.placed(wanted, self.view.size)
        shown = [label for label in placed if self.sheet.palette is None or label.zoom <= 1]
        words = _joined(self.pen.words(label) for label in shown)
        yield format_html('<g class="map-labels" aria-hidden="true"{}>{}</g>', self.pen.type(), words)

    def foot(self, lines: Sequence[legend.Entry]) -> tuple[SafeString, int]:
        """The legend and the source under the map, and how tall they are."""
        width, height = self.view.size
        pen = Pen(self.sheet.palette, f"{self.sheet.ident}-key")
        keys, tall = legend.drawn(lines, pen, width - 2 * MARGIN)
        placed = format_html('<g transform="translate({} {})">{}</g>', MARGIN, height + MARGIN, keys)
        if not self.sheet.source:
            return placed, round(tall + 2 * MARGIN)
        words = format_html(
            '<text x="{}" y="{}"{}>{}</text>',
            MARGIN,
            round(height + tall + 2 * MARGIN + labels.SIZE),
            pen.small(),
            self.sheet.source,
        )
        return placed + words, round(tall + 3 * MARGIN + labels.SIZE)

    def _thin(self) -> Iterator[SafeString]:
        if self.laid and self.laid.thin:
            yield format_html("<path {} {}/>", _d(self.laid.thin), self.pen.way("way-thin", THIN))

    def _casings(self) -> Iterator[SafeString]:
        """What is under the lines, so that pale ones are seen: one shape a width; and under the chosen one, wider."""
        chosen = self.sheet.lines.selected if self.sheet.lines else ""
        by_width: dict[float, list[str]] = {}
        for one in self.laid.drawn if self.laid else ():
            is_chosen = one.line.code == chosen
            if is_chosen or one.line.place >= 0:
                wide = one.width + (CHOSEN if is_chosen else network.CASING)
                by_width.setdefault(round(wide, 1), []).append(one.path)
        for wide, paths in sorted(by_width.items()):
            yield format_html("<path {} {}/>", _d("".join(paths)), self.pen.way("way-casing", wide))

    def _lines(self) -> Iterator[SafeString]:
        if self.laid is None or self.area_map.lines is None:
            return
        css, choosing = shading.of_lines(self.area_map.lines, self.area_map.title), self.sheet.lines
        for one in self.laid.drawn:
            look = self.pen.way(css[one.line.place] if one.line.place >= 0 else shading.PLAIN, one.width)
            shape = format_html('<path {} {} data-link="{}"', _d(one.path), look, one.line.code)
            title = format_html("<title>{}</title>", one.line.text)
            url = choosing.link(one.line.code) if choosing else ""
            if choosing is None or not url:
                yield format_html("{}>{}</path>", shape, title)
            else:
                current = mark_safe(' aria-current="true"') if choosing.selected == one.line.code else ""
                yield format_html('<a href="{}"{}>{}{}/></a>', url, current, title, shape)

    def _marks(self) -> Iterator[SafeString]:
        for mark, place in self.laid.marks if self.laid else ():
            look = self.pen.mark(place)
            yield format_html('<circle {} data-node="{}"><title>{}</title></circle>', look, mark.code, mark.text)

    def _areas(self, selected: str, link: Link | None) -> Iterator[SafeString]:
        said = dict(zip(self.area_map.codes, self.area_map.texts, strict=True))
        rows = zip(self.geometry.codes, self.geometry.names, self.level.areas, self.geometry.bounds, strict=True)
        for code, name, path, box in rows:
            if path and self.view.shows(box):
                title = format_html("<title>{}</title>", _title(name, said.get(code, "")))
                shape = format_html('<path {} {} data-area="{}"', _d(path), self.pen.area(self.css[code]), code)
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
            kinds["map-coast" if outer else "map-border" if one != other else "map-line"].append(path)
        for kind in ("map-line", "map-coast"):
            yield self.pen.line(kind, _d("".join(kinds[kind])))
        if kinds["map-border"]:
            ident = f"{self.sheet.ident}-borders"
            yield format_html(
                '<defs><path id="{}" class="map-shape" {}/></defs>', ident, _d("".join(kinds["map-border"]))
            )
            for kind in ("map-casing", "map-border"):
                yield self.pen.line(kind, mark_safe(f'href="#{ident}"'))


def _d(path: str) -> SafeString:
    """Path data is digits and letters of our own."""
    return mark_safe(f'd="{path}"')


def _title(name: str, text: str) -> str:
    """The name of the area on a line of its own, and what is said of it; the name once."""
    rest = text.removeprefix(name)
    if rest[:1].isalnum():
        rest = text
    rest = rest.lstrip(" .,:;")
    return f"{name}\n{rest}" if rest else name


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))
