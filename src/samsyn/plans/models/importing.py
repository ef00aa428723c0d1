"""A document on its way to become a plan."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.plans.models.plans import Plan


class ImportDraft(models.Model):
    """What was read from a document, being corrected in the preview. Nothing is a plan until it is saved.

    `revision` grows by one a correction: a correction made on an older revision is refused. `previous` is the content
    before the latest correction, for taking it back.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    previous = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(_("started"))

    personal = {"started_by": Personal("shows whose work it is", "90 days", "the row is removed")}
    impersonal = ("content", "previous")

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return str(self.file)
