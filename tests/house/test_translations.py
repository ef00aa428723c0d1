"""No untranslated message, in either language."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.tree import SOURCE, modules, named

KEYWORDS = {
    name: spec
    for stem, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (stem, f"{stem}_lazy", f"u{stem}")
} | {"_": None, "gettext_noop": None}


def _extracted() -> Iterator[tuple[str, object, str | None]]:
    for path in modules():
        yield from _messages(path, path.read_bytes())
    for path in sorted(SOURCE.rglob("templates/**/*")):
        if path.is_file():
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # The tokenizer reads it as Python, where indentation would mean something.
            flat = "\n".join(line.strip() for line in source.splitlines())
            yield from _messages(path, flat.encode())


def _messages(path: Path, source: bytes) -> Iterator[tuple[str, object, str | None]]:
    for line, message, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        yield f"{named(path)}:{line}", message, context


def _catalogues():
    return sorted(SOURCE.rglob("locale/sv/LC_MESSAGES/django.po"))


def test_every_message_has_its_swedish():
    translated = set()
    for path in _catalogues():
        with path.open("rb") as file:
            for message in read_po(file, locale="sv"):
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and all(texts) and not message.fuzzy:
                    key = message.id[0] if isinstance(message.id, tuple) else message.id
                    translated.add((key, message.context))
    missing = sorted(
        {
            f"{place} {first!r}"
            for place, message, context in _extracted()
            if (first := message[0] if isinstance(message, tuple) else message) and (first, context) not in translated
        }
    )
    assert missing == []


@pytest.mark.parametrize("path", _catalogues(), ids=named)
def test_a_catalogue_is_sound(path):
    """Placeholders survive translation, and no message is there twice."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="sv", abort_invalid=True)
    wrong = [(message.id, [str(error) for error in message.check(catalogue)]) for message in catalogue if message.id]
    assert [entry for entry in wrong if entry[1]] == []
    text = path.read_text(encoding="utf-8")
    ids = [line for line in text.split("\n\n") if line.strip()]
    keys = [tuple(part for part in entry.splitlines() if part.startswith(("msgid ", "msgctxt "))) for entry in ids]
    long = [key for key in keys if key and key != ('msgid ""',)]
    assert len(long) == len(set(long)), sorted({key for key in long if long.count(key) > 1})
