"""Who is there: a log that only grows. Who serves in which seat is worked out from it, never stored."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import AgendaItem, Meeting
from samsyn.members.models import Mandate


class RollEventKind(models.TextChoices):
    """What can happen to a mandate holder at a meeting.

    Arriving and leaving concern the room; entering and stepping back concern the seat (a substitute enters for a
    delegate); recusal concerns one item, and whoever is recused comes back by the end of it.
    """

    ARRIVED = "arrived", _("Arrived")
    LEFT = "left", _("Left")
    ENTERED = "entered", _("Entered in another's seat")
    STEPPED_BACK = "stepped_back", _("Stepped back")
    RECUSED = "recused", _("Recused")
    RETURNED = "returned", _("Returned after recusal")


class RollEvent(models.Model):
    """One event of the roll. Rows are only added: a mistake is undone by a later row that names it (`undoes`)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="roll")
    kind = models.CharField(_("event"), max_length=12, choices=RollEventKind.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    stands_in_for = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="roll")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    personal = {
        "mandate": Personal("attendance, as law requires", "as long as the minutes", "points at a blanked person"),
        "stands_in_for": Personal("who served for whom", "as long as the minutes", "points at a blanked person"),
        "recorded_by": Personal("accountability", "as long as the minutes", "points at a blanked account"),
    }
    impersonal = ("reason",)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("roll event")
        verbose_name_plural = _("roll events")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="entered") | Q(stands_in_for__isnull=False), name="entering_names_the_seat"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["recused", "returned"]) | Q(item__isnull=False), name="recusal_names_the_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mandate}"
