"""What a worker writes about itself and about its attempt at a job.

Each write says which attempt it is about: a worker that was taken for dead, and whose job went to another, changes
nothing any more.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.jobs import queries
from samsyn.foundation.jobs.models import Job, JobState, Worker
from samsyn.foundation.jobs.operations import Cancelled

MAX_ATTEMPTS = 3
MESSAGE_LENGTH = 300


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


def _attempt(job: Job):
    """The row, as long as it is in the attempt that the caller has claimed."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, started_at=job.started_at)


def _given_up() -> str:
    return _(
        "The worker stopped %(times)s times in the middle of this work, so it was given up. "
        "The server's log tells why it stopped (often too little memory); then try again."
    ) % {"times": MAX_ATTEMPTS}
