"""The glossary names every noun; nothing committed names a machine, a registry or a tool of its making."""

import re

import pytest
from django.apps import apps

from tests.house.tree import ROOT, committed

TEXT = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".po", ".txt", ".typ", ".csv", ".json", ".example", ""}
PLACES = re.compile(
    "|".join(
        [
            r"(?<![\w>}])/wo" + "rk/",
            "/ro" + "ot/",
            "/ho" + r"me/\w",
            "pypi" + r"\.org",
            "npm" + r"js\.",
            "pythonho" + "sted",
        ]
    )
)
MAKERS = re.compile(
    "|".join(
        ["co-auth" + "ored", "chat" + "gpt", "cla" + "ude", "lang" + "uage model", r"\bllm" + r"\b", "sub" + "agent"]
    ),
    re.I,
)


def _texts():
    for path in committed():
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    models = [model.__name__ for model in apps.get_models() if model.__module__.startswith("samsyn.")]
    assert [name for name in models if f"`{name}`" not in glossary] == []


@pytest.mark.parametrize("pattern", [PLACES, MAKERS], ids=["places", "makers"])
def test_nothing_committed_tells_where_or_by_what_it_was_made(pattern):
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path, text in _texts() if (hit := pattern.search(text))]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_locks_name_no_host(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_every_dependency_says_why_it_is_here():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    inside, silent = False, []
    for line in lines:
        if re.match(r"(dependencies|dask|dev) = \[", line):
            inside = True
        elif line.startswith("]"):
            inside = False
        elif inside and line.strip() and not re.search(r'",\s+# \S', line):
            silent.append(line.strip())
    assert silent == []
