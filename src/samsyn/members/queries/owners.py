"""Those who may own something on a day."""

from dataclasses import dataclass
from datetime import date

from samsyn.members.models import Function, Person
from samsyn.members.queries import functions, people


@dataclass(frozen=True, slots=True)
class Owners:
    """Those who may be made owner of something on a day: people, and functions (vacant ones too)."""

    people: list[Person]
    functions: list[Function]


def owners(*, on: date) -> Owners:
    return Owners(people=list(people.present(on=on)), functions=list(functions.listed(on=on)))
