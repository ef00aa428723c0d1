"""What every verb asks first: may this person do it, and can it be done?"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.members import rules
from samsyn.members.errors import MemberError
from samsyn.members.models import Organ, Person


def to_keep(by, at: datetime) -> None:
    if not rules.may_keep_register(by, on=day_of(at)):
        raise NotPermitted(_("Only officers and administrators keep the members' register."))


def to_erase(by, at: datetime) -> None:
    if not rules.may_erase_person(by, on=day_of(at)):
        raise NotPermitted(_("Only administrators erase people."))


def named(name: str) -> str:
    if not name.strip():
        raise MemberError(_("Give a name."))
    return name.strip()


def refuse_taken_code(model, code: str) -> None:
    if model.objects.filter(code=code).exists():
        raise MemberError(_("The code “%(code)s” is already used.") % {"code": code})


def refuse_erased(person: Person) -> None:
    if person.erased_at:
        raise MemberError(_("The person has been erased."))


def refuse_wrong_order(since: date, until: date | None) -> None:
    if until and until < since:
        raise MemberError(_("The last day cannot be before %(day)s, the first.") % {"day": since})


def locked(organ: Organ) -> Organ:
    """The organ as it is now, locked: what is checked of it is still true when it is written."""
    found = list(Organ.objects.select_for_update().filter(pk=organ.pk))
    if not found:
        raise MemberError(_("The organ has been removed by somebody else."))
    return found[0]
