"""Reading published results."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet

from samsyn.insights.models import Series, SeriesValue


def published() -> QuerySet[Series]:
    """Every published series, by title."""
    return Series.objects.order_by("title")


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
