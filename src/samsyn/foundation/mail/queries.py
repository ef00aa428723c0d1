"""Reading the outbox."""

from datetime import datetime

from django.db.models import QuerySet

from samsyn.foundation.mail.models import OutgoingMessage


def waiting() -> QuerySet[OutgoingMessage]:
    """What has not been handed over yet, oldest first."""
    return OutgoingMessage.objects.filter(sent_at__isnull=True).order_by("pk")


def undelivered(*, before: datetime) -> int:
    """How many messages have waited since before a moment: a sign that the mail server or the worker is away."""
    return waiting().filter(queued_at__lt=before).count()
