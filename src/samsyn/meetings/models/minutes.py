"""The minutes: generated from what was recorded, completed by prose, adjusted, then unchangeable."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import AgendaItem, Meeting
from samsyn.members.models import Person


class MinutesState(models.TextChoices):
    """Sent for adjustment the content is frozen and sealed; adjusted once every adjuster has confirmed that seal."""

    DRAFT = "draft", _("Draft")
    ADJUSTING = "adjusting", _("Under adjustment")
    ADJUSTED = "adjusted", _("Adjusted")


class Minutes(models.Model):
    """The minutes of a meeting. `content` is empty while a draft: then they are read from what was recorded."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(_("state"), max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT)
    content = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    adjusted_at = models.DateTimeField(_("adjusted"), null=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    personal = {"content": Personal("minutes are public documents", "for ever (archives act)", "kept")}
    impersonal = ("sha256",)

    class Meta:
        verbose_name = pgettext_lazy("record", "minutes")
        verbose_name_plural = pgettext_lazy("record", "minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(sha256=""), name="minutes_are_sealed_to_be_adjusted"
            ),
            models.CheckConstraint(
                condition=~Q(state="adjusted") | Q(adjusted_at__isnull=False), name="adjusted_minutes_have_their_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)


class Prose(models.Model):
    """What the secretary writes about an item (None: about the meeting as a whole)."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="prose")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.CASCADE, related_name="prose")
    text = models.TextField(_("text"), blank=True)

    impersonal = ("text",)

    class Meta:
        verbose_name = _("prose")
        verbose_name_plural = _("prose")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "item"], name="prose_of_an_item_once"),
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(item__isnull=True), name="prose_of_the_meeting_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Adjuster(models.Model):
    """Somebody chosen to adjust the minutes; `confirmed_sha256` is the seal of what they confirmed, signed in."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="adjusters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    chair = models.BooleanField(_("as chair"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_sha256 = models.CharField(max_length=64, blank=True)
    objection = models.TextField(_("objection"), blank=True)

    personal = {"person": Personal("who adjusted the minutes", "as long as the minutes", "points at a blanked person")}
    impersonal = ("confirmed_sha256", "objection")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("adjuster")
        verbose_name_plural = _("adjusters")
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="adjuster_named_once")]

    def __str__(self) -> str:
        return str(self.person)


class Correction(models.Model):
    """A correction of adjusted minutes: stands beside them, changes nothing in them. Rows are only added."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("correction"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    personal = {"made_by": Personal("accountability", "as long as the minutes", "points at a blanked account")}
    impersonal = ("text",)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.text[:60]
