"""What happens to every request: headers, language, second factor, and refusals made into pages."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from samsyn.foundation.accounts import queries as accounts
from samsyn.foundation.errors import NotPermitted, Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self), "
        "publickey-credentials-create=(self)"
    ),
    "X-Permitted-Cross-Domain-Policies": "none",
}


def server_timing(get_response: GetResponse) -> GetResponse:
    """How long a page took to make, in milliseconds by the clock and of the processor: what `make bench` reads."""

    def middleware(request: HttpRequest) -> HttpResponse:
        clock, processor = time.perf_counter(), time.thread_time()
        response = get_response(request)
        taken, used = 1000 * (time.perf_counter() - clock), 1000 * (time.thread_time() - processor)
        response.headers["Server-Timing"] = f"app;dur={taken:.1f}, cpu;dur={used:.1f}"
        return response

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """The headers that neither Django nor django-csp sets."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def language_of_account(get_response: GetResponse) -> GetResponse:
    """Whoever is signed in reads in the language of the account; others in their browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def second_factor_required(get_response: GetResponse) -> GetResponse:
    """Whoever must have a second factor is led to the page where one is made, until one is there."""
    open_paths = ("/account/", "/static/")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(open_paths) or not request.user.is_authenticated:
            return get_response(request)
        if not accounts.lacks_second_factor(request.user, settings.SECOND_FACTOR, on=timezone.localdate()):
            return get_response(request)
        messages.warning(request, _("Your account needs a second factor. Add one to go on."))
        return redirect("mfa_index")

    return middleware


class Refusals:
    """Makes a refusal into an answer that a person can read.

    A part of a page (htmx) gets a fragment with the status. A form posted from one of our pages goes back there with
    a notice, so that nothing else on it is lost; anything else gets a plain page: 400, or 403 where it is not
    permitted. The anonymous are asked to sign in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        if not isinstance(refusal, Refusal):
            return None
        denied = isinstance(refusal, NotPermitted)
        if denied and not request.user.is_authenticated:
            return _sign_in(request)
        status = 403 if denied else 400
        if request.htmx:
            return render(request, "ui/refusal_fragment.html", {"message": str(refusal)}, status=status)
        origin = _page_of_form(request)
        if origin and not denied:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(origin)
        return render(request, "ui/refusal.html", {"message": str(refusal), "denied": denied}, status=status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" and not request.htmx else "/"
    answer = redirect_to_login(wanted)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def _page_of_form(request: HttpRequest) -> str | None:
    """The page of ours that a form was posted from, when it is another address than the form's."""
    origin = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    return origin if request.method == "POST" and ours and origin != request.build_absolute_uri() else None
