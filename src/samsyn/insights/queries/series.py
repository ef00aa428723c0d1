"""Reading published results."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from samsyn.insights.models import Series, SeriesValue


def published() -> QuerySet[Series]:
    """Every published series, by title."""
    return Series.objects.order_by("title")


def by_key(key: Any) -> Series:
    """One series with its run; raises `Series.DoesNotExist`."""
    return Series.objects.select_related("run__share", "published_by").prefetch_related("values").get(key=key)


def with_latest() -> QuerySet[Series]:
    """Every published series by title, with `latest_on`, `latest_value` and the number of its `known` values."""
    latest = SeriesValue.objects.filter(series=OuterRef("pk")).order_by("-on")
    return published().annotate(
        latest_on=Subquery(latest.values("on")[:1]),
        latest_value=Subquery(latest.values("value")[:1]),
        known=Count("values"),
    )


def values_of(series: Iterable[int]) -> dict[int, list[tuple[date, Decimal]]]:
    """The values of the series with these ids, in date order, in one query. A series without values is left out."""
    found: dict[int, list[tuple[date, Decimal]]] = {}
    rows = SeriesValue.objects.filter(series__in=set(series)).order_by("series", "on")
    for owner, on, value in rows.values_list("series_id", "on", "value"):
        found.setdefault(owner, []).append((on, value))
    return found


def latest_dates(series: Iterable[int], *, on: date) -> dict[int, date]:
    """The latest reference date, up to a day, of the series with these ids, in one query."""
    rows = SeriesValue.objects.filter(series__in=set(series), on__lte=on).order_by()
    return dict(rows.values("series").annotate(latest=Max("on")).values_list("series", "latest"))
