"""Publishing results: the door through which plans read what analyses found."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.insights import rules
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Run, Series, SeriesValue
from samsyn.insights.presentation import Offer
from samsyn.insights.queries import runs

DIGITS, DECIMALS = 20, 6


@transaction.atomic
def publish(
    *,
    code: str,
    title: str,
    unit: str,
    territory: str,
    source: str,
    values: Mapping[date, Decimal],
    by: Any,
    at: datetime,
    modelled: bool = False,
    run: Run | None = None,
) -> Series:
    """Publish a new series of one quantity for one territory, with its source and method, and the run it came from."""
    _require(by, at)
    if not all(text.strip() for text in (code, title, unit, territory, source)):
        raise InsightError(_("A published series needs a code, a title, a unit, a territory and a source."))
    if Series.objects.filter(code=code).exists():
        raise InsightError(
            _("There already is a series with the code “%(code)s”. Revise it, or choose another code.") % {"code": code}
        )
    _check(values)
    series = Series.objects.create(
        code=code,
        title=title,
        unit=unit,
        territory=territory,
        source=source,
        modelled=modelled,
        run=run,
        published_by=by,
        published_at=at,
    )
    SeriesValue.objects.bulk_create(SeriesValue(series=series, on=on, value=values[on]) for on in sorted(values))
    audit.record(
        verb="insights.series_published",
        subject=f"series:{series.key}",
        by=by,
        at=at,
        code=code,
        values=len(values),
        **_told(run),
    )
    return series


def publish_offer(run: Run, *, offer: Offer, code: str, title: str, modelled: bool, by: Any, at: datetime) -> Series:
    """Publish a quantity that a run's presentation offers, as a new series with one value.

    The run must be shared, so that whoever reads the series can read where it comes from; and the offer must be of
    what everybody may see of it, which hides what would tell small numbers. The value is dated by the reference period
    of the run's flows. `modelled` is whether the study models; data that is
    modelled itself makes the series modelled anyhow.
    """
    _require_shared(run)
    return publish(
        code=code,
        title=title,
        unit=offer.unit,
        territory=offer.territory,
        source=runs.source_line(run),
        values=_value(run, offer),
        modelled=modelled or runs.is_modelled(run),
        run=run,
        by=by,
        at=at,
    )


def extend_with_offer(series: Series, *, run: Run, offer: Offer, by: Any, at: datetime) -> Series:
    """Add (or correct) the value of another run's reference period.

    Refused where it is in another unit or territory, or was computed otherwise (another study or other choices): the
    values of a series are comparable over the years.
    """
    if (series.unit, series.territory) != (offer.unit, offer.territory):
        raise InsightError(
            _("“%(series)s” is in %(unit)s for %(territory)s, and this value in %(other)s for %(place)s.")
            % {
                "series": series,
                "unit": series.unit,
                "territory": series.territory,
                "other": offer.unit,
                "place": offer.territory,
            }
        )
    if series.run is not None and (series.run.study, series.run.choices) != (run.study, run.choices):
        raise InsightError(
            _("“%(series)s” was computed by other choices: this value cannot be compared with it. Publish it anew.")
            % {"series": series}
        )
    _require_shared(run)
    return revise(series, values=_value(run, offer), run=run, by=by, at=at)


def _require_shared(run: Run) -> None:
    if not hasattr(run, "share"):
        raise InsightError(
            _("Share the result first: whoever reads the series must be able to read where it comes from.")
        )


def _value(run: Run, offer: Offer) -> dict[date, Decimal]:
    return {runs.reference_day(run): Decimal(repr(offer.value)).quantize(Decimal(1).scaleb(-DECIMALS))}


def _told(run: Run | None) -> dict[str, str]:
    return {} if run is None else {"run": str(run.key)}


@transaction.atomic
def revise(series: Series, *, values: Mapping[date, Decimal], by: Any, at: datetime, run: Run | None = None) -> Series:
    """Add values to a series and correct those that the source has corrected; no value is removed.

    The audit log keeps each corrected value as it was, and the run that the values came from, where one did.
    """
    _require(by, at)
    _check(values)
    series = Series.objects.select_for_update().get(pk=series.pk)
    known = {row.on: row for row in series.values.all()}
    added = [SeriesValue(series=series, on=on, value=values[on]) for on in sorted(values) if on not in known]
    corrected = [row for on, row in known.items() if on in values and values[on] != row.value]
    before = {row.on.isoformat(): str(row.value) for row in corrected}
    for row in corrected:
        row.value = values[row.on]
    SeriesValue.objects.bulk_create(added)
    SeriesValue.objects.bulk_update(corrected, ["value"])
    audit.record(
        verb="insights.series_revised",
        subject=f"series:{series.key}",
        by=by,
        at=at,
        added=len(added),
        corrected_from=before,
        **_told(run),
    )
    return series


def _require(by: Any, at: datetime) -> None:
    if not rules.may_publish(by, on=day_of(at)):
        raise NotPermitted(_("Only analysts and officers may publish results."))


def _check(values: Mapping[date, Decimal]) -> None:
    if not values:
        raise InsightError(_("A published series needs at least one value."))
    for on, value in values.items():
        if not value.is_finite() or abs(value) >= Decimal(10) ** (DIGITS - DECIMALS) or value != round(value, DECIMALS):
            raise InsightError(
                _("The value %(value)s at %(date)s does not fit: at most 14 digits before and 6 after the decimal.")
                % {"value": value, "date": on}
            )
