"""People, what they are to the council, and the functions they hold."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.members.models.dated import ends_after_beginning
from samsyn.members.models.organisations import Organisation


class Person(models.Model):
    """Somebody who takes part: may have an account, may answer for things until the day they leave."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("organisation"),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal = {
        "name": Personal("shows who answers for what", "while active and one year after", "blanked"),
        "email": Personal("contact", "while active and one year after", "blanked"),
        "account": Personal("ties sign-in to the person", "while active", "cut"),
        "organisation": Personal("shows whom the person represents", "while active and one year after", "cut"),
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """A post that outlives its holder, such as head of communications; it can own things."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)

    impersonal = ("code", "name")

    class Meta:
        ordering = ["name"]
        verbose_name = _("function")
        verbose_name_plural = _("functions")

    def __str__(self) -> str:
        return self.name


class FunctionHolder(models.Model):
    """Who holds a function, from when to when."""

    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="functions_held")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    personal = {"person": Personal("shows who answers for what", "as long as the function", "the row is removed")}

    class Meta:
        constraints = [
            ends_after_beginning("function_holder_ends_after_beginning"),
            models.UniqueConstraint(fields=["function", "person", "since"], name="function_holder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.person}"


class CapacityKind(models.TextChoices):
    """What a person can be to the council. (A seat in an organ is a mandate.)"""

    DELEGATE = "delegate", _("Delegate")
    OFFICIAL = "official", _("Official")
    GUEST = "guest", _("Guest")
    EXPERT = "expert", _("Expert")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class LegalBasis(models.TextChoices):
    """On what ground personal data is held (GDPR, article 6.1 a to f)."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    VITAL_INTERESTS = "vital_interests", _("Vital interests")
    PUBLIC_TASK = "public_task", _("Task in the public interest")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")


class Capacity(models.Model):
    """What a person is to the council and for whom, with the contact data of that capacity and why they are held.

    The data are kept until `keep_until`; empty means that they are judged again when the capacity ends.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="capacities", verbose_name=_("person"))
    kind = models.CharField(_("capacity"), max_length=20, choices=CapacityKind.choices)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="capacities",
        verbose_name=_("organisation"),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=30, choices=LegalBasis.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)

    personal = {
        "person": Personal("shows in what capacity somebody takes part", "until its own day", "the row is removed"),
        "organisation": Personal("shows whom the person represents", "until its own day", "the row is removed"),
        "title": Personal("shows in what capacity somebody takes part", "until its own day", "the row is removed"),
        "email": Personal("contact in this capacity", "until its own day", "the row is removed"),
        "phone": Personal("contact in this capacity", "until its own day", "the row is removed"),
    }
    impersonal = ("purpose",)

    class Meta:
        ordering = ["person__name", "-since"]
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        constraints = [
            ends_after_beginning("capacity_ends_after_beginning"),
            models.CheckConstraint(
                condition=Q(keep_until__isnull=True) | Q(keep_until__gte=F("since")),
                name="capacity_kept_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Merge(models.Model):
    """Two rows that were found to be one person: what was moved from the one to the other, so that it can be undone."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_in", verbose_name=_("kept"))
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_into", verbose_name=_("merged"))
    moved = models.JSONField(_("moved"), default=dict)
    at = models.DateTimeField(_("merged at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    personal = {
        "kept": Personal("lets a merging be undone", "while active and one year after", "the person is blanked"),
        "merged": Personal("lets a merging be undone", "while active and one year after", "the person is blanked"),
        "moved": Personal("lets a merging be undone", "while active and one year after", "emptied"),
    }

    class Meta:
        ordering = ["-at"]
        verbose_name = _("merging")
        verbose_name_plural = _("mergings")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_into_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} > {self.kept_id}"
