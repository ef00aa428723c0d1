"""What people do with jobs. What a worker writes about the job at hand is in `worker.attempts`.

A job is done by a *handler*, a function ``handle(payload, progress) -> result`` that `samsyn.web.jobs` lists under
the job's kind. A handler reads and computes first, calling ``progress(share, message)`` as it goes, and writes last,
in one transaction that also settles the job::

    def handle(payload: dict, progress: Progress) -> dict:
        found = read(payload, listener=lambda done, total: progress(done / total, _("Reading")))
        with transaction.atomic():
            draft = operations.keep(found, by=progress.job.requested_by, at=timezone.now())
            return progress.settle({"url": reverse("plans:draft", args=[draft.key])})

So a worker that is killed leaves either all or nothing, and work is never done twice. `result["url"]`, where there
is one, is the page (a path on this site) that the job's page leads to.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.foundation.jobs import queries, rules
from samsyn.foundation.jobs.models import Job, JobState, Worker

KEPT_AFTER_END = timedelta(days=90)


class JobError(Refusal):
    """Something that cannot be done with a job as it stands."""


class Cancelled(Exception):
    """Raised by `progress` in the middle of the work: it was cancelled, or another worker has it. Let it pass."""


class Progress(Protocol):
    """What a handler is given to report to."""

    job: Job

    def __call__(self, share: float, message: str = "") -> None:
        """Tell how much is done (0 to 1) and what is going on. Cheap: call it often. Raises `Cancelled`."""

    def settle(self, result: dict) -> dict:
        """End the job inside the caller's transaction, so that effect and end are one. Raises `Cancelled`."""


Handler = Callable[[dict, Progress], dict]


def enqueue(*, kind: str, payload: dict, by, at: datetime, title: str = "") -> Job:
    """Put work in the queue. `title` is what people see (the kind, where nothing is given)."""
    if not rules.may_enqueue(by):
        raise NotPermitted(_("Sign in to start this work."))
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, title=(title or kind)[:200], payload=payload, requested_by=by, requested_at=at
        )
        audit.record(verb="jobs.enqueued", subject=f"job:{job.key}", by=by, at=at, kind=kind)
    return job


def cancel(job: Job, *, by, at: datetime) -> Job:
    """Take work out of the queue, or ask the worker that does it to stop."""
    if not rules.may_cancel(by, job, on=day_of(at)):
        raise NotPermitted(_("You may only cancel your own work."))
    with transaction.atomic():
        job = _locked(job.pk)
        if job.has_ended:
            raise JobError(_("This work has already ended: it cannot be cancelled."))
        job.cancel_requested = True
        if job.state == JobState.QUEUED:
            job.state, job.finished_at = JobState.CANCELLED, at
        job.save(update_fields=["cancel_requested", "state", "finished_at"])
        audit.record(verb="jobs.cancelled", subject=f"job:{job.key}", by=by, at=at, kind=job.kind)
    return job


def retry(job: Job, *, by, at: datetime) -> Job:
    """Put work that failed or was cancelled back in the queue, as the person who first asked for it."""
    if not rules.may_retry(by, job, on=day_of(at)):
        raise NotPermitted(_("You may only repeat your own work."))
    with transaction.atomic():
        job = _locked(job.pk)
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise JobError(_("Only work that failed or was cancelled can be tried again."))
        Job.objects.filter(pk=job.pk).update(
            state=JobState.QUEUED, progress=0.0, message="", error="", attempts=0, cancel_requested=False,
            started_at=None, heartbeat_at=None, finished_at=None,
        )  # fmt: skip
        audit.record(verb="jobs.retried", subject=f"job:{job.key}", by=by, at=at, kind=job.kind)
    return Job.objects.get(pk=job.pk)


def purge(*, by, at: datetime) -> int:
    """Remove jobs that ended over 90 days ago, and workers unheard of for a day. The number of jobs removed."""
    Worker.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
    with transaction.atomic():
        removed, _each = queries.ended(before=at - KEPT_AFTER_END).delete()
        if removed:
            audit.record(verb="jobs.purged", subject="jobs:ended", by=by, at=at, number=removed)
    return removed


def _locked(pk: int) -> Job:
    return Job.objects.select_for_update().get(pk=pk)
