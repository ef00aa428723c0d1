"""Data that is being read in, before it is a snapshot."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.insights.models.datasets import Dataset, DatasetKind, Snapshot


class SnapshotDraft(models.Model):
    """A file that somebody is making a snapshot of: how it is read so far, and what the checks found in it.

    `mapping` counts up `revision` when it is corrected, and `found` (what the file holds, what was found, what was
    refused) is that of revision `checked`: they differ while a worker reads the file anew. `details` are what is known
    beforehand of where the data comes from. `dataset` is the data set that the snapshot is meant for, if there is one.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=DatasetKind.choices)
    dataset = models.ForeignKey(Dataset, null=True, on_delete=models.SET_NULL, related_name="+")
    mapping = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    found = models.JSONField(default=dict)
    checked = models.PositiveIntegerField(default=0)
    details = models.JSONField(default=dict)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(_("begun"))

    personal = {"begun_by": Personal("shows whose work it is", "90 days", "the row is removed")}
    impersonal = ("mapping", "found", "details")

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("data being read in")
        verbose_name_plural = _("data being read in")

    def __str__(self) -> str:
        return str(self.file)
