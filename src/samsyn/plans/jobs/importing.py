"""Reading a document into an import, in the background."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.foundation.files import queries as files
from samsyn.foundation.jobs.operations import Progress
from samsyn.plans.operations import importing
from samsyn.plans.queries import imports


def read_document(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the document of the import that `importing.request_reading` named, and settle the job with it."""
    draft = imports.by_key(payload["draft"])
    content = imports.read_document(files.read(draft.file), name=draft.file.name, progress=progress)
    with transaction.atomic():
        importing.fill(draft, content=content, by=progress.job.requested_by, at=timezone.now())
        return progress.settle({"draft": payload["draft"], "url": payload["url"]})
