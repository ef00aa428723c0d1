"""The plan and its versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.members.models import Organ


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted")
    CLOSED = "closed", _("Closed")


class Plan(models.Model):
    """What an organ decides to do in a period: a year, or several.

    The wording can be changed while the plan is a draft. What the public sees is the latest adopted `PlanVersion`,
    never these rows. `decided_by` is the organ that decides this plan; which organ that is differs between councils
    and years, so it is data.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    decided_by = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    document = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source document"),
    )
    continues = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continued_by",
        verbose_name=_("continues"),
    )

    impersonal = ("title",)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title


class VersionKind(models.TextChoices):
    SAVED = "saved", _("Saved")
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted")


class PlanVersion(models.Model):
    """The whole plan as it was at a moment (`content`), sealed by its SHA-256. Rows are only added."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=VersionKind.choices)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    organ = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organ"))
    decided_on = models.DateField(_("decided on"), null=True)
    decision_reference = models.CharField(_("decision reference"), max_length=100, blank=True)

    personal = {"made_by": Personal("accountability", "as long as the plan", "points at a blanked account")}
    impersonal = ("content", "sha256", "decision_reference")

    class Meta:
        ordering = ["number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_is_unique"),
            models.CheckConstraint(
                condition=~Q(kind=VersionKind.ADOPTED)
                | (Q(organ__isnull=False) & Q(decided_on__isnull=False) & ~Q(decision_reference="")),
                name="adopted_version_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"
