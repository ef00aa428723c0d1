"""Calendars that somebody's own program subscribes to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.members.models import Organ


class CalendarSubscription(models.Model):
    """An address at which a calendar program reads meetings without signing in: one's own, or those of an organ.

    Whoever has the address can read it, so it is secret, and lasts until it is revoked. The address is the key with
    a signature, which is not kept: a copy of the database opens no calendar.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_subscriptions"
    )
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("organ")
    )
    created_at = models.DateTimeField(_("created"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    personal = {"account": Personal("whose calendar it is", "until revoked", "points at a blanked account")}

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organ"], condition=Q(revoked_at__isnull=True), name="one_calendar_of_an_organ"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(revoked_at__isnull=True, organ__isnull=True), name="one_own_calendar"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organ or self._meta.verbose_name)
