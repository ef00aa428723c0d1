"""What every answer carries, and that no page needs what the policy forbids."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import path, reverse

from samsyn.foundation.accounts.models import Role, User
from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.web import urls as site
from tests import factories as make

ROOT = Path(__file__).parents[2]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def _breaks(request):
    raise RuntimeError("on purpose")


def _refuses(request):
    raise Refusal("Planen är redan antagen.")


def _forbids(request):
    raise NotPermitted("Bara tjänstemän får göra det.")


urlpatterns = [*site.urlpatterns, path("breaks/", _breaks), path("refuses/", _refuses), path("forbids/", _forbids)]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


def _policy(answer) -> dict[str, list[str]]:
    directives = answer.headers["Content-Security-Policy"].split(";")
    return {name: sources for name, *sources in (directive.split() for directive in directives)}


@pytest.fixture
def visitor(db):
    client = Client(raise_request_exception=False)
    client.force_login(make.user(Role.ADMINISTRATOR, password="en häst åt en orolig sked"))
    return client


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/account/login/", 302),
        ("/accounts/", 200),
        ("/accounts/me/data.json", 200),
        ("/static/ui/css/base.css", 200),
        ("/not-there/", 404),
        ("/static/not-there.css", 404),
        ("/breaks/", 500),
        ("/refuses/", 400),
        ("/forbids/", 403),
    ],
)
def test_every_answer_carries_the_headers(visitor, address, status):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert re.fullmatch(r"app;dur=\d+\.\d, cpu;dur=\d+\.\d", answer.headers["Server-Timing"])
    policy = _policy(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.urls(__name__)
def test_a_fault_tells_nothing_of_the_inside(visitor):
    text = visitor.get("/breaks/").content.decode()
    assert "on purpose" not in text
    assert "Traceback" not in text


class _Inline(HTMLParser):
    """Collects what the policy would block: inline script and style, handlers, foreign addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        names = dict(attrs)
        kind = names.get("type", "text/javascript")
        if tag == "style" or (tag == "script" and not names.get("src") and kind not in {"application/json"}):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("src", "href", "action"):
            if (names.get(name) or "").startswith(("http", "//", "javascript:")):
                self.found.append(f"{tag} {name}={names[name]}")


@pytest.mark.parametrize(
    "name",
    [
        "home", "accessibility", "accounts:list", "accounts:invite", "accounts:mine", "accounts:log", "members:people",
        "members:functions", "members:register_person", "account_change_password", "mfa_index",
        "account_reauthenticate",
    ],
)  # fmt: skip
def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(visitor, name):
    answer = visitor.get(reverse(name))
    assert answer.status_code == 200
    page = _Inline()
    page.feed(answer.content.decode())
    assert page.found == []


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_logout"])
def test_the_pages_of_signing_in_too(client, db, name):
    page = _Inline()
    page.feed(client.get(reverse(name), follow=True).content.decode())
    assert page.found == []


def test_a_form_without_its_token_is_refused(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user(Role.ADMINISTRATOR))
    answer = client.post(reverse("accounts:invite"), {"name": "X"})
    assert answer.status_code == 403
    assert User.objects.count() == 1


def test_cookies_are_kept_from_scripts_and_other_sites(client, db):
    user = make.user(password="en häst åt en orolig sked")
    client.get("/account/login/")
    client.post("/account/login/", {"login": user.email, "password": "en häst åt en orolig sked"})
    for name in ("samsyn-session", "samsyn-csrf"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_host_that_is_not_ours_is_refused(client, db, settings):
    settings.ALLOWED_HOSTS = ["samsyn.example.org"]
    assert client.get("/account/login/", HTTP_HOST="evil.example").status_code == 400
    assert client.get("/account/login/", HTTP_HOST="samsyn.example.org").status_code == 200


# --- Refusals


@pytest.mark.urls(__name__)
def test_a_refusal_is_said_in_its_own_words(visitor):
    assert "Planen är redan antagen." in visitor.get("/refuses/").content.decode()


@pytest.mark.urls(__name__)
def test_a_refused_part_of_a_page_is_a_fragment(visitor):
    answer = visitor.post("/refuses/", headers={"HX-Request": "true"})
    assert answer.status_code == 400
    assert "Planen är redan antagen." in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.urls(__name__)
def test_a_refused_form_goes_back_to_its_page_with_a_notice(visitor):
    answer = visitor.post("/refuses/", headers={"Referer": "http://testserver/accessibility/"})
    assert answer.url == "http://testserver/accessibility/"
    assert "Planen är redan antagen." in visitor.get(answer.url).content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("referer", ["https://evil.example/", "http://testserver/refuses/", ""])
def test_but_neither_to_another_site_nor_round_and_round(visitor, referer):
    assert visitor.post("/refuses/", headers={"Referer": referer}).status_code == 400


@pytest.mark.urls(__name__)
def test_what_is_not_permitted_asks_the_anonymous_to_sign_in(client, db):
    assert client.get("/forbids/?a=1").url == "/account/login/?next=/forbids/%3Fa%3D1"
    answer = client.get("/forbids/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/account/login/")


# --- Language


@pytest.mark.parametrize(("language", "heading"), [("sv", "Konton"), ("en", "Accounts")])
def test_pages_are_in_the_language_of_the_account_whatever_the_browser_asks_for(client, db, language, heading):
    client.force_login(make.user(Role.ADMINISTRATOR, language=language))
    answer = client.get("/accounts/", headers={"Accept-Language": "en" if language == "sv" else "sv"})
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert answer.headers["Content-Language"] == language


# --- A production installation, as it starts


PRODUCTION = """
import json, re
import django; django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
call_command("check", deploy=True, fail_level="WARNING")
proxied = {"HTTP_HOST": "samsyn.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
page = Client(**proxied).get("/account/login/")
plain = Client(HTTP_HOST="samsyn.example.org").get("/account/login/")
static = Client(**proxied).get(staticfiles_storage.url("ui/css/base.css"))
print(json.dumps({
    "page": [page.status_code, dict(page.headers), page.cookies.output()],
    "plain": [plain.status_code, dict(plain.headers)],
    "static": [static.status_code, dict(static.headers), staticfiles_storage.url("ui/css/base.css")],
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict:
    # What the journeys set for their browser in the same process is none of a production's.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environ = inherited | {
        "SAMSYN_MODE": "production",
        "SAMSYN_SECRET_KEY": "".join(map(chr, range(48, 112))),
        "SAMSYN_DATA": str(tmp_path_factory.mktemp("production")),
        "SAMSYN_BASE_URL": "https://samsyn.example.org",
        "SAMSYN_PROXIES": "1",
        "SAMSYN_EMAIL_HOST": "console",
        "SAMSYN_OIDC_ISSUER": "https://id.example.org/realm",
        "SAMSYN_OIDC_CLIENT_ID": "samsyn",
        "SAMSYN_OIDC_CLIENT_SECRET": "s",
        "PYTHONPATH": str(ROOT / "src"),
        "DATABASE_URL": "",
    }
    done = subprocess.run([sys.executable, "-c", PRODUCTION], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_behind_tls_browsers_are_told_to_use_nothing_else(production):
    status, headers, cookies = production["page"]
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "__Host-samsyn-csrf=" in cookies
    assert "Secure" in cookies
    assert "form-action 'self' https://id.example.org" in headers["Content-Security-Policy"]


def test_a_plain_request_is_sent_to_tls(production):
    status, headers = production["plain"]
    assert (status, headers["Location"]) == (301, "https://samsyn.example.org/account/login/")


def test_static_files_are_served_for_ever_under_a_name_of_their_own(production):
    status, headers, url = production["static"]
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"]
    assert url != "/static/ui/css/base.css"
