"""Saying how goals are measured, and entering what was measured."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.insights.models import Series
from samsyn.plans import gate, rules
from samsyn.plans.errors import FollowedUp, NotUsable
from samsyn.plans.models import (
    GoodDirection,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Item,
    ItemKind,
    Plan,
)
from samsyn.plans.queries import indicators as queries
from samsyn.plans.queries import value_tables
from samsyn.plans.texts import short_enough

MOST_FAULTS_TOLD = 20
CHANGEABLE = (
    "name",
    "unit",
    "good_direction",
    "territory",
    "source",
    "baseline",
    "baseline_on",
    "first_due",
    "every_months",
    "series",
)


@transaction.atomic
def define(
    item: Item,
    *,
    name: str,
    unit: str,
    good_direction: str,
    territory: str,
    source: str,
    by: Any,
    at: datetime,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    first_due: date | None = None,
    every_months: int | None = None,
    series: Series | None = None,
) -> Indicator:
    """Say how a goal (or the effect of an activity) is measured."""
    item = gate.item_to_manage(item, by=by, at=at)
    if item.kind not in (ItemKind.GOAL, ItemKind.ACTIVITY):
        raise NotUsable(_("Only goals and activities are measured by indicators."))
    indicator = Indicator(
        item=item,
        name=name.strip(),
        unit=unit.strip(),
        good_direction=good_direction,
        territory=territory.strip(),
        source=source.strip(),
        baseline=baseline,
        baseline_on=baseline_on,
        first_due=first_due,
        every_months=every_months,
        series=series,
    )
    _check(indicator)
    indicator.save(force_insert=True)
    _record("plans.indicator_defined", indicator, by, at)
    return indicator


@transaction.atomic
def change(indicator: Indicator, *, changes: Mapping[str, object], by: Any, at: datetime) -> Indicator:
    """Change what an indicator is: the fields of `CHANGEABLE`. Its values stay as they were entered."""
    indicator = _to_manage(indicator, by, at)
    unknown = sorted(set(changes) - set(CHANGEABLE))
    if unknown:
        raise NotUsable(_("An indicator has nothing called %(fields)s.") % {"fields": ", ".join(unknown)})
    for field, value in changes.items():
        setattr(indicator, field, value.strip() if isinstance(value, str) else value)
    _check(indicator)
    indicator.save(update_fields=list(changes))
    _record("plans.indicator_changed", indicator, by, at, fields=sorted(changes))
    return indicator


@transaction.atomic
def end(indicator: Indicator, *, by: Any, at: datetime) -> Indicator:
    """Stop measuring: no more due dates, so that it is never stale. Its values and targets stay to be read."""
    indicator = _to_manage(indicator, by, at)
    indicator.first_due = indicator.every_months = None
    indicator.save(update_fields=["first_due", "every_months"])
    _record("plans.indicator_ended", indicator, by, at)
    return indicator


@transaction.atomic
def remove(indicator: Indicator, *, by: Any, at: datetime) -> None:
    """Remove an indicator that has no values: what has been measured is history and is ended instead."""
    indicator = _to_manage(indicator, by, at)
    if indicator.values.exists():
        raise FollowedUp(_("This indicator has values, which are kept. End it instead: then nothing more is due."))
    _record("plans.indicator_removed", indicator, by, at)
    indicator.delete()


@transaction.atomic
def set_target(indicator: Indicator, *, on: date, value: Decimal, by: Any, at: datetime) -> IndicatorTarget:
    """Say what value should be reached by a date; a target already set for the date is replaced."""
    indicator = _to_manage(indicator, by, at)
    _check_number(value)
    target, _new = IndicatorTarget.objects.update_or_create(indicator=indicator, on=on, defaults={"value": value})
    _record("plans.indicator_target_set", indicator, by, at, on=on.isoformat(), value=str(value))
    return target


@transaction.atomic
def remove_target(indicator: Indicator, *, on: date, by: Any, at: datetime) -> None:
    """Take away the target of a date."""
    indicator = _to_manage(indicator, by, at)
    removed, _each = IndicatorTarget.objects.filter(indicator=indicator, on=on).delete()
    if not removed:
        raise NotUsable(_("There is no target for %(date)s.") % {"date": on})
    _record("plans.indicator_target_removed", indicator, by, at, on=on.isoformat())


@transaction.atomic
def enter_value(
    indicator: Indicator, *, on: date, value: Decimal, by: Any, at: datetime, source: str = "", territory: str = ""
) -> IndicatorValue:
    """Enter what was measured on a reference date. A second value for the same date corrects the first.

    Source and territory are the indicator's own where nothing else is said.
    """
    if not rules.may_enter_value(by, indicator, on=day_of(at)):
        raise NotPermitted(_("Values are entered by the office, the analysts and whoever answers for the goal."))
    gate.open_plan(indicator.item.plan)
    indicator = _fresh(indicator)
    _check_value(indicator, on=on, value=value, today=day_of(at))
    entered = IndicatorValue.objects.create(
        indicator=indicator,
        on=on,
        value=value,
        source=short_enough(IndicatorValue, "source", source.strip() or indicator.source),
        territory=short_enough(IndicatorValue, "territory", territory.strip() or indicator.territory),
        entered_by=by,
        entered_at=at,
    )
    _record("plans.indicator_value_entered", indicator, by, at, on=on.isoformat(), value=str(value))
    return entered


@transaction.atomic
def enter_table(plan: Plan, *, file: str, content: bytes, by: Any, at: datetime) -> int:
    """Enter the values of a CSV or XLSX table: all of them, or none where anything is wrong. How many were new.

    `value_tables.preview` shows beforehand what this does.
    """
    gate.open_plan(plan)
    found = value_tables.preview(plan, file=file, content=content, by=by, on=day_of(at))
    if found.faults:
        shown = [str(fault) for fault in found.faults[:MOST_FAULTS_TOLD]]
        raise NotUsable(_("Nothing was entered. %(faults)s") % {"faults": " ".join(f"{text}." for text in shown)})
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=new.indicator,
            on=new.row.on,
            value=new.row.value,
            source=new.source,
            territory=new.territory,
            entered_by=by,
            entered_at=at,
        )
        for new in found.values
    )
    audit.record(
        verb="plans.indicator_values_entered",
        subject=f"plan:{plan.key}",
        by=by,
        at=at,
        plan=str(plan.key),
        values=len(found.values),
        unchanged=found.unchanged,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return len(found.values)


def _check_value(indicator: Indicator, *, on: date, value: Decimal, today: date) -> None:
    """Refuse a value that cannot be entered for the indicator on a day."""
    if indicator.series_id is not None:
        raise NotUsable(
            _("“%(name)s” takes its values from a published series, so none can be entered by hand.")
            % {"name": indicator.name}
        )
    if on > today:
        raise NotUsable(_("The reference date %(date)s has not come yet.") % {"date": on})
    _check_number(value)


def _to_manage(indicator: Indicator, by: Any, at: datetime) -> Indicator:
    """The indicator as it is now, its plan locked and not closed, for the office."""
    gate.item_to_manage(indicator.item, by=by, at=at)
    return _fresh(indicator)


def _fresh(indicator: Indicator) -> Indicator:
    found = Indicator.objects.select_related("item__plan", "series").filter(pk=indicator.pk).first()
    if found is None:
        raise NotUsable(_("The indicator has been removed by somebody else."))
    return found


def _check(indicator: Indicator) -> None:
    if not all((indicator.name, indicator.unit, indicator.territory, indicator.source)):
        raise NotUsable(_("An indicator needs a name, a unit, a territory and a source."))
    for name in ("name", "unit", "territory", "source"):
        short_enough(Indicator, name, getattr(indicator, name))
    if indicator.good_direction not in GoodDirection.values:
        raise NotUsable(_("Say whether a higher or a lower value is better."))
    if (indicator.baseline is None) != (indicator.baseline_on is None):
        raise NotUsable(_("A baseline needs both a value and a date."))
    if indicator.baseline is not None:
        _check_number(indicator.baseline)
    if indicator.every_months is not None and (indicator.every_months < 1 or indicator.first_due is None):
        raise NotUsable(_("To repeat, an indicator needs a first due date and at least one month between."))


def _check_number(value: Decimal) -> None:
    if not queries.fits(value):
        raise NotUsable(
            _("The number %(value)s does not fit: at most 14 digits before the decimal sign and 6 after it.")
            % {"value": value}
        )


def _record(verb: str, indicator: Indicator, by: Any, at: datetime, **details: Any) -> None:
    audit.record(
        verb=verb,
        subject=f"indicator:{indicator.key}",
        by=by,
        at=at,
        plan=str(indicator.item.plan.key),
        item=str(indicator.item.key),
        **details,
    )
