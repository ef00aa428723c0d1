"""Who may see and bring in data, and publish results."""

from datetime import date
from typing import Any

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of


def may_publish(by: Any, *, on: date) -> bool:
    """Analysts and officers publish; so does the system itself (`None`)."""
    return by is None or bool(roles_of(by, on=on) & {Role.ANALYST, Role.OFFICER})


def may_see_data(by: Any, *, on: date) -> bool:
    """Analysts and officers see the data sets; so does the system itself (`None`)."""
    return by is None or bool(roles_of(by, on=on) & {Role.ANALYST, Role.OFFICER})


def may_bring_data(by: Any, *, on: date) -> bool:
    """Whoever sees the data sets may add to them."""
    return may_see_data(by, on=on)
