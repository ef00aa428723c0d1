"""The thread from a part of a plan to what the rooms above know of it. `settings.THREAD` names it."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from samsyn.meetings.queries import decisions
from samsyn.plans.models import Item


def about_item(request: HttpRequest, item: Item) -> list[SafeString]:
    """What other rooms have to say about an item, drawn; nothing where there is nothing."""
    today = timezone.localdate()
    found = list(decisions.about(item, request.user, on=today))
    if not found:
        return []
    context = {"decisions": found, "today": today}
    return [render_to_string("meetings/about_item.html", context, request)]
