"""Who may do what with jobs: people with their own, administrators with all."""

from datetime import date

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.foundation.jobs.models import Job


def may_enqueue(by) -> bool:
    """Ask for work. What the work itself may do is ruled where it is done."""
    return by is None or (by.is_authenticated and by.is_active)


def may_see_all(by, *, on: date) -> bool:
    return by is None or Role.ADMINISTRATOR in roles_of(by, on=on)


def may_see(by, job: Job, *, on: date) -> bool:
    own = may_enqueue(by) and by is not None and job.requested_by_id == by.pk
    return own or may_see_all(by, on=on)


def may_cancel(by, job: Job, *, on: date) -> bool:
    return may_see(by, job, on=on)


def may_retry(by, job: Job, *, on: date) -> bool:
    return may_see(by, job, on=on)
