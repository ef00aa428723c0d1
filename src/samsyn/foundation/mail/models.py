"""The outbox: mail that waits to be handed over, and the memory that it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal


class OutgoingMessage(models.Model):
    """One message on its way. What it says is removed as soon as it has been handed over."""

    recipients = models.JSONField(_("recipients"), default=list)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    source = models.TextField(blank=True)  # the whole message in the form of RFC 5322
    queued_at = models.DateTimeField(_("queued"))
    taken_at = models.DateTimeField(null=True)  # a worker is handing it over since then
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)

    personal = {
        "recipients": Personal("delivery", "until handed over", "emptied"),
        "subject": Personal("delivery", "until handed over", "blanked"),
        "source": Personal("delivery", "until handed over", "blanked"),
    }

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(source="", subject=""),
                name="sent_message_keeps_no_content",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
