"""The loop of a worker, and its heart.

It is heard from every few seconds by a thread of its own, so that a long calculation is not taken for a death.
Asked to stop (SIGTERM, SIGINT), it finishes the job at hand if that can be done soon, else hands it back.
"""

import logging
import platform
import threading
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samsyn.foundation.errors import Refusal
from samsyn.foundation.jobs import operations, queries
from samsyn.foundation.jobs.models import Job, Worker
from samsyn.foundation.jobs.operations import Cancelled, Handler
from samsyn.foundation.jobs.worker import attempts

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Housekeeping = Callable[[datetime], object]
ALIVE_WITHIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things happen, in seconds."""

    poll: float = 0.5
    report: float = 0.3
    beat: float = 5.0
    abandoned: float = ALIVE_WITHIN.total_seconds()
    grace: float = 20.0
    housekeeping: float = 3600.0


class HandedBack(Exception):
    """Raised by `progress` in the middle of the work: the worker has to stop."""


@dataclass
class Stop:
    """Set by a signal: stop after the job at hand, which has `grace` seconds left."""

    clock: Clock = timezone.now
    asked_at: datetime | None = None
    event: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        self.asked_at = self.asked_at or self.clock()
        self.event.set()

    def overdue(self, grace: float) -> bool:
        return self.asked_at is not None and self.clock() > self.asked_at + timedelta(seconds=grace)


@dataclass
class Reporting:
    """The `progress` that handlers are given: stores at most every `pace.report` seconds."""

    job: Job
    stop: Stop
    pace: Pace
    clock: Clock
    settled: bool = False
    _stored_at: datetime | None = None

    def __call__(self, share: float, message: str = "") -> None:
        now = self.clock()
        if self._stored_at is not None and now < self._stored_at + timedelta(seconds=self.pace.report):
            return
        if self.stop.overdue(self.pace.grace):
            raise HandedBack
        attempts.report(self.job, share=share, message=message, at=now)
        self._stored_at = now

    def settle(self, result: dict) -> dict:
        attempts.finish(self.job, result=result, at=self.clock())
        self.settled = True
        return result


def run_now(job: Job, handlers: Mapping[str, Handler], *, clock: Clock = timezone.now) -> Job:
    """Do one waiting job in this process, and return it as it became: for tests and for the command line."""
    claimed = attempts.claim(at=clock(), key=job.key)
    if claimed is None:
        raise operations.JobError(_("This work is not waiting in the queue."))
    _do(claimed, handlers, Reporting(claimed, Stop(clock), Pace(), clock))
    return Job.objects.get(pk=job.pk)


def run(
    handlers: Mapping[str, Handler],
    stop: Stop,
    *,
    housekeeping: Housekeeping = lambda at: operations.purge(by=None, at=at),
    pace: Pace = Pace(),
    clock: Clock = timezone.now,
) -> None:
    """Work until told to stop. A database that is away for a while is waited for."""
    worker = attempts.enrol(machine=platform.node(), at=clock())
    logger.info("worker %s is at work", worker)
    housekeeping_due = clock()
    with _heart(worker, pace, clock) as at_work_on:
        while not stop.event.is_set():
            try:
                if clock() >= housekeeping_due:
                    housekeeping_due = clock() + timedelta(seconds=pace.housekeeping)
                    housekeeping(clock())
                busy = _do_next(handlers, stop, pace, clock, at_work_on)
            except DatabaseError:
                if connection.in_atomic_block:  # a test's: nothing will mend it
                    raise
                logger.exception("the database cannot be used; trying again")
                connection.close()
                busy = False
            if not busy:
                stop.event.wait(pace.poll)
    attempts.leave(worker)
    logger.info("worker %s has stopped", worker)


def _do_next(handlers, stop: Stop, pace: Pace, clock: Clock, at_work_on: Callable[[Job | None], None]) -> bool:
    """Take back what dead workers left, then do the next job. True where there was one."""
    if not connection.in_atomic_block:
        close_old_connections()
    lost_before = clock() - timedelta(seconds=pace.abandoned)
    if queries.abandoned(before=lost_before).exists():
        attempts.recover_abandoned(before=lost_before, at=clock())
    job = attempts.claim(at=clock()) if queries.next_waiting().exists() else None
    if job is None:
        return False
    at_work_on(job)
    try:
        _do(job, handlers, Reporting(job, stop, pace, clock))
    finally:
        at_work_on(None)
    return True


def _do(job: Job, handlers: Mapping[str, Handler], progress: Reporting) -> None:
    """Run the handler and write down how it went, in the language of whoever asked."""
    language = job.requested_by.language if job.requested_by else settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            result = _handler(job, handlers)(job.payload, progress)
            if not progress.settled:
                attempts.finish(job, result=result, at=progress.clock())
        except Cancelled:
            attempts.stop(job, at=progress.clock())
        except HandedBack:
            attempts.hand_back(job)
        except Refusal as refusal:
            attempts.fail(job, error=str(refusal), at=progress.clock())
        except Exception:
            logger.exception("job %s (%s) failed", job.key, job.kind)
            attempts.fail(job, error=_unexpected(job), at=progress.clock())


def _handler(job: Job, handlers: Mapping[str, Handler]) -> Handler:
    if job.kind not in handlers:
        raise operations.JobError(_("This version does not know the kind of work “%(kind)s”.") % {"kind": job.kind})
    return handlers[job.kind]


def _unexpected(job: Job) -> str:
    return _(
        "Something went wrong that was not foreseen, and nothing was changed. "
        "Try again; if it happens again, give the administrator this number: %(key)s."
    ) % {"key": job.key}


@contextmanager
def _heart(worker: Worker, pace: Pace, clock: Clock):
    """Beats in a thread of its own; gives a function that tells it which job is at hand."""
    ended = threading.Event()
    at_hand: list[Job | None] = [None]

    def beat() -> None:
        while not ended.wait(pace.beat):
            try:
                attempts.beat(worker, at_hand[0], at=clock())
            except DatabaseError:
                logger.warning("the heartbeat could not be stored", exc_info=True)
                connection.close()
        connection.close()

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield lambda job: at_hand.__setitem__(0, job)
    finally:
        ended.set()
        thread.join()
