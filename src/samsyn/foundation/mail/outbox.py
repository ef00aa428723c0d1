"""Django's own door for mail, opening on our outbox.

``message.send()`` anywhere, in the accounts below us and in the libraries too, puts the message in the outbox in the
transaction at hand; the worker hands it over to the transport that the settings name.
"""

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from samsyn.foundation.mail import operations


class EmailBackend(BaseEmailBackend):
    """Puts messages in the outbox."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            operations.send(message, by=None, at=timezone.now())
        return len(email_messages)
