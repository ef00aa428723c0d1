"""Where the sign-in library asks us: no open sign-up, everything noted in the log, second factors kept secret."""

import base64
import hashlib
import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone, translation
from requests import RequestException

from samsyn.foundation.accounts import operations

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with an address and a password."""

    def is_open_for_signup(self, request) -> bool:
        """Accounts come from invitations only."""
        return False

    def login(self, request, user) -> None:
        super().login(request, user)
        operations.record_sign_in(user, by=user, at=timezone.now())

    def authentication_failed(self, request, **credentials) -> None:
        operations.record_failed_sign_in(credentials.get("email", ""), by=None, at=timezone.now())

    def reauthenticate(self, user, password: str) -> bool:
        """Ask for the password once more, by the account's own address, under the same limits as sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Told of every change of password or second factor; `template_prefix` says which.

        A second factor has been noted by then, in the transaction that changed it (`samsyn.web.sign_in`).
        """
        app, _slash, what = template_prefix.replace("/email/", "/").partition("/")
        if app != "mfa":
            operations.record_security_change(user, what=what, by=user, at=timezone.now())
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix, email, context) -> None:
        """In the language of the receiver, not of whoever filled in the form."""
        receiver = context.get("user")
        with translation.override(receiver.language if receiver else translation.get_language()):
            super().send_mail(template_prefix, email, context)


class OpenIdAdapter(DefaultSocialAccountAdapter):
    """Sign-in at the council's own issuer: known accounts only, found by an address that the issuer has verified."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """What the issuer tells at another address must be about whom it vouched for (OpenID Connect Core 5.3.2)."""
        told = sociallogin.account.extra_data
        vouched, userinfo = told.get("id_token"), told.get("userinfo")
        if vouched and userinfo and vouched["sub"] != userinfo["sub"]:
            raise PermissionDenied("the id_token and userinfo are about two persons")

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        """The person is told that it failed; the operator may have to mend it, and reads why in the log."""
        log.warning("signing in at %s failed: %s", provider.sub_id, exception or error)
        if isinstance(exception, RequestException):
            page = render(request, "socialaccount/authentication_error.html", {"silent": True}, status=503)
            raise ImmediateHttpResponse(page)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets lie encrypted in the database (and so in its backups)."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypts with today's secret key, and reads what earlier ones encrypted."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"samsyn second factor " + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
