"""A file as an answer: downloaded, at most shown, never run."""

import pytest
from django.test import RequestFactory

from samsyn.foundation.files import operations, queries
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


def answer(data: bytes, name: str, inline: bool = False, **headers):
    stored = operations.store(data, name=name, by=None, at=NOW)
    return queries.response(RequestFactory().get("/", headers=headers), stored, inline=inline)


def test_a_file_is_downloaded_with_its_name_length_and_hash():
    made = answer(b"words", "Åtgärder.txt")
    assert made["Content-Disposition"] == "attachment; filename*=utf-8''%C3%85tg%C3%A4rder.txt"
    assert (made["Content-Length"], made["Content-Type"]) == ("5", "text/plain")
    assert made["X-Content-Type-Options"] == "nosniff"
    assert made["Content-Security-Policy"].endswith("sandbox")
    assert b"".join(made.streaming_content) == b"words"


def test_pictures_and_pdf_may_be_shown():
    assert answer(PNG, "a.png", inline=True)["Content-Disposition"].startswith("inline")
    assert answer(b"%PDF-1.7", "a.pdf", inline=True)["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(("data", "name"), [(SVG, "a.svg"), (b"text", "a.txt"), (b"<b>", "a.html")])
def test_what_could_hold_script_is_only_ever_downloaded(data, name):
    made = answer(data, name, inline=True)
    assert made["Content-Disposition"].startswith("attachment")
    assert "sandbox" in made["Content-Security-Policy"]
    assert "html" not in made["Content-Type"]


def test_what_the_browser_has_is_not_sent_again():
    etag = answer(b"words", "a.txt")["ETag"]
    again = answer(b"words", "a.txt", if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
