"""What a worker does with one job."""

from datetime import timedelta

import pytest
from django.utils import translation

from samsyn.foundation.errors import Refusal
from samsyn.foundation.jobs import operations, worker
from samsyn.foundation.jobs.models import Job, JobState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


class Ticking:
    """A clock that goes on a second each time it is read."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def do(handle, by=None, **payload) -> Job:
    job = operations.enqueue(kind="test", payload=payload, by=by, at=NOW)
    return worker.run_now(job, {"test": handle}, clock=Ticking())


def test_a_handler_gets_its_payload_and_its_result_is_kept():
    job = do(lambda payload, progress: {"sum": payload["a"] + payload["b"]}, a=1, b=2)
    assert (job.state, job.result) == (JobState.DONE, {"sum": 3})


def test_a_handler_may_settle_inside_its_own_transaction():
    job = do(lambda payload, progress: progress.settle({"url": "/x"}))
    assert (job.state, job.result) == (JobState.DONE, {"url": "/x"})


def test_a_refusal_is_told_to_the_person_as_it_is():
    def refuse(payload, progress):
        raise Refusal("Sheet “Values” has no column “Date”.")

    job = do(refuse)
    assert (job.state, job.error) == (JobState.FAILED, "Sheet “Values” has no column “Date”.")


def test_an_unforeseen_fault_is_logged_and_its_inside_is_not_shown(caplog):
    def stumble(payload, progress):
        raise ZeroDivisionError("secret inside")

    job = do(stumble)
    assert job.state == JobState.FAILED
    assert "secret inside" not in job.error
    assert str(job.key) in job.error
    assert "ZeroDivisionError" in caplog.text


def test_an_unknown_kind_fails_clearly():
    job = operations.enqueue(kind="from-the-future", payload={}, by=None, at=NOW)
    assert "from-the-future" in worker.run_now(job, {}).error


def test_cancelling_stops_the_handler_at_its_next_report():
    reached = []

    def work(payload, progress):
        progress(0.1, "One")
        operations.cancel(progress.job, by=None, at=NOW)
        progress(0.2, "Two")
        reached.append("the end")
        return {}

    job = do(work)
    assert (job.state, job.message, reached) == (JobState.CANCELLED, "One", [])


def test_reports_are_stored_now_and_then_only(django_assert_num_queries):
    def work(payload, progress):
        progress(0.0, "first")
        with django_assert_num_queries(0):
            for _i in range(100):
                progress(0.5, "in between")
        return {}

    job = operations.enqueue(kind="test", payload={}, by=None, at=NOW)
    assert worker.run_now(job, {"test": work}, clock=lambda: NOW).message == "first"


def test_the_handler_speaks_the_language_of_whoever_asked():
    def speak(payload, progress):
        return {"language": translation.get_language()}

    assert do(speak, by=factories.user(language="en")).result == {"language": "en"}
    assert do(speak, by=factories.user(language="sv")).result == {"language": "sv"}
    assert do(speak).result == {"language": "sv"}


def test_a_job_is_handed_back_when_the_worker_has_to_stop_and_time_is_up():
    clock = Ticking()
    stop = worker.Stop(clock)
    operations.enqueue(kind="test", payload={}, by=None, at=NOW)

    def work(payload, progress):
        progress(0.1)
        stop.ask()
        while True:
            progress(0.2)

    worker.run({"test": work}, stop, clock=clock, pace=worker.Pace(grace=5, beat=60))
    job = Job.objects.get()
    assert (job.state, job.attempts, job.progress) == (JobState.QUEUED, 0, 0.0)


def test_a_job_that_ends_within_the_grace_is_finished():
    clock = Ticking()
    stop = worker.Stop(clock)
    operations.enqueue(kind="test", payload={}, by=None, at=NOW)

    def work(payload, progress):
        stop.ask()
        progress(0.5)
        return {"finished": True}

    worker.run({"test": work}, stop, clock=clock, pace=worker.Pace(grace=500, beat=60))
    assert Job.objects.get().result == {"finished": True}


def test_the_house_is_kept_while_working():
    stop, kept = worker.Stop(), []

    def housekeeping(at):
        kept.append(at)
        stop.ask()

    worker.run({}, stop, housekeeping=housekeeping, pace=worker.Pace(poll=0.01))
    assert len(kept) == 1
