"""Reading a document into an import, and taking in an exported plan, in the background."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs.operations import Progress
from samsyn.plans.errors import NotUsable
from samsyn.plans.operations import exchange, importing
from samsyn.plans.queries import imports


def read_document(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the document of the import that `importing.request_reading` named, and settle the job with it."""
    draft = imports.by_key(payload["draft"])
    content = imports.read_document(files.read(draft.file), name=draft.file.name, progress=progress)
    with transaction.atomic():
        importing.fill(draft, content=content, by=progress.job.requested_by, at=timezone.now())
        return progress.settle({"draft": payload["draft"], "url": payload["url"]})


def take_in_plan(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take in the export that `importing.request_plan` named. The result names the plan and who was added for it."""
    file = StoredFile.objects.filter(key=payload["file"]).first()
    if file is None:
        raise NotUsable(_("The file is not kept any more. Upload it again."))
    result: dict[str, Any] = {}
    exchange.import_file(
        files.read(file),
        by=progress.job.requested_by,
        at=timezone.now(),
        as_copy=payload["as_copy"],
        progress=progress,
        conclude=lambda done: result.update(
            progress.settle({"plan": str(done.plan.key), "added": asdict(done.added), "url": _arrival(progress)})
        ),
    )
    return result


def _arrival(progress: Progress) -> str:
    """The page that tells what came in."""
    return reverse("plans:import_arrival", args=[progress.job.key])
