"""Every write to the queue: what people do with jobs, and what workers do with them.

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
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.foundation.jobs import queries, rules
from samsyn.foundation.jobs.models import Job, JobState, Worker

MAX_ATTEMPTS = 3
KEPT_AFTER_END = timedelta(days=90)
MESSAGE_LENGTH = 300


class JobError(Refusal):
    """Something that cannot be done with a job as it stands."""


class Cancelled(Exception):
    """Raised by `progress` in the middle of the work: somebody asked for an end. Handlers let it pass."""


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
    if not rules.may_cancel(by, job, on=at.date()):
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
    if not rules.may_retry(by, job, on=at.date()):
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


def claim(*, at: datetime, key: UUID | None = None) -> Job | None:
    """Take the next job in the queue (or the one with a key) for the worker that calls; None when there is none.

    PostgreSQL skips rows that another worker is taking; on SQLite the immediate transaction lets in one at a time.
    """
    with transaction.atomic():
        waiting = queries.next_waiting().select_for_update(skip_locked=True)
        if key is not None:
            waiting = waiting.filter(key=key)
        taken = list(waiting[:1])
        if not taken:
            return None
        job = taken[0]
        job.state, job.started_at, job.heartbeat_at, job.attempts = JobState.RUNNING, at, at, job.attempts + 1
        job.save(update_fields=["state", "started_at", "heartbeat_at", "attempts"])
    return job


def report(job: Job, *, share: float, message: str, at: datetime) -> None:
    """Store how far the attempt has come. Raises `Cancelled` if it has been told to stop, or is no longer ours."""
    share = min(max(share, 0.0), 1.0)
    alive = _attempt(job).filter(cancel_requested=False)
    if not alive.update(progress=share, message=message[:MESSAGE_LENGTH], heartbeat_at=at):
        raise Cancelled


def finish(job: Job, *, result: dict, at: datetime) -> None:
    """End the attempt as done. Raises `Cancelled`, undoing the transaction around it, where that came first."""
    with transaction.atomic():
        alive = _attempt(job).filter(cancel_requested=False)
        if not alive.update(state=JobState.DONE, progress=1.0, result=result, error="", finished_at=at):
            raise Cancelled
        audit.record(verb="jobs.done", subject=f"job:{job.key}", by=job.requested_by, at=at, kind=job.kind)


def fail(job: Job, *, error: str, at: datetime) -> None:
    """End the attempt as failed, with a text fit for the person who asked."""
    with transaction.atomic():
        if _attempt(job).update(state=JobState.FAILED, error=error, finished_at=at):
            audit.record(verb="jobs.failed", subject=f"job:{job.key}", by=job.requested_by, at=at, kind=job.kind)


def stop(job: Job, *, at: datetime) -> None:
    """End the attempt as cancelled: the handler has let go. Nothing to do where the attempt is no longer ours."""
    _attempt(job).update(state=JobState.CANCELLED, finished_at=at)


def hand_back(job: Job) -> None:
    """Put the attempt back in the queue, uncounted: the worker is stopping, the work has done nothing wrong."""
    attempts = max(job.attempts - 1, 0)
    _attempt(job).update(state=JobState.QUEUED, progress=0.0, message="", attempts=attempts, started_at=None)


def recover_abandoned(*, before: datetime, at: datetime) -> int:
    """Take back jobs whose worker has died: into the queue again, or failed after `MAX_ATTEMPTS`. Their number."""
    with transaction.atomic():
        jobs = list(queries.abandoned(before=before).select_for_update(skip_locked=True))
        for job in jobs:
            if job.cancel_requested:
                stop(job, at=at)
            elif job.attempts >= MAX_ATTEMPTS:
                fail(job, error=_given_up(), at=at)
            else:
                _attempt(job).update(state=JobState.QUEUED, progress=0.0, message="", started_at=None)
    return len(jobs)


def enrol(*, machine: str, at: datetime) -> Worker:
    """A worker says that it is there."""
    return Worker.objects.create(machine=machine[:200], started_at=at, seen_at=at)


def beat(worker: Worker, job: Job | None, *, at: datetime) -> None:
    """A worker says that it is still there, and that the job it does is still under way."""
    Worker.objects.filter(pk=worker.pk).update(seen_at=at)
    if job is not None:
        _attempt(job).update(heartbeat_at=at)


def leave(worker: Worker) -> None:
    """A worker says that it stops."""
    Worker.objects.filter(pk=worker.pk).delete()


def purge(*, at: datetime) -> int:
    """Remove jobs that ended over 90 days ago, and workers unheard of for a day. The number of jobs removed."""
    Worker.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
    with transaction.atomic():
        removed, _each = queries.ended(before=at - KEPT_AFTER_END).delete()
        if removed:
            audit.record(verb="jobs.purged", subject="jobs:ended", by=None, at=at, number=removed)
    return removed


def _attempt(job: Job):
    """The row, as long as it is in the attempt that the caller has claimed."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, started_at=job.started_at)


def _locked(pk: int) -> Job:
    return Job.objects.select_for_update().get(pk=pk)


def _given_up() -> str:
    return _(
        "The worker stopped %(times)s times in the middle of this work, so it was given up. "
        "The server's log tells why it stopped (often too little memory); then try again."
    ) % {"times": MAX_ATTEMPTS}
