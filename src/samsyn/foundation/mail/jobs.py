"""The worker's part in sending mail."""

from django.utils import timezone

from samsyn.foundation.jobs.operations import Progress
from samsyn.foundation.mail import operations


def send(payload: dict, progress: Progress) -> dict:
    """Hand over the message that the payload names."""
    return {"sent": operations.deliver(payload["message"], by=None, at=timezone.now())}
