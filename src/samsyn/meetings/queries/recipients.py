"""Who gets what is sent about a meeting: everybody who holds a mandate in the organ on the meeting's day."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from samsyn.foundation.days import day_of
from samsyn.meetings.models import Meeting
from samsyn.members.models import Capacity, CapacityKind, Mandate, Person
from samsyn.members.queries import mandates
from samsyn.members.queries.days import holding_on


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, the mandate that they are called by, and the address of that capacity (empty: none is known)."""

    mandate: Mandate
    address: str

    @property
    def person(self) -> Person:
        return self.mandate.person


def recipients(meeting: Meeting) -> list[Recipient]:
    """Each person once, by their first role: delegates before substitutes. Two queries.

    The address is that of their capacity as delegate for whom they were appointed by, else of their other capacity
    as delegate, else the person's own.
    """
    on = day_of(meeting.starts_at)
    first: dict[int, Mandate] = {}
    for mandate in mandates.holding(meeting.organ, on=on).select_related("person__account", "appointed_by"):
        first.setdefault(mandate.person_id, mandate)
    capacities = holding_on(Capacity.objects.filter(person__in=first, kind=CapacityKind.DELEGATE), on)
    addresses = list(capacities.exclude(email="").values_list("person", "organisation", "email"))
    return [Recipient(mandate, _address(mandate, addresses)) for mandate in first.values()]


def language_of(person: Person | None) -> str:
    """The language that somebody is written to in: that of their account, else the site's."""
    account = person.account if person is not None else None
    return account.language if account is not None else settings.LANGUAGE_CODE


def _address(mandate: Mandate, addresses: Iterable[tuple[int, int | None, str]]) -> str:
    own = {organisation: email for person, organisation, email in addresses if person == mandate.person_id}
    return own.get(mandate.appointed_by_id) or next(iter(own.values()), "") or mandate.person.email
