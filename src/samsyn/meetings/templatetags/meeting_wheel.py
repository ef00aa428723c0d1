"""`{% meeting_wheel wheel %}`: the meetings and deadlines of a year as a wheel (`samsyn.foundation.ui.wheel`).

Each organ has a ring of its own, the first outermost. A meeting is a disc, the last day of a summons a triangle, that
of papers a square.
"""

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui import formats, wheel
from samsyn.foundation.ui.wheel import HUB, OUTER, Mark, Shape, Wheel
from samsyn.meetings.deadlines import What
from samsyn.meetings.queries.year import Dated, Year
from samsyn.meetings.templatetags.meeting_words import WHAT

register = template.Library()

WIDEST = 26
SHAPES = {
    None: Shape("wheel-meeting", "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z"),
    What.SUMMONS: Shape("wheel-summons", "M0-6 6 5-6 5Z"),
    What.PAPERS: Shape("wheel-papers", "M-5-5H5V5H-5Z"),
}
WORDS: dict[What | None, str | Promise] = {
    None: _("Meeting"),
    What.SUMMONS: WHAT[What.SUMMONS],
    What.PAPERS: WHAT[What.PAPERS],
}


@register.simple_tag
def wheel_mark(dated: Dated) -> SafeString:
    """The shape of what is dated, beside its words."""
    return wheel.key(SHAPES[dated.what])


@register.simple_tag
def meeting_legend(year: Year) -> SafeString:
    """The shapes with their words, and the organs from the rim to the middle."""
    used = {each.what for month in year.months for each in month.dated}
    rows = ((wheel.key(SHAPES[what]), WORDS[what]) for what in SHAPES if what in used)
    return format_html(
        '<ul class="wheel-legend">{}</ul><p class="small soft">{} {}</p>',
        format_html_join("", "<li>{} {}</li>", rows), _("Rings from the rim inwards:"),
        ", ".join(organ.name for organ in year.organs),
    )  # fmt: skip


@register.simple_tag
def meeting_wheel(year: Year) -> SafeString:
    """The drawing."""
    between = min(WIDEST, (OUTER - HUB - 20) // max(1, len(year.organs)))
    rings = {organ.pk: OUTER - between * n for n, organ in enumerate(year.organs)}
    dated = [each for month in year.months for each in month.dated]
    marks = tuple(
        Mark(each.on, rings[each.meeting.organ_id], SHAPES[each.what], _in_words(each), past=each.on < year.today)
        for each in dated
    )
    return wheel.drawn(Wheel(year.year, year.today, tuple(rings.values()), marks), dates=len(dated))


def _in_words(each: Dated) -> str:
    day = formats.day(each.on, get_language() or "sv")
    return f"{day}: {WORDS[each.what]}. {each.meeting.title}, {each.meeting.organ}"
