"""Which day a period is dated by."""

from datetime import date

import pytest

from samsyn.insights.errors import InsightError
from samsyn.insights.queries.reference_dates import last_day


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2022", date(2022, 12, 31)),
        (" 2022 ", date(2022, 12, 31)),
        ("2022-11-01", date(2022, 11, 1)),
        ("2024-02", date(2024, 2, 29)),
        ("2024M02", date(2024, 2, 29)),
        ("2024Q3", date(2024, 9, 30)),
        ("2024K4", date(2024, 12, 31)),
        ("2024 kv 1", date(2024, 3, 31)),
    ],
)
def test_the_last_day_of_a_period(period, day):
    assert last_day(period) == day


@pytest.mark.parametrize("period", ["", "last year", "2022-13", "2022-02-30", "20222", "2024Q5"])
def test_what_is_no_period(period):
    with pytest.raises(InsightError):
        last_day(period)
