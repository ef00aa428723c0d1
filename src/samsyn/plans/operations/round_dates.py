"""The council's own rhythm: the days of the year up to which follow-up is compiled, in every plan made from now on."""

import calendar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.plans import gate, rules
from samsyn.plans.errors import NotUsable
from samsyn.plans.models import RoundDate

LEAP_YEAR = 2000


@transaction.atomic
def add(*, month: int, day: int, by: Any, at: datetime) -> RoundDate:
    """Add a day of the year. As soon as there is one, the council's own days replace the usual ones."""
    gate.permit(rules.may_manage(by, on=day_of(at)))
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(LEAP_YEAR, month)[1]:
        raise NotUsable(_("There is no such day in the year."))
    added, new = RoundDate.objects.get_or_create(month=month, day=day)
    if new:
        _record("plans.round_date_added", added, by, at)
    return added


@transaction.atomic
def remove(*, month: int, day: int, by: Any, at: datetime) -> None:
    """Take away a day of the year. Rounds that have been opened stay."""
    gate.permit(rules.may_manage(by, on=day_of(at)))
    found = RoundDate.objects.filter(month=month, day=day).first()
    if found is not None:
        _record("plans.round_date_removed", found, by, at)
        found.delete()


def _record(verb: str, each: RoundDate, by: Any, at: datetime) -> None:
    details = {"month": each.month, "day": each.day}
    audit.record(verb=verb, subject=f"round_date:{each}", by=by, at=at, **details)
