"""Everything that is held about a person, gathered from the rooms that hold it (GDPR articles 15 and 20)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from samsyn.foundation.accounts import queries as accounts
from samsyn.foundation.accounts.models import User
from samsyn.foundation.ui.asking import require
from samsyn.meetings.queries import held as meetings
from samsyn.members import rules as members
from samsyn.members.models import Person
from samsyn.members.queries import people


def held_about(user: User) -> dict:
    """What each room holds about the account's owner, as plain data."""
    return accounts.held_about(user) | held_about_person(people.of_account(user))


def held_about_person(person: Person | None) -> dict:
    """What each room holds about somebody in the register, who may have no account."""
    return {
        "person": people.held_about(person) if person else None,
        "meetings": meetings.held_about(person) if person else None,
    }


@login_required
@never_cache
def about_me(request: HttpRequest) -> JsonResponse:
    """The file that people fetch on their own page."""
    return _file(held_about(request.user), "samsyn-about-me.json")


@login_required
@never_cache
def about_person(request: HttpRequest, key: UUID) -> JsonResponse:
    """The file that the office hands out to somebody who asks, with that of the account where there is one."""
    require(members.may_see_register(request.user, on=timezone.localdate()))
    person = people.by_key(key)
    if person is None:
        raise Http404
    account = person.account
    return _file(held_about(account) if account else held_about_person(person), f"samsyn-{person.key}.json")


def _file(held: dict, name: str) -> JsonResponse:
    content = {"fetched_at": timezone.now().isoformat()} | held
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
