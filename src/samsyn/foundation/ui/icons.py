"""The drawings: icons of the interface, the shapes of the follow-up states, and the mark of the product.

Everything is drawn in a square of 16 units in `currentColor`, so that the same paths serve pages, the sprite of state
shapes (`static/ui/img/states.svg`, which a test compares with `state_sprite()`) and reports.
"""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

STROKE = 'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'

ICONS: Mapping[str, str] = {
    "search": f'<g {STROKE}><circle cx="7" cy="7" r="4.6"/><path d="m10.5 10.5 3.7 3.7"/></g>',
    "menu": f'<path {STROKE} d="M2 4h12M2 8h12M2 12h12"/>',
    "close": f'<path {STROKE} d="m4 4 8 8m0-8-8 8"/>',
    "down": f'<path {STROKE} d="m4 6 4 4 4-4"/>',
    "next": f'<path {STROKE} d="M3 8h10m-4-4 4 4-4 4"/>',
    "previous": f'<path {STROKE} d="M13 8H3m4-4L3 8l4 4"/>',
    "add": f'<path {STROKE} d="M8 3v10M3 8h10"/>',
    "remove": f'<path {STROKE} d="M3 8h10"/>',
    "whole": f'<path {STROKE} d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
    "edit": f'<path {STROKE} d="m10.5 3 2.5 2.5L6 12.5l-3.2.7.7-3.2z"/>',
    "download": f'<path {STROKE} d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.8 13.5h10.4"/>',
    "document": f'<path {STROKE} d="M4 1.8h5l3.2 3.2v9.2H4zM9 1.8V5h3.2"/>',
    "person": (
        f'<g {STROKE}><circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 14c.5-3 2.5-4.5 5.2-4.5s4.7 1.5 5.2 4.5"/></g>'
    ),
    "calendar": f'<path {STROKE} d="M2.5 3.5h11v10h-11zM2.5 6.8h11M5.5 1.8v3M10.5 1.8v3"/>',
    "info": (
        f'<g {STROKE}><circle cx="8" cy="8" r="6.2"/><path d="M8 7.3v3.7"/><path stroke-width="2" d="M8 4.9v.01"/></g>'
    ),
    "success": f'<g {STROKE}><circle cx="8" cy="8" r="6.2"/><path d="m5.2 8.2 2 2 3.8-4.2"/></g>',
    "warning": (
        f'<g {STROKE}><path d="M8 2 14.7 13.7H1.3z"/><path d="M8 6.5v3"/><path stroke-width="2" d="M8 11.6v.01"/></g>'
    ),
    "error": (
        f"<g {STROKE}>"
        '<path d="M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3z"/>'
        '<path d="M8 4.8v3.7"/>'
        '<path stroke-width="2" d="M8 11v.01"/></g>'
    ),
    "sort": f'<path {STROKE} d="M4.5 6.5 8 10l3.5-3.5"/>',
}

# Solid silhouettes that differ in outline, so that they are told apart without colour and at the size of a letter.
STATE_SHAPES: Mapping[str, str] = {
    "not_started": '<circle cx="8" cy="8" r="5.7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "on_track": '<path fill="currentColor" d="M3.5 1.7v12.6L14.5 8z"/>',
    "at_risk": '<path fill="currentColor" fill-rule="evenodd" d="M8 .8 15.7 14.7H.3zM7 5.5v5h2v-5zM7 11.5v2h2v-2z"/>',
    "off_track": (
        '<path fill="currentColor" fill-rule="evenodd" d="M8 0l8 8-8 8-8-8zM7 3.5v5.5h2v-5.5zM7 10.3v2h2v-2z"/>'
    ),
    "done": (
        '<path fill="currentColor" fill-rule="evenodd" d="M8 .7a7.3 7.3 0 1 1 0 14.6A7.3 7.3 0 0 1 8 .7z'
        'M6.9 11.8 12.7 6l-1.5-1.5-4.3 4.3-2.1-2.1-1.5 1.5z"/>'
    ),
    "not_reached": (
        '<path fill="currentColor" fill-rule="evenodd" d="M8 .7a7.3 7.3 0 1 1 0 14.6A7.3 7.3 0 0 1 8 .7z'
        'M5.7 4.2 4.2 5.7 6.5 8l-2.3 2.3 1.5 1.5L8 9.5l2.3 2.3 1.5-1.5L9.5 8l2.3-2.3-1.5-1.5L8 6.5z"/>'
    ),
    "stopped": '<path fill="currentColor" d="M2 2h12v12H2z"/>',
    "cannot_be_assessed": (
        '<g fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round">'
        '<path d="M4.5 5.2C4.6 2.9 6 1.8 8 1.8s3.5 1.2 3.5 3.1c0 2.6-3.4 2.7-3.5 5.3"/>'
        '<path stroke-width="2.8" d="M8 14v.01"/></g>'
    ),
    "not_assessed": '<path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" d="M3.5 8h9"/>',
}

# Two views that overlap, and what is seen from both.
MARK = (
    '<svg class="brand-mark" viewBox="0 0 34 22" aria-hidden="true" focusable="false">'
    '<path fill="currentColor" d="M17 3.4a9.6 9.6 0 0 1 0 15.2 9.6 9.6 0 0 1 0-15.2z"/>'
    '<g fill="none" stroke="currentColor" stroke-width="2"><circle cx="11" cy="11" r="9.6"/>'
    '<circle cx="23" cy="11" r="9.6"/></g></svg>'
)


def icon(name: str) -> SafeString:
    """An icon beside words; it is hidden from screen readers because the words say it."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{ICONS[name]}</svg>')


def state_sprite() -> str:
    """The shapes of all states above one another, in the order of `STATE_SHAPES`, for use as a CSS mask."""
    rows = "".join(
        f'<g transform="translate(0 {16 * row})">{shape}</g>' for row, shape in enumerate(STATE_SHAPES.values())
    )
    height = 16 * len(STATE_SHAPES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 {height}" width="16" height="{height}" '
        f'color="#000">{rows}</svg>\n'
    )
