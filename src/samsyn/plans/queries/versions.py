"""Reading the versions of a plan and what differs between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import QuerySet

from samsyn.members.models import Person
from samsyn.plans import difference
from samsyn.plans.content import DocumentContent, ItemContent, PlanContent, version_scope
from samsyn.plans.difference import Changed, Difference
from samsyn.plans.models import Plan, PlanVersion, VersionKind
from samsyn.plans.queries.content import plan_content


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item of a version on a page: its depth in the tree, its name, and the documents that the reader may see."""

    item: ItemContent
    depth: int
    name: str
    documents: tuple[DocumentContent, ...]


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version as a page shows it; `people` are names by key."""

    plan: dict[str, Any]
    items: tuple[ReadItem, ...]
    people: dict[str, str]


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """The versions, latest first, without their contents."""
    rows = PlanVersion.objects.filter(plan=plan).select_related("made_by", "organ").defer("content")
    return rows.order_by("-number")


def readable_versions(plan: Plan, *, internal: bool) -> QuerySet[PlanVersion]:
    """The versions that somebody may read: all, for those who read drafts; for others those that were adopted."""
    return versions_of(plan) if internal else versions_of(plan).filter(kind=VersionKind.ADOPTED)


def read_version(version: PlanVersion, *, internal: bool) -> ReadVersion:
    """A version to read, in the order of the document. Internal documents are left out unless `internal`."""
    content = _content(version)
    depth: dict[str | None, int] = {None: -1}
    items = []
    for item in content["items"]:
        depth[item["key"]] = depth[item["parent"]] + 1
        shown = tuple(one for one in item["documents"] if internal or one["public"])
        items.append(ReadItem(item, depth[item["key"]], difference.name_of(item), shown))
    people = _names(key for item in content["items"] for key in _people(item["owner"]))
    return ReadVersion(cast(dict[str, Any], content["plan"]), tuple(items), people)


def without_internal_documents(found: Difference) -> Difference:
    """The same difference, for those who may not know of internal documents."""
    return replace(found, changed=tuple(change for change in map(_public_documents, found.changed) if change))


def people_in(found: Difference) -> dict[str, str]:
    """The names of the people that a difference is about, by key: one query."""
    values = (value for change in found.changed for value in (change.before, change.after))
    return _names(key for value in values for key in _people(value))


def latest_adopted(plan: Plan) -> PlanVersion | None:
    """The version that is in force: the latest adopted one, with its content."""
    rows = PlanVersion.objects.filter(plan=plan, kind=VersionKind.ADOPTED).select_related("organ")
    return rows.order_by("-number").first()


def difference_between(old: PlanVersion, new: PlanVersion) -> Difference:
    """What differs between two versions."""
    return difference.between(_content(old), _content(new))


def difference_to_now(old: PlanVersion) -> Difference:
    """What differs between a version and the plan as it is now."""
    return difference.between(_content(old), plan_content(old.plan))


def _content(version: PlanVersion) -> PlanContent:
    return version_scope(cast(PlanContent, version.content))


def _public_documents(change: Changed) -> Changed | None:
    if change.field != "documents":
        return change
    before, after = ([one for one in side if one["public"]] for side in (change.before, change.after))
    return replace(change, before=before, after=after) if before != after else None


def _people(value: Any) -> Iterator[str]:
    """The keys of people that a fact names: an owner, or several contributors."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and one.get("person"):
            yield one["person"]


def _names(keys: Iterable[str]) -> dict[str, str]:
    found = Person.objects.filter(key__in=set(keys), erased_at__isnull=True).values_list("key", "name")
    return {str(key): name for key, name in found}
