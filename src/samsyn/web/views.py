"""The pages that belong to no app: start page, choices of language and theme, statement, faults, style guide."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from samsyn.foundation.accounts import operations as accounts
from samsyn.foundation.ui.context import THEME_COOKIE, THEMES
from samsyn.web import home as start
from samsyn.web import styleguide as guide
from samsyn.web import styleguide_maps as maps

YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    template = "web/start.html" if request.user.is_authenticated else "web/home.html"
    return render(request, template, {"parts": start.parts(request)})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")


def choice(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """How a page is shown, chosen by a post. Of whoever is signed in it takes a token against forgery.

    Of others it takes none, because a token is a cookie, and pages set none for those who only read them. Forged, it
    would change the looks of our pages in that browser and nothing else.
    """
    posted = require_POST(view)
    protected = csrf_protect(posted)

    @csrf_exempt
    @wraps(view)
    def chosen(request: HttpRequest) -> HttpResponse:
        return protected(request) if request.user.is_authenticated else posted(request)

    return chosen


@choice
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in this browser, and for the account of whoever is signed in."""
    answer = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            name = request.user.name
            accounts.change_profile(request.user, name=name, language=chosen, by=request.user, at=timezone.now())
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


@choice
def theme(request: HttpRequest) -> HttpResponse:
    answer = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "web/styleguide.html", guide.samples(request))


def styleguide_maps(request: HttpRequest) -> HttpResponse:
    return render(request, "web/styleguide_maps.html", maps.samples(request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: the database may be what failed."""
    return HttpResponseServerError(render_to_string("500.html"))


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page where the choice was made, when that is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if ours else "/")
