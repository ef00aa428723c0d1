"""Checking objects against the published schemas of OParl 1.1, with what stands inside them."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/oparl-1.1-schema"
KINDS = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}


def required() -> None:
    """Skip where the schemas are not at hand."""
    if not FOLDER.is_dir():
        pytest.skip("the schemas of OParl 1.1 are not at hand (../shared/data/oparl-1.1-schema)")


@cache
def schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def faults(plain: dict[str, Any], name: str = "", place: str = "") -> list[str]:
    """What is wrong with an object, each with its place; the schema is that of its type where none is named."""
    name = name or f"{plain['type'].rsplit('/', 1)[-1]}.json"
    place = place or plain["id"]
    wanted = schema(name)
    if plain.get("deleted"):
        extra = plain.keys() - {"id", "type", "created", "modified", "deleted"}
        return [f"{place}: something is left of what is gone: {extra}"] if extra else []
    found = [f"{place}: lacks {key}" for key in wanted["required"] if key not in plain]
    for key, value in plain.items():
        if key in wanted["properties"]:
            found += _value(value, wanted["properties"][key], f"{place} {key}")
        elif not key.startswith("samsyn:"):
            found.append(f"{place}: unknown {key}")
    return found


def _value(value: Any, wanted: dict[str, Any], place: str) -> list[str]:
    if type(value) is not KINDS[wanted["type"]]:
        return [f"{place}: {value!r} is not of type {wanted['type']}"]
    if wanted["type"] == "array":
        return [fault for n, each in enumerate(value) for fault in _value(each, wanted["items"], f"{place}[{n}]")]
    if "schema" in wanted and wanted["type"] == "object":
        return faults(value, wanted["schema"], place)
    return [] if _fits(value, wanted.get("format", "")) else [f"{place}: {value!r} is no {wanted['format']}"]


def _fits(value: Any, form: str) -> bool:
    if form == "url":
        return urlparse(value).scheme in ("http", "https") and bool(urlparse(value).netloc)
    if form == "date-time":
        at = datetime.fromisoformat(value)
        return at.tzinfo is not None and at.microsecond == 0 and "." not in value
    if form == "date":
        return bool(date.fromisoformat(value))
    return True
