"""Who sits in which organ, for whom, from when to when, and in which order substitutes step in."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.members.models.dated import ends_after_beginning
from samsyn.members.models.organisations import Organisation
from samsyn.members.models.organs import Organ, Term
from samsyn.members.models.people import Person


class MandateRole(models.TextChoices):
    """What somebody is in an organ."""

    CHAIR = "chair", _("Chair")
    FIRST_VICE_CHAIR = "first_vice_chair", _("First vice chair")
    SECOND_VICE_CHAIR = "second_vice_chair", _("Second vice chair")
    DELEGATE = "delegate", _("Delegate")
    SUBSTITUTE = "substitute", _("Substitute")
    SECRETARY = "secretary", _("Secretary")
    AUDITOR = "auditor", _("Auditor")


VOTING_ROLES = (
    MandateRole.CHAIR,
    MandateRole.FIRST_VICE_CHAIR,
    MandateRole.SECOND_VICE_CHAIR,
    MandateRole.DELEGATE,
)
"""Those who have a seat, and so a vote; a substitute has one only while serving."""


class Mandate(models.Model):
    """A person's place in an organ. Ended by its last day, never removed.

    `appointed_by` is the body that named the person, empty where the organ above did. `entry_order` and
    `stands_in_for` (under rules by delegate) are a substitute's.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("organ"))
    term = models.ForeignKey(
        Term, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("term")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=MandateRole.choices)
    appointed_by = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name=_("appointed by"),
    )
    party = models.CharField(_("party"), max_length=60, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    entry_order = models.PositiveSmallIntegerField(_("entry order"), null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_substitutes",
        verbose_name=_("stands in for"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    modified_at = models.DateTimeField(_("modified"), editable=False)

    personal = {
        "person": Personal("shows who decides, as elected", "as long as the organ's minutes", "the person is blanked"),
        "party": Personal("shows for which party somebody is elected", "as long as the organ's minutes", "blanked"),
    }

    class Meta:
        ordering = ["organ__name", "since", "pk"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            ends_after_beginning("mandate_ends_after_beginning"),
            models.UniqueConstraint(fields=["organ", "person", "role", "since"], name="mandate_once_a_day"),
            models.CheckConstraint(
                condition=Q(role=MandateRole.SUBSTITUTE) | Q(entry_order__isnull=True, stands_in_for__isnull=True),
                name="only_substitutes_enter",
            ),
            models.CheckConstraint(condition=~Q(stands_in_for=F("pk")), name="nobody_stands_in_for_oneself"),
        ]
        indexes = [models.Index(fields=["organ", "since"], name="mandate_by_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.organ}"


class EntryFallback(models.Model):
    """From which party a substitute steps in when a party of an appointing body has none left, and in which turn.

    `appointed_by` empty: for every appointing body without a list of its own.
    """

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="fallbacks", verbose_name=_("organ"))
    appointed_by = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fallbacks",
        verbose_name=_("appointed by"),
    )
    party = models.CharField(_("party"), max_length=60)
    falls_back_to = models.CharField(_("then"), max_length=60)
    position = models.PositiveSmallIntegerField(_("turn"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    impersonal = ("party", "falls_back_to")

    class Meta:
        ordering = ["organ__name", "appointed_by__name", "party", "position"]
        verbose_name = _("fallback across parties")
        verbose_name_plural = _("fallbacks across parties")
        constraints = [
            ends_after_beginning("fallback_ends_after_beginning"),
            models.UniqueConstraint(
                fields=["organ", "appointed_by", "party", "position", "since"], name="fallback_once_a_body"
            ),
            models.UniqueConstraint(
                fields=["organ", "party", "position", "since"],
                condition=Q(appointed_by__isnull=True),
                name="fallback_once_for_all",
            ),
            models.CheckConstraint(condition=~Q(falls_back_to=F("party")), name="fallback_to_another_party"),
        ]

    def __str__(self) -> str:
        return f"{self.party} > {self.falls_back_to}"
