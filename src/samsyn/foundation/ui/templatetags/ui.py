"""`{% load ui %}`: what templates use of the interface. The guide is `foundation/ui/README.md`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samsyn.foundation.ui import charts, formats, icons, prose, states

register = template.Library()


def _language() -> str:
    return get_language() or "sv"


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.simple_tag
def brand_mark() -> SafeString:
    return SafeString(icons.MARK)


@register.simple_tag
def state(value: str | None) -> SafeString:
    """`{% state follow_up.state %}`: a badge; empty means not assessed."""
    return states.badge(value)


@register.simple_tag
def state_bare(value: str | None) -> SafeString:
    """The shape and the words without the tint, for dense tables."""
    return states.badge(value, css="state state-bare")


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(context: RequestContext, key: str, label: str, number: bool = False) -> dict[str, Any]:
    """`{% sort_header "title" _("Title") %}`: a column head that sorts by `?sort=title` and `?sort=-title`."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    query["sort"] = f"-{key}" if current == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"href": f"?{query.urlencode()}", "label": label, "order": order, "number": number}


@register.inclusion_tag("ui/progress.html")
def progress(share: float, label: str, note: str = "") -> dict[str, Any]:
    """`{% progress job.progress _("Reading the document") job.message %}`: `share` is between 0 and 1."""
    return {"share": f"{share:.4f}", "label": label, "value": formats.percent(share, _language()), "note": note}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any) -> dict[str, Any]:
    """`{% pagination page %}` of a Django `Page`; draws nothing where there is one page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    start = f"?{query.urlencode()}&page=" if query else "?page="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "start": start, "numbers": numbers, "gap": page.paginator.ELLIPSIS}


@register.simple_tag
def indicator_chart(chart: charts.IndicatorChart) -> SafeString:
    return charts.indicator_chart(chart, language=_language())


@register.simple_tag
def sparkline(values: Sequence[float], label: str) -> SafeString:
    return charts.sparkline(values, label=label, language=_language())


@register.inclusion_tag("ui/state_bar.html")
def state_bar(counts: Mapping[str, int], title: str) -> dict[str, Any]:
    """`{% state_bar counts _("Activities by state") %}`: the shares as a bar, and a legend with the numbers."""
    shown = [(states.badge(key, css="legend-key"), counts[key]) for key in states.STATES if counts.get(key)]
    return {"svg": charts.state_bar(counts, title=title, language=_language()), "title": title, "legend": shown}


@register.filter
def day(value: date | datetime | None) -> str:
    return formats.day(value, _language()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value, _language()) if value else ""


@register.simple_tag
def period(start: date, end: date) -> str:
    return formats.period(start, end, _language())


@register.simple_tag
def when(value: date | datetime | None) -> str | SafeString:
    """A `<time>` element: the day in words for people, in figures for machines."""
    if value is None:
        return ""
    words = formats.moment(value, _language()) if isinstance(value, datetime) else formats.day(value, _language())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def number(value: formats.Number | None, decimals: int | None = None) -> str:
    return "" if value is None else formats.number(value, _language(), decimals)


@register.filter
def sek(value: formats.Number | None) -> str:
    return "" if value is None else formats.sek(value, _language())


@register.filter
def percent(share: formats.Number | None) -> str:
    return "" if share is None else formats.percent(share, _language())


@register.filter(name="prose")
def prose_filter(text: str | None) -> SafeString | str:
    """Typed text as escaped paragraphs and lists."""
    return prose.to_html(text) if text else ""
