"""What can be chosen from in the forms of a plan."""

from datetime import date

from samsyn.plans.models import Item, ItemKind, Plan, name_of
from samsyn.plans.queries.owners import owners

Choice = tuple[str, str]


def item_choices(plan: Plan, *kinds: ItemKind) -> list[Choice]:
    """The items of some kinds, by key and name, in the order of the plan's rows."""
    rows = Item.objects.filter(plan=plan, kind__in=kinds).order_by("number", "position", "pk")
    return [
        (str(key), " ".join(filter(None, [number, name_of(short_title, heading, wording)])))
        for key, number, short_title, heading, wording in rows.values_list(
            "key", "number", "short_title", "heading", "wording"
        )
    ]


def owner_choices(plan: Plan, *, on: date) -> list[Choice]:
    """The people and functions that own something in the plan, as ``person:<key>`` and ``function:<code>``."""
    known = owners(plan, on=on)
    people = [(f"person:{owner.person}", owner.name) for owner in known.people.values()]
    functions = [(f"function:{owner.function}", owner.name) for owner in known.functions.values()]
    return sorted(people + functions, key=lambda choice: choice[1])
