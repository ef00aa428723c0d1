"""Completing a board report, in the background."""

from typing import Any

from django.utils import timezone

from samsyn.foundation.jobs.operations import Progress
from samsyn.plans.models import FollowUpRound
from samsyn.plans.operations import reports


def complete_report(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Complete the report that `reports.request` asked for, and settle the job in the same transaction."""
    result: dict[str, Any] = {}
    reports.complete(
        FollowUpRound.objects.select_related("plan").get(key=payload["round"]),
        by=progress.job.requested_by,
        at=timezone.now(),
        language=payload["language"],
        progress=progress,
        conclude=lambda report: result.update(progress.settle({"report": str(report.key), "url": payload["url"]})),
    )
    return result
