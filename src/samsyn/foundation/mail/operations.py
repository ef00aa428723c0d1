"""Sending mail: into the outbox in the transaction of what it tells of, out of it by the worker.

A message that cannot be handed over stays in the outbox: its job fails and shows why, `send_again` queues it anew
every hour, and nothing is lost or sent twice by a rolled-back operation.
"""

import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes, policy

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.errors import Refusal
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.mail import queries
from samsyn.foundation.mail.models import OutgoingMessage

SEND = "mail.send"
RECEIPT_KEPT = timedelta(days=90)
LONGEST_HAND_OVER = timedelta(minutes=5)
MAX_ATTEMPTS = 96  # every hour; after that a person presses "try again"
TRIED_FOR = timedelta(hours=MAX_ATTEMPTS)


class MailError(Refusal):
    """A message could not be handed over."""


class _Transported(EmailMessage):
    """A message from the outbox, word for word as it was put there."""

    def __init__(self, row: OutgoingMessage) -> None:
        self._parsed = message_from_bytes(row.source.encode(), policy=policy.SMTP)
        super().__init__(subject=row.subject, from_email=str(self._parsed["From"]), to=row.recipients)

    def message(self, *, policy=None):
        return self._parsed


def send(message: EmailMessage, *, by, at: datetime) -> OutgoingMessage:
    """Put a message in the outbox, and the delivery in the queue, in the caller's transaction."""
    with transaction.atomic():
        row = OutgoingMessage.objects.create(
            recipients=message.recipients(),
            subject=message.subject[:300],
            source=message.message().as_string(),
            queued_at=at,
        )
        jobs.enqueue(kind=SEND, payload={"message": row.pk}, by=None, at=at, title=_("Mail"))
    return row


def deliver(key: int, *, by, at: datetime) -> bool:
    """Hand one message over to the transport, and forget what it said. False when that is done, or being done.

    Raises `MailError` where the transport does not take it; the message stays in the outbox.
    """
    untaken = queries.waiting().exclude(taken_at__gt=at - LONGEST_HAND_OVER)
    if not untaken.filter(pk=key).update(taken_at=at, attempts=F("attempts") + 1):
        return False
    row = OutgoingMessage.objects.get(pk=key)
    try:
        get_connection(settings.MAIL_TRANSPORT).send_messages([_Transported(row)])
    except (OSError, smtplib.SMTPException) as error:
        OutgoingMessage.objects.filter(pk=key).update(taken_at=None)
        raise MailError(
            _("The mail server did not take the message (%(why)s). It stays in the outbox and is tried every hour.")
            % {"why": _reason(error)}
        ) from error
    OutgoingMessage.objects.filter(pk=key).update(sent_at=at, recipients=[], subject="", source="")
    return True


def withdraw(message: OutgoingMessage, *, by, at: datetime) -> bool:
    """Take a message that waits out of the outbox; False where it has been handed over, or is being."""
    untaken = queries.waiting().exclude(taken_at__gt=at - LONGEST_HAND_OVER)
    removed, _each = untaken.filter(pk=message.pk).delete()
    return bool(removed)


def send_again(*, by, at: datetime) -> int:
    """Queue anew what has waited an hour or more; their number. For the worker's housekeeping, every hour."""
    late = queries.waiting().filter(queued_at__lte=at - timedelta(hours=1), attempts__lt=MAX_ATTEMPTS)
    keys = list(late.values_list("pk", flat=True))
    for key in keys:
        jobs.enqueue(kind=SEND, payload={"message": key}, by=by, at=at, title=_("Mail"))
    return len(keys)


def purge(*, by, at: datetime) -> int:
    """Remove the receipts of what was sent over 90 days ago; their number."""
    with transaction.atomic():
        removed, _each = OutgoingMessage.objects.filter(sent_at__lt=at - RECEIPT_KEPT).delete()
        if removed:
            audit.record(verb="mail.purged", subject="mail:sent", by=by, at=at, number=removed)
    return removed


def _reason(error: Exception) -> str:
    """What went wrong, without the addresses that the error may carry."""
    code = getattr(error, "smtp_code", None)
    return f"SMTP {code}" if code else type(error).__name__
