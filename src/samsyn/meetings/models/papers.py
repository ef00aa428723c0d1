"""What belongs to an agenda item: papers, each with its versions."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import AgendaItem


class Paper(models.Model):
    """A paper of an item. A closed paper of an open item is seen like a closed item."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    closed = models.BooleanField(_("closed to the public"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    impersonal = ("title",)

    class Meta:
        ordering = ["item", "position", "pk"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return self.title


class PaperVersion(models.Model):
    """A paper as it was handed in. Rows are only added."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(_("what changed"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    personal = {"added_by": Personal("accountability", "as long as the paper", "points at a blanked account")}
    impersonal = ("change",)

    class Meta:
        ordering = ["number"]
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.paper} v{self.number}"
