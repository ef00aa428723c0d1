"""Follow-up: rounds, what was said in them, and the reports that froze them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.plans.models.items import Item
from samsyn.plans.models.plans import Plan


class RoundDate(models.Model):
    """The council's rhythm: the days of a year up to which follow-up is compiled."""

    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))

    class Meta:
        ordering = ["month", "day"]
        verbose_name = _("follow-up date")
        verbose_name_plural = _("follow-up dates")
        constraints = [
            models.UniqueConstraint(fields=["month", "day"], name="round_date_once"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)) & Q(day__range=(1, 31)), name="round_date_is_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


class FollowUpRound(models.Model):
    """One compilation of the follow-up of a plan: what is true `as_of` a day, entered until `due_on`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rounds")
    as_of = models.DateField(_("up to"))
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("due"))
    summary = models.TextField(_("summary"), blank=True)

    impersonal = ("summary",)

    class Meta:
        ordering = ["as_of"]
        verbose_name = _("follow-up round")
        verbose_name_plural = _("follow-up rounds")
        constraints = [
            models.UniqueConstraint(fields=["plan", "as_of"], name="follow_up_round_once_a_day"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="follow_up_round_due_after_opening"),
        ]

    def __str__(self) -> str:
        return str(self.as_of)


class FollowUpState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    DONE = "done", _("Done")
    NOT_REACHED = "not_reached", _("Not reached")
    STOPPED = "stopped", _("Stopped")
    CANNOT_BE_ASSESSED = "cannot_be_assessed", _("Cannot be assessed")


STATES_THAT_NEED_ACTION = (FollowUpState.AT_RISK, FollowUpState.OFF_TRACK)


class Effect(models.TextChoices):
    """What an activity has led to, apart from whether it was done."""

    TOO_EARLY = "too_early", _("Too early to see")
    NONE = "none", _("No effect seen")
    SOME = "some", _("Some effect seen")
    CLEAR = "clear", _("Clear effect seen")
    CANNOT_BE_ASSESSED = "cannot_be_assessed", _("Cannot be assessed")


WORDS_SAID = ("text", "effect_text", "consequence", "action", "evidence")
"""The fields of a follow-up that hold words, in the order that they are read."""


class FollowUp(models.Model):
    """What somebody said about an item in a round. Rows are only added; the latest of a round counts.

    For an activity `state` is whether it is being done, and `effect` what it has led to. For a goal `state` is
    whether it is being reached.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="follow_ups")
    round = models.ForeignKey(FollowUpRound, on_delete=models.CASCADE, related_name="follow_ups")
    state = models.CharField(_("state"), max_length=20, choices=FollowUpState.choices)
    text = models.TextField(_("what has happened"))
    evidence = models.TextField(_("evidence"), blank=True)
    consequence = models.TextField(_("consequence"), blank=True)
    action = models.TextField(_("action"), blank=True)
    effect = models.CharField(_("effect"), max_length=20, choices=Effect.choices, blank=True)
    effect_text = models.TextField(_("the effect in words"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    stems = models.TextField(editable=False, blank=True, default="")

    personal = {"entered_by": Personal("shows who assessed", "as long as the plan", "points at a blanked account")}
    impersonal = ("text", "evidence", "consequence", "action", "effect_text", "stems")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [models.Index(fields=["round", "item", "-id"], name="follow_up_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=STATES_THAT_NEED_ACTION) | (~Q(consequence="") & ~Q(action="")),
                name="follow_up_at_risk_has_consequence_and_action",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_state_display()}"


class SectionReady(models.Model):
    """The owner of an area says that its part of a round is ready for the report."""

    round = models.ForeignKey(FollowUpRound, on_delete=models.CASCADE, related_name="ready_sections")
    area = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    marked_at = models.DateTimeField(_("marked"))

    personal = {"marked_by": Personal("shows who answers for it", "as long as the plan", "points at a blanked account")}

    class Meta:
        verbose_name = _("section ready")
        verbose_name_plural = _("sections ready")
        constraints = [models.UniqueConstraint(fields=["round", "area"], name="section_is_ready_once")]

    def __str__(self) -> str:
        return f"{self.area}"


class Report(models.Model):
    """The board report: a round frozen (`content`), sealed by SHA-256, with its files. Rows are only added."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(FollowUpRound, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(_("completed"))

    personal = {"completed_by": Personal("accountability", "as long as the plan", "points at a blanked account")}
    impersonal = ("content", "sha256")

    class Meta:
        ordering = ["number"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="report_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.round} #{self.number}"
