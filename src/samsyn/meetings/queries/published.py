"""Reading what has been published by machine: one object, or a page of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from samsyn.meetings.models import PublishedObject
from samsyn.meetings.queries.oparl import SCHEMA, TYPES, address, moment

PAGE = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """The four filters of OParl, and whose meetings are wanted; None where not asked for."""

    created_since: datetime | None = None
    created_until: datetime | None = None
    modified_since: datetime | None = None
    modified_until: datetime | None = None
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its objects, and after which row the next one begins (None: this is the last)."""

    objects: list[dict[str, Any]]
    following: int | None


def one(kind: str, key: str) -> dict[str, Any] | None:
    """An object with what belongs inside it, or what is left of one that is gone; None where there never was one."""
    row = PublishedObject.objects.filter(kind=kind, key=key).first()
    return _filled([row])[0] if row else None


def page(kind: str, filters: Filters, *, after: int = 0) -> Page:
    """A page of a list, in the order in which the objects were first published.

    What is gone is listed only to those who ask for what has been modified since.
    """
    rows = list(_filtered(kind, filters).filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    return Page(_filled(rows[:PAGE]), rows[PAGE - 1].pk if len(rows) > PAGE else None)


def _filtered(kind: str, filters: Filters) -> QuerySet[PublishedObject]:
    bounds = {
        "created__gte": filters.created_since,
        "created__lte": filters.created_until,
        "modified__gte": filters.modified_since,
        "modified__lte": filters.modified_until,
    }
    found = PublishedObject.objects.filter(kind=kind, **{name: at for name, at in bounds.items() if at})
    if filters.modified_since is None:
        found = found.filter(deleted=False)
    if filters.organization:
        found = found.filter(Q(content__organization=[address("organization", filters.organization)]))
    return found


def _filled(rows: list[PublishedObject]) -> list[dict[str, Any]]:
    """The objects, each with those inside it: two levels, as deep as OParl goes."""
    known: dict[tuple[str, str], PublishedObject] = {}
    wanted = set(_named(row.content for row in rows))
    for _level in range(3):
        missing = wanted - known.keys()
        if not missing:
            break
        kinds, keys = {kind for kind, _key in missing}, {key for _kind, key in missing}
        for row in PublishedObject.objects.filter(kind__in=kinds, key__in=keys, deleted=False):
            known[row.kind, row.key] = row
        wanted = set(_named(row.content for row in known.values()))
    return [_whole(row, known) for row in rows]


def _named(contents: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for content in contents:
        if isinstance(content, dict):
            if "$in" in content:
                kind, key = content["$in"]
                yield kind, key
            else:
                yield from _named(content.values())
        elif isinstance(content, list):
            yield from _named(content)


def _whole(row: PublishedObject, known: Mapping[tuple[str, str], PublishedObject]) -> dict[str, Any]:
    head = {
        "id": address(row.kind, row.key),
        "type": f"{SCHEMA}/{TYPES[row.kind]}",
        "created": moment(row.created),
        "modified": moment(row.modified),
    }
    if row.deleted:
        return head | {"deleted": True}
    return head | {name: _put_in(value, known) for name, value in row.content.items()}


def _put_in(value: Any, known: Mapping[tuple[str, str], PublishedObject]) -> Any:
    if isinstance(value, dict) and "$in" in value:
        kind, key = value["$in"]
        return _whole(known[kind, key], known)
    if isinstance(value, list):
        return [_put_in(each, known) for each in value]
    return value
