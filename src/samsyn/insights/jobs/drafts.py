"""Reading and checking a file of data in the background."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.jobs.operations import Progress
from samsyn.insights.operations import drafts
from samsyn.insights.queries import checking
from samsyn.insights.queries import drafts as known


def check(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the file of the draft that `drafts.request_check` named, and settle the job with what was found."""
    draft = known.by_key(payload["draft"])
    progress(0.1, _("Reading"))
    outcome = checking.of_draft(draft, lambda share: progress(0.1 + 0.8 * share, _("Reading")))
    progress(0.9, _("Saving"))
    with transaction.atomic():
        drafts.keep_check(
            draft, checked=outcome, revision=payload["revision"], by=progress.job.requested_by, at=timezone.now()
        )
        return progress.settle({"draft": payload["draft"], "url": payload["url"]})
