"""`{% year_wheel wheel %}`: the year as a wheel. January begins at the top, time goes with the clock.

The drawing carries classes alone (`static/plans/year.css`); the months as a list stand beside it. Each kind of thing
has a ring and a shape of its own. Things of one kind on one day are one mark, larger for more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import cos, pi, sin, sqrt

from django import template
from django.utils.dates import MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.plans.queries.work import Dated, Event, Month
from samsyn.plans.queries.year_wheel import Year
from samsyn.plans.templatetags.plan_words import HAPPENINGS

register = template.Library()

MIDDLE = 300
RIM, NAMES, BAND = 290, 272, 232
HUB = 84
RINGS = {
    Dated.ROUND_DUE: BAND,
    Dated.TARGET: 206,
    Dated.VALUE_DUE: 180,
    Dated.STEP_DUE: 150,
    Dated.BEGINS: 120,
    Dated.ENDS: 120,
}
"""How far from the middle each kind is drawn."""

SHAPES = {
    Dated.ROUND_DUE: "M0-7 7 0 0 7-7 0Z",
    Dated.ROUND_OPENS: "M0-7 7 0 0 7-7 0Z",
    Dated.TARGET: "M0-6 6 5-6 5Z",
    Dated.VALUE_DUE: "M-5-5H5V5H-5Z",
    Dated.STEP_DUE: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    Dated.BEGINS: "M-3-6 6 0-3 6Z",
    Dated.ENDS: "M3-6-6 0 3 6Z",
}
"""The outline of each kind, round its own middle."""


@dataclass(frozen=True, slots=True)
class Together:
    """The things of one kind on one day."""

    on: date
    kind: Dated
    events: tuple[Event, ...]
    past: bool


def _together(month: Month, today: date | None = None) -> list[Together]:
    found = []
    for (on, kind), events in groupby(month.events, key=lambda event: (event.on, event.kind)):
        found.append(Together(on, kind, tuple(events), today is not None and on < today))
    return found


@register.filter
def by_happening(month: Month) -> list[Together]:
    """The things of a month, those of one kind on one day as one."""
    return _together(month)


@register.simple_tag
def mark_of(kind: Dated) -> SafeString:
    """The shape of a kind, beside its words."""
    return format_html(
        '<svg class="wheel-key" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">{}</svg>', _shape(kind)
    )


@register.simple_tag
def wheel_legend() -> SafeString:
    """The shapes with their words."""
    rows = ((mark_of(kind), HAPPENINGS[kind]) for kind in RINGS)
    return format_html('<ul class="wheel-legend">{}</ul>', format_html_join("", "<li>{} {}</li>", rows))


@register.simple_tag
def year_wheel(wheel: Year) -> SafeString:
    """The drawing."""
    return format_html(
        '<svg class="wheel" viewBox="0 0 600 600" role="img" aria-labelledby="wheel-title wheel-desc">'
        '<title id="wheel-title">{}</title><desc id="wheel-desc">{}</desc>{}{}{}{}{}</svg>',
        _("The year %(year)s as a wheel") % {"year": wheel.year},
        _described(wheel), _months(), _bands(wheel), _marks(wheel), _today(wheel), _hub(wheel),
    )  # fmt: skip


def _described(wheel: Year) -> str:
    number = sum(len(month.events) for month in wheel.months)
    counted = ngettext("%(n)d date.", "%(n)d dates.", number) % {"n": number}
    return f"{counted} {_('The months beside it tell the same in words.')}"


def _angle(day: date) -> float:
    """Where a day is on the wheel, from the top with the clock."""
    first = date(day.year, 1, 1)
    return 2 * pi * (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _at(angle: float, radius: float) -> str:
    return f"{MIDDLE + radius * sin(angle):.1f} {MIDDLE - radius * cos(angle):.1f}"


def _months() -> SafeString:
    rings = format_html_join(
        "", '<circle class="wheel-ring" cx="300" cy="300" r="{}"/>', ((radius,) for radius in sorted({*RINGS.values()}))
    )
    spokes = format_html_join(
        "",
        '<path class="wheel-spoke" d="M{} L{}"/>',
        ((_at(2 * pi * n / 12, HUB), _at(2 * pi * n / 12, RIM)) for n in range(12)),
    )
    names = format_html_join("", '<text class="wheel-month" x="{}" y="{}">{}</text>', _named())
    rim = format_html('<circle class="wheel-rim" cx="300" cy="300" r="{}"/>', RIM)
    return rim + rings + spokes + names


def _named() -> Iterator[tuple[str, str, str]]:
    for n in range(1, 13):
        x, y = _at(2 * pi * (n - 0.5) / 12, NAMES - 8).split()
        yield x, f"{float(y) + 5:.1f}", str(MONTHS_3[n]).strip(".").lower()


def _bands(wheel: Year) -> SafeString:
    """The days between which each follow-up is entered, as far as they are in the year."""
    first, last = date(wheel.year, 1, 1), date(wheel.year, 12, 31)
    spans = ((max(opens, first), min(due, last)) for opens, due in wheel.rounds)
    return format_html_join("", '<path class="wheel-band" d="{}"/>', ((_arc(*span),) for span in spans))


def _arc(begins: date, ends: date) -> str:
    start, stop = _angle(begins), _angle(ends)
    large = 1 if stop - start > pi else 0
    return f"M{_at(start, BAND)} A{BAND} {BAND} 0 {large} 1 {_at(stop, BAND)}"


def _marks(wheel: Year) -> SafeString:
    found = [each for month in wheel.months for each in _together(month, wheel.today) if each.kind in RINGS]
    return format_html_join(
        "",
        '<g class="wheel-mark{}" transform="translate({}) scale({})">{}<title>{}</title></g>',
        (
            (
                " wheel-past" if each.past else "",
                _at(_angle(each.on), RINGS[each.kind]),
                f"{min(2.0, 0.85 + 0.15 * sqrt(len(each.events))):.2f}",
                _shape(each.kind),
                _in_words(each),
            )
            for each in found
        ),
    )


def _shape(kind: Dated) -> SafeString:
    return format_html('<path class="wheel-{}" d="{}"/>', kind.value, SHAPES[kind])


def _in_words(each: Together) -> str:
    day = formats.day(each.on, get_language() or "sv")
    what = str(HAPPENINGS[each.kind])
    if len(each.events) > 1:
        return f"{day}: {what} ({len(each.events)})"
    event = each.events[0]
    about = event.text or (event.item.name if event.item else "")
    return f"{day}: {what}. {about}" if about else f"{day}: {what}"


def _today(wheel: Year) -> SafeString | str:
    if not wheel.is_now:
        return ""
    angle = _angle(wheel.today)
    return format_html(
        '<g class="wheel-today"><path d="M{} L{}"/><circle cx="{}" cy="{}" r="5"/><title>{}</title></g>',
        _at(angle, HUB), _at(angle, RIM + 3), *_at(angle, RIM + 3).split(), _("Today"),
    )  # fmt: skip


def _hub(wheel: Year) -> SafeString:
    return format_html(
        '<circle class="wheel-hub" cx="300" cy="300" r="{}"/><text class="wheel-year" x="300" y="{}">{}</text>{}',
        HUB, 312 if not wheel.is_now else 304, wheel.year, _today_in_words(wheel),
    )  # fmt: skip


def _today_in_words(wheel: Year) -> SafeString | str:
    if not wheel.is_now:
        return ""
    day = f"{wheel.today.day} {str(MONTHS_3[wheel.today.month]).strip('.').lower()}"
    return format_html('<text class="wheel-now" x="300" y="330">{}</text>', day)
