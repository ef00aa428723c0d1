"""The verbs of the queue."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.jobs import operations, queries
from samsyn.foundation.jobs.models import Job, JobState, Worker
from samsyn.foundation.jobs.worker import attempts
from samsyn.members.models import Organ
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=10)
LATER = NOW + timedelta(minutes=10)


def queued(by=None, at=NOW, **fields) -> Job:
    return operations.enqueue(**{"kind": "test.add", "payload": {"a": 1}, "by": by, "at": at} | fields)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))


def test_work_is_claimed_in_the_order_of_asking_and_once():
    first, second = queued(title="First"), queued(at=SOON)
    assert attempts.claim(at=SOON).key == first.key
    assert attempts.claim(at=SOON).key == second.key
    assert attempts.claim(at=SOON) is None


def test_work_without_a_title_is_shown_by_its_kind():
    assert str(queued()) == "test.add"
    assert str(queued(title="Plan 2018")) == "Plan 2018"


def test_a_claimed_job_reports_and_finishes():
    queued()
    job = attempts.claim(at=SOON)
    attempts.report(job, share=0.25, message="Reading", at=LATER)
    stored = Job.objects.get()
    assert (stored.progress, stored.message, stored.heartbeat_at) == (0.25, "Reading", LATER)
    attempts.finish(job, result={"url": "/"}, at=LATER)
    stored = Job.objects.get()
    assert (stored.state, stored.progress, stored.result) == (JobState.DONE, 1.0, {"url": "/"})
    assert verbs() == ["jobs.enqueued", "jobs.done"]


@pytest.mark.parametrize(("share", "stored"), [(-1, 0.0), (7, 1.0)])
def test_progress_stays_between_nothing_and_all(share, stored):
    queued()
    attempts.report(attempts.claim(at=SOON), share=share, message="x" * 1000, at=SOON)
    assert Job.objects.get().progress == stored
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(progress=1.1)


def test_cancelling_work_that_waits_ends_it_at_once():
    job = operations.cancel(queued(), by=None, at=SOON)
    assert (job.state, job.finished_at) == (JobState.CANCELLED, SOON)
    assert attempts.claim(at=SOON) is None


def test_cancelling_work_under_way_is_told_to_the_handler_at_its_next_report():
    queued()
    job = attempts.claim(at=SOON)
    assert operations.cancel(job, by=None, at=SOON).state == JobState.RUNNING
    with pytest.raises(operations.Cancelled):
        attempts.report(job, share=0.5, message="", at=SOON)
    attempts.stop(job, at=LATER)
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_cancelled_job_cannot_be_settled_so_its_effect_is_undone():
    queued()
    job = attempts.claim(at=SOON)
    operations.cancel(job, by=None, at=SOON)

    def settle():
        with transaction.atomic():
            factories.organ()
            attempts.finish(job, result={}, at=SOON)

    with pytest.raises(operations.Cancelled):
        settle()
    assert not Organ.objects.exists()


def test_what_has_ended_can_neither_be_cancelled_nor_repeated_when_done():
    queued()
    attempts.finish(attempts.claim(at=SOON), result={}, at=SOON)
    with pytest.raises(operations.JobError):
        operations.cancel(Job.objects.get(), by=None, at=LATER)
    with pytest.raises(operations.JobError):
        operations.retry(Job.objects.get(), by=None, at=LATER)


def test_failed_work_can_be_tried_again_as_new():
    queued()
    attempts.fail(attempts.claim(at=SOON), error="No such sheet.", at=SOON)
    assert Job.objects.get().error == "No such sheet."
    job = operations.retry(Job.objects.get(), by=None, at=LATER)
    assert (job.state, job.error, job.attempts, job.finished_at) == (JobState.QUEUED, "", 0, None)
    assert attempts.claim(at=LATER).key == job.key
    assert verbs() == ["jobs.enqueued", "jobs.failed", "jobs.retried"]


def test_a_worker_that_lost_its_job_can_no_longer_touch_it():
    queued()
    lost = attempts.claim(at=NOW)
    assert attempts.recover_abandoned(before=SOON, at=SOON) == 1
    again = attempts.claim(at=LATER)
    assert again.pk == lost.pk
    for attempt in (
        lambda: attempts.report(lost, share=0.9, message="", at=LATER),
        lambda: attempts.finish(lost, result={}, at=LATER),
    ):
        with pytest.raises(operations.Cancelled):
            attempt()
    attempts.fail(lost, error="late", at=LATER)
    attempts.stop(lost, at=LATER)
    attempts.hand_back(lost)
    assert Job.objects.get().state == JobState.RUNNING
    attempts.finish(again, result={}, at=LATER)
    assert Job.objects.get().state == JobState.DONE


def test_abandoned_work_is_given_up_after_three_attempts_with_a_clear_text():
    queued()
    for minute in range(attempts.MAX_ATTEMPTS):
        at = NOW + timedelta(minutes=minute)
        assert attempts.claim(at=at).attempts == minute + 1
        attempts.recover_abandoned(before=at + timedelta(seconds=1), at=at)
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "3" in job.error


def test_work_under_way_is_not_taken_for_abandoned():
    queued()
    attempts.claim(at=SOON)
    assert attempts.recover_abandoned(before=SOON, at=LATER) == 0


def test_abandoned_work_that_was_cancelled_ends():
    queued()
    operations.cancel(attempts.claim(at=NOW), by=None, at=NOW)
    attempts.recover_abandoned(before=SOON, at=SOON)
    assert Job.objects.get().state == JobState.CANCELLED


def test_handing_back_does_not_count_as_an_attempt():
    queued()
    attempts.hand_back(attempts.claim(at=SOON))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_ended_jobs_are_removed_after_ninety_days_and_dead_workers_after_one():
    old, new, waiting = queued(), queued(at=SOON), queued(at=LATER)
    attempts.finish(attempts.claim(at=NOW), result={}, at=NOW)
    attempts.finish(attempts.claim(at=NOW), result={}, at=NOW + timedelta(days=2))
    attempts.enrol(machine="gone", at=NOW)
    assert operations.purge(by=None, at=NOW + timedelta(days=91)) == 1
    assert set(Job.objects.values_list("key", flat=True)) == {new.key, waiting.key} - {old.key}
    assert not Worker.objects.exists()
    assert verbs()[-1] == "jobs.purged"


def test_a_purge_of_nothing_writes_nothing():
    assert operations.purge(by=None, at=NOW) == 0
    assert verbs() == []


def test_workers_are_seen_until_they_leave():
    worker = attempts.enrol(machine="here", at=NOW)
    queued()
    job = attempts.claim(at=NOW)
    attempts.beat(worker, job, at=LATER)
    assert list(queries.workers_seen(since=LATER)) == [worker]
    assert Job.objects.get().heartbeat_at == LATER
    attempts.leave(worker)
    assert not queries.workers_seen(since=NOW).exists()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_do_everything_with_own_work_and_only_administrators_with_others(role):
    by, other = factories.user(role), factories.user(Role.OFFICER)
    own, others = queued(by=by), queued(by=other)
    operations.retry(operations.cancel(own, by=by, at=SOON), by=by, at=SOON)
    if role == Role.ADMINISTRATOR:
        operations.retry(operations.cancel(others, by=by, at=SOON), by=by, at=SOON)
        assert set(queries.visible_to(by, on=TODAY)) == {own, others}
        return
    for verb in (operations.cancel, operations.retry):
        with pytest.raises(NotPermitted):
            verb(others, by=by, at=SOON)
    assert list(queries.visible_to(by, on=TODAY)) == [own]
    assert queries.find(others.key, by=by, on=TODAY) is None


def test_the_anonymous_may_neither_ask_nor_see():
    job = queued()
    anonymous = AnonymousUser()
    with pytest.raises(NotPermitted):
        queued(by=anonymous)
    with pytest.raises(NotPermitted):
        operations.cancel(job, by=anonymous, at=SOON)
    assert not queries.visible_to(anonymous, on=TODAY).exists()


def test_an_account_that_may_not_sign_in_may_not_ask():
    with pytest.raises(NotPermitted):
        queued(by=factories.user(Role.OFFICER, is_active=False))
