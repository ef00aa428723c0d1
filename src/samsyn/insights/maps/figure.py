"""A map on a page: the drawing with its title, legend, remarks and source, ready for `static/insights/js/map.js`.

Without script it is a picture whose areas are links. The page links `insights/css/map.css` and, as a module,
`insights/js/map.js`; it puts the table of the same figures beside the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.foundation.ui.icons import icon
from samsyn.insights.maps import flows, legend
from samsyn.insights.maps.drawing import Link, Sheet, draw
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.maps.view import View
from samsyn.insights.presentation import AreaMap, Arrow


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a map on a page.

    - `source`: publisher, data and year; a map never stands without
    - `chosen`: what is said of the chosen area, as HTML; replaced with the drawing when another is chosen
    - `together`: maps of one page with the same word move and are pointed at together
    """

    source: str
    chosen: SafeString = SafeString("")  # noqa: RUF009 - frozen
    together: str = ""
    sheet: Sheet = field(default_factory=Sheet)


def figure(
    geometry: MapGeometry,
    area_map: AreaMap,
    frame: Frame,
    *,
    arrows: Sequence[Arrow] = (),
    selected: str = "",
    link: Link | None = None,
) -> SafeString:
    """The whole of a map as HTML."""
    ident, arrows = frame.sheet.ident, flows.shown(area_map, arrows, selected)
    lines = legend.entries(geometry, area_map, arrows, selected)
    remarks = format_html_join("", "<p>{}</p>", ((words,) for words in legend.remarks(area_map, geometry, arrows)))
    return format_html(
        '<figure class="map" id="{0}-figure" data-together="{1}"><figcaption class="map-title">{2}</figcaption>'
        '{3}<div class="map-body{10}"><div class="map-stage">{4}{5}</div><div class="map-side" id="{0}-side">'
        '<div class="map-chosen-text" aria-live="polite">{6}</div>{7}<div class="map-remarks">{8}</div>'
        '<p class="map-source">{9}</p></div></div></figure>',
        ident,
        frame.together,
        area_map.title,
        _way_past(ident) if link else "",
        draw(geometry, area_map, arrows=arrows, selected=selected, link=link, sheet=frame.sheet),
        _tools(),
        frame.chosen,
        legend.listed(lines, ident),
        remarks,
        frame.source,
        " map-tall" if View.of(geometry, area_map.codes, (frame.sheet.width, frame.sheet.height)).tall else "",
    )


def _way_past(ident: str) -> SafeString:
    return format_html('<a class="skip" href="#{}-side">{}</a>', ident, _("Skip the map"))


def _tools() -> SafeString:
    """The buttons, which mean nothing without script and so wait in a template."""
    buttons = format_html_join(
        "",
        '<button type="button" class="map-tool" data-zoom="{}" aria-label="{}">{}</button>',
        (
            ("in", _("Zoom in"), icon("add")),
            ("out", _("Zoom out"), icon("remove")),
            ("whole", _("Show the whole map"), icon("whole")),
        ),
    )
    help_text = _(
        "Arrow keys move between the areas and Enter chooses one. Plus, minus and 0 zoom, as does the wheel with Ctrl "
        "and two fingers."
    )
    return format_html(
        '<template><div class="map-tools">{}</div><p class="map-help">{}</p>'
        '<div class="map-card" aria-hidden="true" hidden></div></template>',
        buttons,
        help_text,
    )
