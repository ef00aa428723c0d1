"""What was decided, how, who said what about it, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import AgendaItem
from samsyn.meetings.models.votes import Vote
from samsyn.members.models import Mandate, Organisation, Person
from samsyn.plans.models import Item, PlanVersion


class DecisionMethod(models.TextChoices):
    ACCLAMATION = "acclamation", _("Acclamation")
    CONSENSUS = "consensus", _("Consensus")
    VOTE = "vote", _("Vote")


class DecisionOutcome(models.TextChoices):
    ADOPTED = "adopted", pgettext_lazy("decision", "Adopted")
    REJECTED = "rejected", _("Rejected")
    REFERRED = "referred", _("Referred back")
    POSTPONED = "postponed", _("Postponed")
    NOTED = "noted", _("Noted")
    ELECTED = "elected", _("Elected")


class DecisionState(models.TextChoices):
    """What remains to do about a decision: said by its latest follow-up."""

    OPEN = "open", _("To be carried out")
    DONE = "done", _("Carried out")
    DROPPED = "dropped", _("No longer relevant")


class Decision(models.Model):
    """A decision on an item. `number` is its paragraph in the minutes: unique within the organ's year.

    A decision may adopt a version of a plan, or assign an activity of one, to somebody (`responsible`) by a day
    (`due_on`); it is open until a follow-up says otherwise. One that needs nothing done has neither.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("paragraph"))
    organ_code = models.SlugField(max_length=40)
    wording = models.TextField(_("decision"))
    method = models.CharField(pgettext_lazy("decision", "decided by"), max_length=12, choices=DecisionMethod.choices)
    outcome = models.CharField(_("outcome"), max_length=10, choices=DecisionOutcome.choices)
    vote = models.OneToOneField(Vote, null=True, blank=True, on_delete=models.PROTECT, related_name="decision")
    adopts = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions",
        verbose_name=_("adopts the version"),
    )  # fmt: skip
    assigns = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_by",
        verbose_name=_("assigns the activity"),
    )  # fmt: skip
    responsible = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    personal = {
        "responsible": Personal("shows who carries it out", "as long as the minutes", "cut"),
        "recorded_by": Personal("accountability", "as long as the minutes", "points at a blanked account"),
    }
    impersonal = ("wording", "organ_code")

    class Meta:
        ordering = ["organ_code", "year", "number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["organ_code", "year", "number"], name="decision_number_is_unique"),
            models.CheckConstraint(
                condition=Q(method="vote", vote__isnull=False) | (~Q(method="vote") & Q(vote__isnull=True)),
                name="decision_by_vote_has_its_vote",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.number}"


class VoiceKind(models.TextChoices):
    AGREES = "agrees", _("Agrees")
    STANDS_ASIDE = "stands_aside", _("Stands aside")
    NOT_HEARD = "not_heard", _("Was not heard")


class Voice(models.Model):
    """Who was heard when a decision was taken by consensus, and what they said."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="voices")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(_("said"), max_length=12, choices=VoiceKind.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    personal = {"mandate": Personal("who was heard", "as long as the minutes", "points at a blanked person")}
    impersonal = ("note",)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(mandate__isnull=False), name="voice_is_somebodys"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.mandate}: {self.get_said_display()}"


class StatementKind(models.TextChoices):
    RESERVATION = "reservation", _("Reservation")
    STATEMENT = "statement", _("Separate statement")


class Statement(models.Model):
    """A reservation against a decision, or a separate statement to the minutes."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="statements")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=StatementKind.choices)
    text = models.TextField(_("text"), blank=True)
    made_at = models.DateTimeField()

    personal = {"mandate": Personal("whose statement it is", "as long as the minutes", "points at a blanked person")}
    impersonal = ("text",)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mandate}"


class DecisionFollowUp(models.Model):
    """What has been done about a decision, said on a day. Rows are only added."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    state = models.CharField(_("state"), max_length=10, choices=DecisionState.choices)
    text = models.TextField(_("what has been done"), blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    personal = {"said_by": Personal("accountability", "as long as the decision", "points at a blanked account")}
    impersonal = ("text",)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("follow-up of a decision")
        verbose_name_plural = _("follow-ups of decisions")

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_state_display()}"
