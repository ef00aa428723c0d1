"""A decision's table of named objects on its way in: nothing is an outcome before a person has confirmed it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.priorities.models.objects import TransportObject
from samsyn.priorities.models.outcomes import OutcomeEvent, PlanRound


class DecisionDraft(models.Model):
    """A table that was uploaded, how its columns were read, and what holds for all its rows (`common`)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(PlanRound, on_delete=models.PROTECT, related_name="+", verbose_name=_("plan round"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)
    common = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)

    personal = {"made_by": Personal("accountability", "as long as the draft", "points at a blanked account")}
    impersonal = ("columns", "common")

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("imported decision")
        verbose_name_plural = _("imported decisions")

    def __str__(self) -> str:
        return str(self.file)


class RowState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    NEW = "new", _("A new object")
    LEFT_OUT = "left_out", _("Left out")


class DraftRow(models.Model):
    """A row of the table: what it says (`said`), the object it seems to be (`confidence` from 0 to 1, and why)."""

    draft = models.ForeignKey(DecisionDraft, on_delete=models.CASCADE, related_name="rows")
    place = models.CharField(_("place"), max_length=60)
    said = models.JSONField(default=dict)
    object = models.ForeignKey(TransportObject, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confidence = models.FloatField(_("confidence"), default=0.0)
    because = models.CharField(_("because"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices, default=RowState.SUGGESTED)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    event = models.OneToOneField(OutcomeEvent, null=True, on_delete=models.SET_NULL, related_name="+")

    impersonal = ("place", "said", "because", "problem")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of an imported decision")
        verbose_name_plural = _("rows of imported decisions")

    def __str__(self) -> str:
        return self.place
