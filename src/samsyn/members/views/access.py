"""What every page of the register asks first, and how a filled form is taken care of."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.ui.asking import require
from samsyn.members import rules
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, Mandate, Organ, Organisation, Person
from samsyn.members.queries import functions, mandates, organisations, organs, people


def require_keeper(request: HttpRequest) -> None:
    if not rules.may_see_register(request.user, on=timezone.localdate()):
        raise NotPermitted(_("Only officers and administrators see the members' register."))


def person(request: HttpRequest, key) -> Person:
    require_keeper(request)
    person = people.by_key(key)
    if person is None:
        raise Http404
    return person


def function(request: HttpRequest, code: str) -> Function:
    require_keeper(request)
    function = functions.by_code(code)
    if function is None:
        raise Http404
    return function


def organisation(request: HttpRequest, code: str) -> Organisation:
    require_keeper(request)
    found = organisations.by_code(code)
    if found is None:
        raise Http404
    return found


def organ(request: HttpRequest, code: str) -> Organ:
    """The organ with a code, where the person may see who sits in it."""
    found = organs.by_code(code)
    if found is None:
        raise Http404
    require(rules.may_see_mandates(request.user, found, on=timezone.localdate()))
    return found


def kept_organ(request: HttpRequest, code: str) -> Organ:
    """The organ with a code, for those who keep the register."""
    require_keeper(request)
    return organ(request, code)


def mandate(request: HttpRequest, key) -> Mandate:
    require_keeper(request)
    found = mandates.by_key(key)
    if found is None:
        raise Http404
    return found


def cleaned(form) -> dict:
    """What was typed in one of the small forms on a page; the first fault as a refusal."""
    if not form.is_valid():
        raise MemberError(next(iter(form.errors.values()))[0])
    return form.cleaned_data


def registered(request: HttpRequest, form, register: Callable[..., Any]) -> Any:
    """What the filled form registers. None where nothing was sent or it is refused: the form then says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return register(**form.cleaned_data, by=request.user, at=timezone.now())
    except MemberError as refusal:
        form.add_error("code", str(refusal))
        return None
