"""From a reference period as it is written to a day: figures of a period are dated by its last day."""

import calendar
import re
from datetime import date

from django.utils.translation import gettext as _

from samsyn.insights.errors import InsightError

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:-|\s*M)(\d{2})", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})[-\s]*(?:Q|K|kv)\s*([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})")


def last_day(period: str) -> date:
    """The last day of a year, a quarter (2024Q3, 2024K3), a month (2024-09, 2024M09) or a day."""
    text = period.strip()
    try:
        if found := _DAY.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _MONTH.fullmatch(text):
            return _end(int(found[1]), int(found[2]))
        if found := _QUARTER.fullmatch(text):
            return _end(int(found[1]), 3 * int(found[2]))
        if found := _YEAR.fullmatch(text):
            return _end(int(found[1]), 12)
    except ValueError:
        pass
    raise InsightError(
        _("“%(period)s” is no period that a value can be dated by: write a year, a quarter (2024Q3), a month or a day.")
        % {"period": period}
    )


def _end(year: int, month: int) -> date:
    # A month that is none is a ValueError here too.
    return date(year, month, calendar.monthrange(year, month)[1])
