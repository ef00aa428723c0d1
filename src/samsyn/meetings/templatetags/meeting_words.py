"""`{% load meeting_words %}`: times, deadlines and what an agenda says, in words."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui import formats
from samsyn.meetings.deadlines import Deadline, Standing, What
from samsyn.meetings.models import Meeting

register = template.Library()

WHAT = {What.SUMMONS: _("Summons at the latest"), What.PAPERS: _("Papers at the latest")}
STANDING = {
    Standing.MET: _("Sent in time"),
    Standing.MET_LATE: _("Sent late"),
    Standing.LATE: _("Late"),
    Standing.NEAR: _("Soon"),
    Standing.AHEAD: _("Ahead"),
}
WARNS = (Standing.LATE, Standing.MET_LATE)


@register.simple_tag
def meeting_time(meeting: Meeting) -> SafeString:
    """From when to when: "24 maj 2018 kl. 09.00–12.00", with the day of the end where it is another."""
    language = get_language() or "sv"
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    same_day = (starts.year, starts.month, starts.day) == (ends.year, ends.month, ends.day)
    until = ends.strftime("%H.%M" if language.startswith("sv") else "%H:%M")
    end = until if same_day else formats.moment(meeting.ends_at, language)
    return format_html(
        '<time datetime="{}">{}</time>{}<time datetime="{}">{}</time>',
        meeting.starts_at.isoformat(), formats.moment(meeting.starts_at, language),
        formats.DASH if same_day else f" {formats.DASH} ", meeting.ends_at.isoformat(), end,
    )  # fmt: skip


@register.filter
def deadline_of(deadline: Deadline) -> str:
    """What a deadline is of."""
    return str(WHAT[deadline.what])


@register.simple_tag
def standing(value: Standing) -> SafeString:
    """How a deadline stands, as a tag."""
    css = "tag tag-warning" if value in WARNS else "tag"
    return format_html('<span class="{}">{}</span>', css, STANDING[value])
