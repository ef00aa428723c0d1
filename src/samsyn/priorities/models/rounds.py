"""A round of system analysis: how the region agrees on its priorities, step by step."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.members.models import Organ, Person


class AnalysisRound(models.Model):
    """A system analysis (2016, 2020, ...), from theme work to the comparison with what the state decided.

    `owner` owns the process, `adopted_by` adopts by consensus; `continues` is the round before, whose needs this one
    takes up under their new wordings.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    owner = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("owned by")
    )
    adopted_by = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("adopted by")
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adoption_reference = models.CharField(_("reference of the decision"), max_length=100, blank=True)
    continues = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    summary = models.TextField(_("summary"), blank=True)
    public = models.BooleanField(_("public"), default=False)

    impersonal = ("name", "adoption_reference", "summary")

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("round of system analysis")
        verbose_name_plural = _("rounds of system analysis")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="analysis_round_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True) | (Q(adopted_by__isnull=False) & ~Q(adoption_reference="")),
                name="adopted_round_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StepKind(models.TextChoices):
    THEME_GROUPS = "theme_groups", _("Theme groups")
    DRAFT = "draft", _("Draft of the steering group")
    CONFERENCE = "conference", _("Debate at the conference")
    ADOPTION = "adoption", _("Adoption")
    REGIONS = "regions", _("The regions handle it")
    HAND_OVER = "hand_over", _("Hand-over to the administration")
    PROPOSAL = "proposal", _("The administration's proposal")
    CONSULTATION = "consultation", _("Joint consultation answer")
    DECISION = "decision", _("The government's decision")
    COMPARISON = "comparison", _("Comparison with the priorities")


class RoundStep(models.Model):
    """A step of a round: which group takes it, who sees to it, by when, and when it was done."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(AnalysisRound, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=StepKind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    group = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("group")
    )
    responsible = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    personal = {"responsible": Personal("shows who sees to the step", "as long as the round", "cut")}
    impersonal = ("title", "note")

    class Meta:
        ordering = ["round", "position", "pk"]
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of rounds")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class StepDocument(models.Model):
    """A document of a step."""

    step = models.ForeignKey(RoundStep, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    public = models.BooleanField(_("public"), default=False)

    impersonal = ("title",)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document of a step")
        verbose_name_plural = _("documents of steps")

    def __str__(self) -> str:
        return self.title
