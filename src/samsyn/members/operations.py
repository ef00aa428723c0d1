"""Every write to the members' register."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.accounts import operations as accounts
from samsyn.foundation.accounts.models import User
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.members import queries, rules
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, FunctionHolder, Organ, Organisation, Person, Sector


def register_organisation(
    *, code: str, name: str, sector: Sector = Sector.PUBLIC, county: str = "", by, at: datetime
) -> Organisation:
    """Add an organisation under its official code, where it has one."""
    _require_keeper(by, at)
    _refuse_taken_code(Organisation, code)
    with transaction.atomic():
        made = Organisation.objects.create(code=code, name=_named(name), sector=sector, county=county)
        audit.record(verb="members.organisation_registered", subject=f"organisation:{code}", by=by, at=at)
    return made


def register_organ(*, code: str, name: str, by, at: datetime) -> Organ:
    """Add a body that decides."""
    _require_keeper(by, at)
    _refuse_taken_code(Organ, code)
    with transaction.atomic():
        made = Organ.objects.create(code=code, name=_named(name))
        audit.record(verb="members.organ_registered", subject=f"organ:{code}", by=by, at=at)
    return made


def register_function(*, code: str, name: str, by, at: datetime) -> Function:
    """Add a post that can own things; vacant until somebody holds it."""
    _require_keeper(by, at)
    _refuse_taken_code(Function, code)
    with transaction.atomic():
        made = Function.objects.create(code=code, name=_named(name))
        audit.record(verb="members.function_registered", subject=f"function:{code}", by=by, at=at)
    return made


def register_person(
    *, name: str, email: str = "", organisation: Organisation | None = None, account: User | None = None, by,
    at: datetime,
) -> Person:  # fmt: skip
    """Add somebody who takes part, with or without an account."""
    _require_keeper(by, at)
    with transaction.atomic():
        _refuse_tied(account)
        made = Person.objects.create(name=_named(name), email=email.strip(), organisation=organisation, account=account)
        audit.record(verb="members.person_registered", subject=_subject(made), by=by, at=at)
    return made


def change_person(
    person: Person, *, name: str, email: str, organisation: Organisation | None, by, at: datetime
) -> Person:
    """Correct what is known about somebody."""
    _require_keeper(by, at)
    _refuse_erased(person)
    with transaction.atomic():
        person.name, person.email, person.organisation = _named(name), email.strip(), organisation
        person.save(update_fields=["name", "email", "organisation"])
        audit.record(verb="members.person_changed", subject=_subject(person), by=by, at=at)
    return person


def tie_account(person: Person, *, account: User | None, by, at: datetime) -> Person:
    """Say which account is the person's (None cuts the tie): what the person owns, the account may follow up."""
    _require_keeper(by, at)
    _refuse_erased(person)
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
    _require_keeper(by, at)
    _refuse_erased(person)
    with transaction.atomic():
        person.left_on = on
        person.save(update_fields=["left_on"])
        audit.record(verb="members.person_left", subject=_subject(person), by=by, at=at, on=on.isoformat())
    return person


def person_returned(person: Person, *, by, at: datetime) -> Person:
    """Somebody who left takes part again, or it was a mistake."""
    _require_keeper(by, at)
    _refuse_erased(person)
    with transaction.atomic():
        person.left_on = None
        person.save(update_fields=["left_on"])
        audit.record(verb="members.person_returned", subject=_subject(person), by=by, at=at)
    return person


def hold_function(
    function: Function, *, person: Person, since: date, until: date | None = None, by, at: datetime
) -> FunctionHolder:
    """Let somebody hold a function from a day. Whoever held it without an end hands over the day before."""
    _require_keeper(by, at)
    _refuse_erased(person)
    if until and until < since:
        raise MemberError(_("The last day cannot be before %(day)s, the first.") % {"day": since})
    with transaction.atomic():
        function = Function.objects.select_for_update().get(pk=function.pk)
        _hand_over(function, since)
        for other in queries.overlapping(function, since, until):
            raise MemberError(_("%(person)s holds %(function)s from %(since)s. End that first.") % {
                "person": other.person, "function": function, "since": other.since,
            })  # fmt: skip
        made = FunctionHolder.objects.create(function=function, person=person, since=since, until=until)
        audit.record(
            verb="members.function_held", subject=f"function:{function.code}", by=by, at=at,
            person=str(person.key), since=since.isoformat(), until=until.isoformat() if until else None,
        )  # fmt: skip
    return made


def end_holding(holding: FunctionHolder, *, until: date, by, at: datetime) -> FunctionHolder:
    """Let somebody hold a function until a day (the last). The function is vacant after it."""
    _require_keeper(by, at)
    if until < holding.since:
        raise MemberError(_("The last day cannot be before %(day)s, the first.") % {"day": holding.since})
    with transaction.atomic():
        holding.until = until
        holding.save(update_fields=["until"])
        audit.record(
            verb="members.function_left", subject=f"function:{holding.function.code}", by=by, at=at,
            person=str(holding.person.key), until=until.isoformat(),
        )  # fmt: skip
    return holding


def erase_person(person: Person, *, by, at: datetime) -> Person:
    """Remove what is personal about somebody, for good. The row stays, so that history stays whole.

    An account that is tied to the person is erased by its own operation.
    """
    _require_eraser(by, at)
    _refuse_erased(person)
    with transaction.atomic():
        _blank(person, at)
        audit.record(verb="members.person_erased", subject=_subject(person), by=by, at=at)
        accounts.note_erasure(kind="person", key=str(person.key), by=by, at=at)
    return person


def repeat_erasures(keys: Iterable[str], *, by, at: datetime) -> int:
    """Erase people again, after the restore of a backup that is older than their erasure. How many there were."""
    _require_eraser(by, at)
    with transaction.atomic():
        restored = list(Person.objects.select_for_update().filter(key__in=list(keys), erased_at__isnull=True))
        for person in restored:
            _blank(person, at)
            audit.record(verb="members.person_erased_again", subject=_subject(person), by=by, at=at)
    return len(restored)


def _subject(person: Person) -> str:
    return f"person:{person.key}"


def _require_keeper(by, at: datetime) -> None:
    if not rules.may_keep_register(by, on=day_of(at)):
        raise NotPermitted(_("Only officers and administrators keep the members' register."))


def _require_eraser(by, at: datetime) -> None:
    if not rules.may_erase_person(by, on=day_of(at)):
        raise NotPermitted(_("Only administrators erase people."))


def _named(name: str) -> str:
    if not name.strip():
        raise MemberError(_("Give a name."))
    return name.strip()


def _refuse_taken_code(model, code: str) -> None:
    if model.objects.filter(code=code).exists():
        raise MemberError(_("The code “%(code)s” is already used.") % {"code": code})


def _refuse_erased(person: Person) -> None:
    if person.erased_at:
        raise MemberError(_("The person has been erased."))


def _refuse_tied(account: User | None, but: Person | None = None) -> None:
    tied = queries.person_of(account)
    if tied and tied != but:
        raise MemberError(_("The account already belongs to %(person)s.") % {"person": tied})


def _hand_over(function: Function, since: date) -> None:
    """End the holding without an end that began before."""
    function.holders.filter(until__isnull=True, since__lt=since).update(until=since - timedelta(days=1))


def _blank(person: Person, at: datetime) -> None:
    on = day_of(at)
    person.functions_held.all().delete()
    person.name, person.email, person.organisation, person.account = "", "", None, None
    person.left_on = min(person.left_on or on, on)
    person.erased_at = at
    person.save()
