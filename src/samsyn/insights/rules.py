"""Who may see and bring in data, run studies of it, and share and publish what they find."""

from datetime import date
from typing import Any

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.insights.models import Run, RunShare


def may_see_data(by: Any, *, on: date) -> bool:
    """Analysts and officers see the data sets; so does the system itself (`None`)."""
    return by is None or bool(roles_of(by, on=on) & {Role.ANALYST, Role.OFFICER})


def may_publish(by: Any, *, on: date) -> bool:
    """Whoever sees the data may publish what is found in it."""
    return may_see_data(by, on=on)


def may_bring_data(by: Any, *, on: date) -> bool:
    """Whoever sees the data sets may add to them."""
    return may_see_data(by, on=on)


def may_run(by: Any, *, on: date) -> bool:
    """Whoever sees the data may run studies of it."""
    return may_see_data(by, on=on)


def may_share(by: Any, *, on: date) -> bool:
    """Whoever publishes also shares, and takes back what is shared."""
    return may_publish(by, on=on)


def may_see_runs(by: Any, *, on: date) -> bool:
    """Whoever sees the data sees every run of it, small numbers too."""
    return may_see_data(by, on=on)


def may_see_run(by: Any, run: Run, *, on: date) -> bool:
    """A run that is shared is for everybody (small numbers taken out); any other for those who see the data."""
    return may_see_runs(by, on=on) or RunShare.objects.filter(run=run).exists()
