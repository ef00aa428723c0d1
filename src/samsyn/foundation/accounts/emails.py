"""What accounts write to people, in the language of the receiver."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from samsyn.foundation.accounts.models import User
from samsyn.foundation.accounts.tokens import tokens


def invitation(user: User, *, invited_by: str) -> EmailMessage:
    """The invitation: who invites, to what, and the link where the password is chosen."""
    context = {
        "name": user.name,
        "invited_by": invited_by,
        "council": settings.COUNCIL,
        "link": invitation_link(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
    }
    with translation.override(user.language):
        subject = _("Invitation to %(council)s") % {"council": settings.COUNCIL}
        text = render_to_string("accounts/email/invitation.txt", context)
    return EmailMessage(subject=subject, body=text, to=[user.email])


def invitation_link(user: User) -> str:
    """The address where an invited person chooses a password; used up when that is done."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.BASE_URL + reverse("accounts:invitation", args=[key, tokens.make_token(user)])
