"""Mail: into the outbox with what it tells of, out of it by the worker, never lost, and forgotten once sent."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from samsyn.foundation.jobs import worker
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.mail import jobs, operations, queries
from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.foundation.mail.outbox import EmailBackend
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
HOUR = timedelta(hours=1)
HANDLERS = {operations.SEND: jobs.send}
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


class Unwilling(BaseEmailBackend):
    """A mail server that takes nothing, and says so with the receiver's address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"anna@council.example": (550, b"no such user")})


class Away(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


class Busy(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPDataError(451, b"try later")


@pytest.fixture(autouse=True)
def _transport(settings):
    settings.MAIL_TRANSPORT = LOCMEM


def _message(**fields) -> EmailMessage:
    given = {"subject": "Påminnelse", "body": "Följ upp åtgärd 1.2.", "to": ["anna@council.example"]}
    return EmailMessage(**given | fields)


def _work() -> list[Job]:
    return [worker.run_now(job, HANDLERS) for job in Job.objects.filter(state=JobState.QUEUED).order_by("pk")]


def test_a_message_arrives_word_for_word_and_is_forgotten():
    message = EmailMultiAlternatives(
        "Kallelse: åäö", "Text på svenska.", to=["Åsa Öberg <asa@council.example>"], cc=["b@council.example"]
    )
    message.attach_alternative("<p>Text på svenska.</p>", "text/html")
    message.attach("plan.pdf", b"%PDF-1.7 \xff\x00", "application/pdf")
    operations.send(message, by=None, at=NOW)
    assert mail.outbox == [], "nothing leaves before the worker has it"

    (job,) = _work()
    assert (job.state, job.result) == (JobState.DONE, {"sent": True})
    (sent,) = mail.outbox
    parsed = sent.message()
    assert parsed["Subject"] == "Kallelse: åäö"
    assert "asa@council.example" in parsed["To"]
    assert set(sent.recipients()) == {"Åsa Öberg <asa@council.example>", "b@council.example"}
    plain = parsed.get_body(("plain",)).get_content().strip()
    assert plain == "Text på svenska."
    (attachment,) = parsed.iter_attachments()
    assert attachment.get_content() == b"%PDF-1.7 \xff\x00"

    row = OutgoingMessage.objects.get()
    assert (row.recipients, row.subject, row.source) == ([], "", "")
    assert row.sent_at


def test_nothing_is_sent_of_what_was_rolled_back():
    with transaction.atomic():
        operations.send(_message(), by=None, at=NOW)
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()
    assert not Job.objects.exists()


def test_the_secret_of_a_link_is_not_in_the_job():
    operations.send(_message(body="https://samsyn.example.org/accounts/invitation/secret/"), by=None, at=NOW)
    assert "secret" not in str(Job.objects.values().get())


@pytest.mark.parametrize(
    ("transport", "why"), [("Unwilling", "SMTPRecipientsRefused"), ("Away", "ConnectionRefused"), ("Busy", "SMTP 451")]
)
def test_what_the_server_does_not_take_stays_and_says_why(settings, transport, why):
    settings.MAIL_TRANSPORT = f"{__name__}.{transport}"
    row = operations.send(_message(), by=None, at=NOW)
    (job,) = _work()
    assert job.state == JobState.FAILED
    assert why in job.error
    assert "anna@" not in job.error
    assert queries.undelivered(since=NOW, before=NOW + HOUR) == 1

    settings.MAIL_TRANSPORT = LOCMEM
    assert operations.send_again(by=None, at=NOW + HOUR) == 1
    assert [job.state for job in _work()] == [JobState.DONE]
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert row.attempts == 2


def test_a_message_is_sent_once_however_many_jobs_ask():
    operations.send(_message(), by=None, at=NOW)
    operations.send_again(by=None, at=NOW + HOUR)
    assert [job.result for job in _work()] == [{"sent": True}, {"sent": False}]
    assert len(mail.outbox) == 1
    assert operations.send_again(by=None, at=NOW + 2 * HOUR) == 0


def test_a_message_that_a_killed_worker_had_taken_is_taken_again_after_a_while():
    row = operations.send(_message(), by=None, at=NOW)
    OutgoingMessage.objects.update(taken_at=NOW)
    assert operations.deliver(row.pk, by=None, at=NOW + timedelta(minutes=4)) is False
    assert operations.deliver(row.pk, by=None, at=NOW + timedelta(minutes=6)) is True


def test_trying_ends_after_four_days_without_losing_the_message():
    row = operations.send(_message(), by=None, at=NOW)
    OutgoingMessage.objects.update(attempts=operations.MAX_ATTEMPTS)
    assert operations.send_again(by=None, at=NOW + HOUR) == 0
    assert operations.deliver(row.pk, by=None, at=NOW + HOUR), "the button still works"


def test_receipts_are_removed_after_ninety_days_and_waiting_mail_never():
    sent, waiting = operations.send(_message(), by=None, at=NOW), operations.send(_message(), by=None, at=NOW)
    operations.deliver(sent.pk, by=None, at=NOW)
    assert operations.purge(by=None, at=NOW + timedelta(days=89)) == 0
    assert operations.purge(by=None, at=NOW + timedelta(days=91)) == 1
    assert list(OutgoingMessage.objects.all()) == [waiting]


def test_djangos_own_door_opens_on_the_outbox():
    assert EmailBackend().send_messages([_message(), _message()]) == 2
    assert queries.waiting().count() == 2
    assert mail.outbox == []


def test_the_demonstration_writes_mail_to_the_console(settings, capsys):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
    operations.send(_message(), by=None, at=NOW)
    _work()
    assert "To: anna@council.example" in capsys.readouterr().out
