"""Where an item of a plan stands, and where it could."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from samsyn.plans import structure
from samsyn.plans.models import Item, Plan


class Place(NamedTuple):
    """A place among what stands under `parent` (None: directly in the plan); without a position, the last."""

    parent: Item | None
    position: int | None


def find(plan: Plan, key: UUID | str) -> Item:
    """The item of a plan with a key; raises `Item.DoesNotExist`."""
    return Item.objects.select_related("plan", "parent").get(plan=plan, key=key)


def siblings(item: Item) -> list[Item]:
    """What stands beside an item, in order, without itself."""
    return list(Item.objects.filter(plan=item.plan, parent=item.parent).exclude(pk=item.pk).order_by("position", "pk"))


def inside(item: Item) -> frozenset[int]:
    """The ids of an item and all that stands in it."""
    parents = dict(Item.objects.filter(plan=item.plan).order_by().values_list("pk", "parent"))
    return structure.with_descendants([item.pk], parents)


def after(item: Item) -> Place:
    """The place right after an item."""
    before = Item.objects.filter(plan=item.plan, parent=item.parent, position__lt=item.position).count()
    return Place(item.parent, before + 1)


def chosen(plan: Plan, beside: Sequence[Item], *, parent: str, after: str) -> Place:
    """The place that a form names: `after` is a key of those `beside`, "first", or empty for last."""
    above = find(plan, parent) if parent else None
    keys = [str(one.key) for one in beside]
    return Place(above, {"": None, "first": 0}.get(after, keys.index(after) + 1 if after in keys else None))
