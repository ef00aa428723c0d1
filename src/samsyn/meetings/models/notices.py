"""What is sent about a meeting, and the proof that it was."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import Meeting
from samsyn.members.models import Person


class NoticeKind(models.TextChoices):
    SUMMONS = "summons", _("Summons")
    PAPERS = "papers", _("Papers")
    UPDATE = "update", _("Update")
    CANCELLATION = "cancellation", _("Cancellation")
    REMINDER = "reminder", _("Reminder")


class Notice(models.Model):
    """A sending about a meeting: what it said, the agenda as it was (`content`), when and by whom."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    message = models.TextField(_("message"), blank=True)
    content = models.JSONField(default=dict)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(pgettext_lazy("notice", "sent"))

    personal = {"sent_by": Personal("accountability", "as long as the meeting", "points at a blanked account")}
    impersonal = ("message", "content")

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.meeting}"


class DispatchState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    HANDED_OVER = "handed_over", _("Handed over")
    FAILED = "failed", _("Failed")
    NO_ADDRESS = "no_address", _("Has no address")


class Dispatch(models.Model):
    """That a notice went to somebody: the proof of dispatch for one recipient."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="dispatches")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.EmailField(_("address"), blank=True)
    capacity = models.CharField(_("as"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=DispatchState.choices, default=DispatchState.QUEUED)
    mail = models.ForeignKey(OutgoingMessage, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    personal = {
        "person": Personal("proof that a member was summoned", "two years after the meeting", "cut"),
        "address": Personal("proof of where the summons went", "two years after the meeting", "blanked"),
    }
    impersonal = ("capacity",)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_goes_to_a_person_once")]

    def __str__(self) -> str:
        return f"{self.notice}: {self.person}"
