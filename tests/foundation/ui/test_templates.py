"""The content security policy allows no inline script or style: none may stand in a template."""

import re
from pathlib import Path

import pytest

import samsyn

SOURCE = Path(samsyn.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))

FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "htmx code": re.compile(r"\bhx-on\b|hx-vals=.js:|hx-headers=.js:", re.I),
    "address of another site": re.compile(r"(?:src|href|action)=[\"']https?://", re.I),
}


def _without_template_tags(text: str) -> str:
    return re.sub(r"{%.*?%}|{#.*?#}", "", text, flags=re.S)


def test_there_are_templates_to_look_at():
    assert SOURCE / "foundation/ui/templates/ui/base.html" in TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_is_clean(path):
    text = _without_template_tags(path.read_text(encoding="utf-8"))
    assert {what for what, pattern in FORBIDDEN.items() if pattern.search(text)} == set()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p class="x" style="color:red">', "style attribute"),
        ("<style>p{}</style>", "style element"),
        ('<a href="#" onclick="x()">', "handler attribute"),
        ("<script>x()</script>", "inline script"),
        ('<script type="module">x()</script>', "inline script"),
        ('<a href="https://cdn.example/x.js">', "address of another site"),
    ],
)
def test_what_is_forbidden_is_found(text, what):
    assert FORBIDDEN[what].search(text)


def test_data_and_files_are_allowed():
    assert not FORBIDDEN["inline script"].search('<script type="application/json">{}</script>')
    assert not FORBIDDEN["inline script"].search('<script src="/static/x.js" defer></script>')
