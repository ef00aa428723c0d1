from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.operations import Grant, grant_role
from samsyn.foundation.accounts.rules import roles_of
from samsyn.foundation.days import day_of
from tests import factories as make

MIDSUMMER_NIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
"""Half past one in the morning of the first of July, where the council is."""


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (MIDSUMMER_NIGHT, date(2026, 7, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_sweden_summer_and_winter(at, day):
    assert day_of(at) == day


def test_the_zone_that_a_moment_is_written_in_does_not_matter():
    elsewhere = MIDSUMMER_NIGHT.astimezone(timezone.get_fixed_timezone(-timedelta(hours=7)))
    assert day_of(elsewhere) == date(2026, 7, 1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        day_of(MIDSUMMER_NIGHT.replace(tzinfo=None))


def test_a_role_from_the_first_of_july_holds_in_the_night_before_the_sun_is_up(db):
    chief, clerk = make.user(Role.ADMINISTRATOR), make.user()
    grant_role(clerk, grant=Grant(role=Role.ADMINISTRATOR, since=date(2026, 7, 1)), by=chief, at=MIDSUMMER_NIGHT)

    made = grant_role(make.user(), grant=Grant(role=Role.OFFICER, since=date(2026, 7, 1)), by=clerk, at=MIDSUMMER_NIGHT)

    assert made.role in roles_of(made.user, on=day_of(MIDSUMMER_NIGHT))
