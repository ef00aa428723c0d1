"""Reading documents, and the imports that are under way."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.plans import reading
from samsyn.plans.documents import DocumentError, read_plan
from samsyn.plans.drafting import Draft
from samsyn.plans.errors import NotUsable
from samsyn.plans.models import ImportDraft

Progress = Callable[[float, str], object]


def read_document(data: bytes, *, name: str, progress: Progress) -> Draft:
    """What stands in the bytes of a document, as a draft. Refuses what cannot be read, saying what to do."""

    def tell(done: int, total: int) -> None:
        progress(done / max(total, 1), _("Reading"))

    try:
        parsed = read_plan(data, name=name, progress=tell)
    except DocumentError as error:
        raise NotUsable(_(error.template) % error.params) from error
    return reading.draft_of(parsed.to_json())


def by_key(key: Any) -> ImportDraft:
    """One import with its file; raises `ImportDraft.DoesNotExist`."""
    return ImportDraft.objects.select_related("file", "plan", "started_by").get(key=key)


def under_way() -> QuerySet[ImportDraft]:
    """The imports that are not plans yet, latest first, without their contents."""
    return ImportDraft.objects.filter(plan__isnull=True).select_related("file", "started_by").defer("content")
