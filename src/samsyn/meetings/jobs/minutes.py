"""Making the files of adjusted minutes, in the background."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from samsyn.foundation.jobs.operations import Progress
from samsyn.meetings.exports.minutes import making
from samsyn.meetings.models import Minutes
from samsyn.meetings.operations import minutes as operations
from samsyn.meetings.queries import minutes as queries


def make_files(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the PDF and the Word document, in the council's own language, and keep them."""
    minutes = queries.by_meeting(Minutes.objects.get(key=payload["minutes"]).meeting)
    assert minutes is not None
    with translation.override(settings.LANGUAGE_CODE):
        content = queries.said(minutes, at=timezone.now())
        files = {format: making.made(minutes, content, format) for format in making.MEDIA_TYPES}
    with transaction.atomic():
        operations.keep_files(minutes, **files, by=None, at=timezone.now())
        return progress.settle({"url": reverse("meetings:minutes", args=[minutes.meeting.key])})
