"""What can be chosen from in the forms of a plan."""

from collections.abc import Container, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from samsyn.members.models import Function, Person
from samsyn.members.queries.owners import owners
from samsyn.plans import structure
from samsyn.plans.models import Item, ItemKind, Plan
from samsyn.plans.queries.content import in_reading_order
from samsyn.plans.queries.owners import Owners

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

INDENT = "\u2003"
NAME_FIELDS = ("pk", "key", "kind", "parent", "position", "number", "short_title", "heading", "wording")


class Party(NamedTuple):
    """Whom something can be given to: a person or a function, or neither."""

    person: Person | None = None
    function: Function | None = None


NOBODY = Party()


def tree_choices(plan: Plan, kind: ItemKind) -> list[Choice]:
    """The items of a kind that stands in nothing but its own kind, as the plan reads, each as deep as it stands."""
    items = in_reading_order(list(Item.objects.filter(plan=plan, kind=kind).only(*NAME_FIELDS)))
    parents = {item.pk: item.parent_id for item in items}
    return [(str(item.key), _indented(item, parents)) for item in items]


def outline_choices(plan: Plan, *kinds: ItemKind, without: Container[int] = ()) -> list[Choice]:
    """The items of some kinds as the plan reads, each as deep as it stands; without some (ids). One query."""
    items = in_reading_order(list(Item.objects.filter(plan=plan).only(*NAME_FIELDS)))
    parents = {item.pk: item.parent_id for item in items}
    found = []
    for item in items:
        if item.kind in kinds and item.pk not in without:
            found.append((str(item.key), _indented(item, parents)))
    return found


def _indented(item: Item, parents: structure.Parents) -> str:
    depth = sum(1 for _above in structure.ancestors(item.pk, parents))
    return INDENT * depth + " ".join(filter(None, [item.number, item.name]))


def owner_choices(known: Owners) -> list[Choice]:
    """The people and functions that own something in a plan, as ``person:<key>`` and ``function:<code>``."""
    people = [(f"person:{owner.person}", owner.name) for owner in known.people.values()]
    functions = [(f"function:{owner.function}", owner.name) for owner in known.functions.values()]
    return sorted(people + functions, key=lambda choice: choice[1])


def parties(*, on: date) -> dict[str, Party]:
    """Everybody whom an item can be given to on a day, by the same codes as `owner_choices`: three queries."""
    known = owners(on=on)
    functions = {f"function:{each.code}": Party(function=each) for each in known.functions}
    return functions | {f"person:{each.key}": Party(person=each) for each in known.people}


def party_choices(known: Mapping[str, Party]) -> list[Group]:
    """Parties as the groups of a list to choose from: functions with their holders, then people."""
    functions = [(code, _with_holder(each.function)) for code, each in known.items() if each.function]
    people = [(code, each.person.name) for code, each in known.items() if each.person]
    return [group for group in ((_("Functions"), functions), (_("People"), people)) if group[1]]


def code_of(item: Item) -> str:
    """The code of whom an item has been given to; empty where nobody was named."""
    return code_of_party(Party(item.owner_person, item.owner_function))


def code_of_party(party: Party) -> str:
    """The code of a person or a function; empty for nobody."""
    if party.person is not None:
        return f"person:{party.person.key}"
    return f"function:{party.function.code}" if party.function is not None else ""


def _with_holder(function: Function) -> str:
    holders = ", ".join(holding.person.name for holding in function.held_now)  # type: ignore[attr-defined]  # prefetched
    return f"{function.name} ({holders})" if holders else _("%(function)s (vacant)") % {"function": function.name}
