"""What every verb about data asks first: may this person do it, and is what it is done to still there?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.insights import rules
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, SnapshotDraft


def to_bring_data(by: Any, at: datetime) -> None:
    """Refuse whoever may not bring data."""
    if not rules.may_bring_data(by, on=day_of(at)):
        raise NotPermitted(_("Only analysts and officers may add data."))


def dataset(dataset: Dataset) -> Dataset:
    """The data set as it is now, kept from others until the transaction ends."""
    found = list(Dataset.objects.select_for_update().filter(pk=dataset.pk))
    if not found:
        raise InsightError(_("The data set has been removed by somebody else."))
    return found[0]


def draft(draft: SnapshotDraft) -> SnapshotDraft:
    """The draft as it is now, kept from others until the transaction ends."""
    drafts = SnapshotDraft.objects.select_for_update(of=("self",)).select_related("file", "dataset")
    found = list(drafts.filter(pk=draft.pk))
    if not found:
        raise InsightError(_("What was being read in has been removed. Upload the file again."))
    return found[0]


def open_draft(draft_of: SnapshotDraft) -> SnapshotDraft:
    """The same, of a draft that has not been saved."""
    found = draft(draft_of)
    if found.snapshot_id is not None:
        raise InsightError(_("This has been saved already."))
    return found
