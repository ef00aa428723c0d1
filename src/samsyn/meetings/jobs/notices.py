"""Sending notices, in the background."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.jobs.operations import Progress
from samsyn.meetings.models import Notice
from samsyn.meetings.operations import notices


def hand_out(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Put the mail of a notice in the outbox, and settle the job in the same transaction."""
    notice = Notice.objects.select_related("meeting__organ").get(key=payload["notice"])
    result: dict[str, Any] = {}
    url = reverse("meetings:notice", args=[notice.key])
    notices.hand_out(
        notice,
        by=None,
        at=timezone.now(),
        conclude=lambda number: result.update(progress.settle({"mails": number, "url": url})),
    )
    return result
