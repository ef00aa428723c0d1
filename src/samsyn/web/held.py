"""Everything that is held about a person, gathered from the rooms that hold it (GDPR articles 15 and 20)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from samsyn.foundation.accounts import queries as accounts
from samsyn.foundation.accounts.models import User
from samsyn.members.queries import people


def held_about(user: User) -> dict:
    """What each room holds about the account's owner, as plain data."""
    person = people.of_account(user)
    return accounts.held_about(user) | {"person": people.held_about(person) if person else None}


@login_required
@never_cache
def held_about_me(request: HttpRequest) -> JsonResponse:
    """The file that people fetch on their own page."""
    content = {"fetched_at": timezone.now().isoformat()} | held_about(request.user)
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="samsyn-about-me.json"'
    return answer
