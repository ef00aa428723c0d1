"""What every verb asks first: may this person do it, and can it be done?"""

from datetime import datetime

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.members import rules
from samsyn.members.errors import MemberError
from samsyn.members.models import Person


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
