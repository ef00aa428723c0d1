"""Reading the outbox."""

from datetime import datetime

from django.db.models import QuerySet

from samsyn.foundation.mail.models import OutgoingMessage


def waiting() -> QuerySet[OutgoingMessage]:
    """What has not been handed over yet, oldest first."""
    return OutgoingMessage.objects.filter(sent_at__isnull=True).order_by("pk")


def undelivered(*, since: datetime, before: datetime) -> int:
    """How many messages of a time still wait: a sign that the mail server or the worker is away."""
    return waiting().filter(queued_at__gte=since, queued_at__lt=before).count()
