"""People: what is known of them, whether they take part, and their erasure."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.accounts import operations as accounts
from samsyn.foundation.accounts.models import User
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import Organisation, Person
from samsyn.members.queries import people


def register_person(
    *, name: str, email: str = "", organisation: Organisation | None = None, account: User | None = None, by,
    at: datetime,
) -> Person:  # fmt: skip
    """Add somebody who takes part, with or without an account."""
    gate.to_keep(by, at)
    with transaction.atomic():
        _refuse_tied(account)
        made = Person.objects.create(
            name=gate.named(name), email=email.strip(), organisation=organisation, account=account
        )
        audit.record(verb="members.person_registered", subject=_subject(made), by=by, at=at)
    return made


def change_person(
    person: Person, *, name: str, email: str, organisation: Organisation | None, by, at: datetime
) -> Person:
    """Correct what is known about somebody."""
    gate.to_keep(by, at)
    gate.refuse_erased(person)
    with transaction.atomic():
        person.name, person.email, person.organisation = gate.named(name), email.strip(), organisation
        person.save(update_fields=["name", "email", "organisation"])
        audit.record(verb="members.person_changed", subject=_subject(person), by=by, at=at)
    return person


def tie_account(person: Person, *, account: User | None, by, at: datetime) -> Person:
    """Say which account is the person's (None cuts the tie): what the person owns, the account may follow up."""
    gate.to_keep(by, at)
    gate.refuse_erased(person)
    with transaction.atomic():
        _refuse_tied(account, but=person)
        person.account = account
        person.save(update_fields=["account"])
        audit.record(
            verb="members.account_tied", subject=_subject(person), by=by, at=at,
            account=account.pk if account else None,
        )  # fmt: skip
    return person


def person_left(person: Person, *, on: date, by, at: datetime) -> Person:
    """Say from which day somebody no longer takes part: what they own is unowned from that day."""
    gate.to_keep(by, at)
    gate.refuse_erased(person)
    with transaction.atomic():
        person.left_on = on
        person.save(update_fields=["left_on"])
        audit.record(verb="members.person_left", subject=_subject(person), by=by, at=at, on=on.isoformat())
    return person


def person_returned(person: Person, *, by, at: datetime) -> Person:
    """Somebody who left takes part again, or it was a mistake."""
    gate.to_keep(by, at)
    gate.refuse_erased(person)
    with transaction.atomic():
        person.left_on = None
        person.save(update_fields=["left_on"])
        audit.record(verb="members.person_returned", subject=_subject(person), by=by, at=at)
    return person


def erase_person(person: Person, *, by, at: datetime) -> Person:
    """Remove what is personal about somebody, for good. The row stays, so that history stays whole.

    An account that is tied to the person is erased by its own operation.
    """
    gate.to_erase(by, at)
    gate.refuse_erased(person)
    with transaction.atomic():
        _blank(person, at)
        audit.record(verb="members.person_erased", subject=_subject(person), by=by, at=at)
        accounts.note_erasure(kind="person", key=str(person.key), by=by, at=at)
    return person


def repeat_erasures(keys: Iterable[str], *, by, at: datetime) -> int:
    """Erase people again, after the restore of a backup that is older than their erasure. How many there were."""
    gate.to_erase(by, at)
    with transaction.atomic():
        restored = list(Person.objects.select_for_update().filter(key__in=list(keys), erased_at__isnull=True))
        for person in restored:
            _blank(person, at)
            audit.record(verb="members.person_erased_again", subject=_subject(person), by=by, at=at)
    return len(restored)


def _subject(person: Person) -> str:
    return f"person:{person.key}"


def _refuse_tied(account: User | None, but: Person | None = None) -> None:
    tied = people.of_account(account)
    if tied and tied != but:
        raise MemberError(_("The account already belongs to %(person)s.") % {"person": tied})


def _blank(person: Person, at: datetime) -> None:
    on = day_of(at)
    person.functions_held.all().delete()
    person.capacities.all().delete()
    person.mandates.exclude(party="").update(party="", modified_at=at)
    person.name, person.email, person.organisation, person.account = "", "", None, None
    person.left_on = min(person.left_on or on, on)
    person.erased_at = at
    person.save()
