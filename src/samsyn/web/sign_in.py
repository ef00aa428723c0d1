"""The pages of the sign-in library that change how a person signs in: whole or not at all; and those of the issuer.

They come before the library's own of the same names. A password or a second factor that was changed always stands in
the log, and one that could not be noted was not changed. Of a password the library tells us while it changes it
(`AccountAdapter`); of a second factor only when it is too late, after the transaction, so it is noted here.

The pages that ask the council's own issuer are here because the library has no answer when it does not answer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils import timezone
from requests import RequestException

from samsyn.foundation.accounts import operations, queries

View = Callable[..., HttpResponseBase]


def whole(view: View) -> View:
    """What is posted is done in one transaction; a page that is only shown locks nothing."""
    posted = transaction.atomic(view)

    @wraps(view)
    def done(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (posted if request.method == "POST" else view)(request, *args, **kwargs)

    return done


def factors(view: View, what: str) -> View:
    """A page that changes the second factors of whoever is signed in; `what` names the change in the log."""

    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        before = queries.second_factors(request.user)
        answer = view(request, *args, **kwargs)
        if queries.second_factors(request.user) != before:
            operations.record_security_change(request.user, what=what, by=request.user, at=timezone.now())
        return answer

    return whole(wraps(view)(noting))


def asking(view: View) -> View:
    """A page that asks the issuer; where it does not answer, `OpenIdAdapter.on_authentication_error` says so."""

    @wraps(view)
    def asked(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        try:
            return view(request, provider_id)
        except RequestException as fault:
            provider = get_adapter().get_provider(request, provider_id)
            return render_authentication_error(request, provider, exception=fault)

    return asked


urlpatterns: list[URLPattern] = [
    path("password/change/", whole(account.password_change), name="account_change_password"),
    path("password/set/", whole(account.password_set), name="account_set_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        whole(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("2fa/totp/activate/", factors(totp.activate_totp, "totp_activated"), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", factors(totp.deactivate_totp, "totp_deactivated"), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/generate/",
        factors(recovery_codes.generate_recovery_codes, "recovery_codes_generated"),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/webauthn/add/", factors(webauthn.add_webauthn, "webauthn_added"), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        factors(webauthn.remove_webauthn, "webauthn_removed"),
        name="mfa_remove_webauthn",
    ),
    path("oidc/<str:provider_id>/login/", asking(openid_connect.login), name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", asking(openid_connect.callback), name="openid_connect_callback"),
]
