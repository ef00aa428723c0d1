"""People, and their accounts."""

from datetime import date

from django.db.models import Q, QuerySet

from samsyn.foundation.accounts.models import User
from samsyn.members.models import Organisation, Person


def _here(on: date) -> Q:
    """A person takes part on a day who has neither left nor been erased."""
    return Q(left_on__isnull=True, erased_at__isnull=True) | Q(left_on__gt=on, erased_at__isnull=True)


def present(*, search: str = "", on: date) -> QuerySet[Person]:
    """Those who take part on a day, by name; by part of the name, address or organisation."""
    found = Person.objects.filter(_here(on)).select_related("organisation", "account")
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(email__icontains=search) | Q(organisation__name__icontains=search)
        )
    return found.order_by("name", "pk")


def of_organisation(organisation: Organisation, *, on: date) -> QuerySet[Person]:
    """Those of an organisation who take part on a day."""
    return present(on=on).filter(organisation=organisation)


def by_key(key) -> Person | None:
    """A person who has not been erased, by key."""
    return Person.objects.select_related("organisation", "account").filter(key=key, erased_at__isnull=True).first()


def of_account(user) -> Person | None:
    """Who the account's owner is in the register; None for the anonymous and for accounts tied to nobody."""
    if user is None or not user.is_authenticated:
        return None
    return Person.objects.filter(account=user, erased_at__isnull=True).first()


def accounts_for(person: Person) -> QuerySet[User]:
    """Accounts that may be tied to a person: those of nobody, and the person's own."""
    free = User.objects.filter(person__isnull=True, erased_at__isnull=True, is_active=True)
    return (free | User.objects.filter(person=person)).order_by("name")


def held_about(person: Person) -> dict:
    """Everything that the register holds about a person, as plain data."""
    return {
        "key": str(person.key),
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation.name if person.organisation else None,
        "left_on": person.left_on.isoformat() if person.left_on else None,
        "functions": [
            {
                "function": holding.function.name,
                "from": holding.since.isoformat(),
                "until": holding.until.isoformat() if holding.until else None,
            }
            for holding in person.functions_held.select_related("function").order_by("since")
        ],
        "mandates": [
            {
                "organ": mandate.organ.name,
                "role": mandate.role,
                "appointed_by": mandate.appointed_by.name if mandate.appointed_by else None,
                "party": mandate.party,
                "from": mandate.since.isoformat(),
                "until": mandate.until.isoformat() if mandate.until else None,
            }
            for mandate in person.mandates.select_related("organ", "appointed_by").order_by("since")
        ],
        "capacities": [
            {
                "capacity": capacity.kind,
                "organisation": capacity.organisation.name if capacity.organisation else None,
                "title": capacity.title,
                "email": capacity.email,
                "phone": capacity.phone,
                "purpose": capacity.purpose,
                "legal_basis": capacity.legal_basis,
                "from": capacity.since.isoformat(),
                "until": capacity.until.isoformat() if capacity.until else None,
                "keep_until": capacity.keep_until.isoformat() if capacity.keep_until else None,
            }
            for capacity in person.capacities.select_related("organisation").order_by("since", "pk")
        ],
    }
