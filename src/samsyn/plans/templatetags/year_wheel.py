"""`{% year_wheel wheel %}`: a plan's year as a wheel (`samsyn.foundation.ui.wheel`), and the same by month.

Each kind of thing has a ring and a shape of its own. Things of one kind on one day are one mark, larger for more.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samsyn.foundation.ui import formats, wheel
from samsyn.foundation.ui.wheel import OUTER, Mark, Shape, Wheel
from samsyn.plans.queries.work import Dated, Event, Month
from samsyn.plans.queries.year_wheel import Year
from samsyn.plans.templatetags.plan_words import HAPPENINGS

register = template.Library()

RINGS = {
    Dated.ROUND_DUE: OUTER,
    Dated.TARGET: 206,
    Dated.VALUE_DUE: 180,
    Dated.STEP_DUE: 150,
    Dated.BEGINS: 120,
    Dated.ENDS: 120,
}
"""How far from the middle each kind is drawn."""

OUTLINES = {
    Dated.ROUND_DUE: "M0-7 7 0 0 7-7 0Z",
    Dated.ROUND_OPENS: "M0-7 7 0 0 7-7 0Z",
    Dated.TARGET: "M0-6 6 5-6 5Z",
    Dated.VALUE_DUE: "M-5-5H5V5H-5Z",
    Dated.STEP_DUE: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    Dated.BEGINS: "M-3-6 6 0-3 6Z",
    Dated.ENDS: "M3-6-6 0 3 6Z",
}
SHAPES = {kind: Shape(f"wheel-{kind.value}", outline) for kind, outline in OUTLINES.items()}


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
    return wheel.key(SHAPES[kind])


@register.simple_tag
def wheel_legend() -> SafeString:
    """The shapes with their words."""
    rows = ((mark_of(kind), HAPPENINGS[kind]) for kind in RINGS)
    return format_html('<ul class="wheel-legend">{}</ul>', format_html_join("", "<li>{} {}</li>", rows))


@register.simple_tag
def year_wheel(year: Year) -> SafeString:
    """The drawing."""
    found = [each for month in year.months for each in _together(month, year.today) if each.kind in RINGS]
    marks = tuple(
        Mark(each.on, RINGS[each.kind], SHAPES[each.kind], _in_words(each), len(each.events), each.past)
        for each in found
    )
    drawn = Wheel(year.year, year.today, tuple(RINGS.values()), marks, year.rounds)
    return wheel.drawn(drawn, dates=sum(len(month.events) for month in year.months))


def _in_words(each: Together) -> str:
    day = formats.day(each.on, get_language() or "sv")
    what = str(HAPPENINGS[each.kind])
    if len(each.events) > 1:
        return f"{day}: {what} ({len(each.events)})"
    event = each.events[0]
    about = event.text or (event.item.name if event.item else "")
    return f"{day}: {what}. {about}" if about else f"{day}: {what}"
