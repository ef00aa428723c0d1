"""Data that is being read in."""

from typing import Any

from django.db.models import QuerySet

from samsyn.foundation.jobs.models import Job
from samsyn.insights.models import SnapshotDraft


def by_key(key: Any) -> SnapshotDraft:
    """One draft with its file and data set; raises `SnapshotDraft.DoesNotExist`."""
    return SnapshotDraft.objects.select_related("file", "dataset", "snapshot", "begun_by").get(key=key)


def under_way() -> QuerySet[SnapshotDraft]:
    """The drafts that are not saved yet, latest first, without what was found in them."""
    unsaved = SnapshotDraft.objects.filter(snapshot__isnull=True)
    return unsaved.select_related("file", "dataset", "begun_by").defer("found", "mapping", "details")


def checking_job(draft: SnapshotDraft) -> Job | None:
    """The latest job that checks, or has checked, the draft as it is now."""
    jobs = Job.objects.filter(payload__draft=str(draft.key), payload__revision=draft.revision)
    return jobs.order_by("-requested_at", "-pk").first()
