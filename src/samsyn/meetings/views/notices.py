"""What is sent about a meeting, and how far it came."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings import rules
from samsyn.meetings.forms.notices import NoticeForm
from samsyn.meetings.operations import notices as operations
from samsyn.meetings.queries import notices, recipients
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.frame import frame


def listed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything that has been sent about a meeting."""
    shown = access.managed(request, key)
    context = {"notices": notices.of_meeting(shown), "untold": notices.is_untold(shown)}
    return render(request, "meetings/notices.html", frame(request, shown, tab="notices") | context)


def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a notice: to whom and what is shown first."""
    shown = access.managed(request, key)
    back = reverse("meetings:notices", args=[shown.key])
    initial = {"seen": shown.notices.count(), "kind": request.GET.get("kind", "")}
    form = NoticeForm(posted(request), meeting=shown, initial={k: v for k, v in initial.items() if v != ""})
    title = _("Send") if rules.was_summoned(shown) else _("Send the summons")
    page = Editing(title=title, action=_("Send"), done=_("It is being sent."), back=back, about=shown.title)
    save = partial(operations.send, shown, **by_and_at(request))
    context = {"recipients": recipients.recipients(shown), "meeting": shown}
    return edit(request, form, page, lambda typed: save(**typed), template="meetings/notice_send.html", context=context)


def notice(request: HttpRequest, key: UUID) -> HttpResponse:
    """One sending, with the proof of dispatch for each recipient."""
    shown = access.notice(request, key)
    trail = ((_("Notices"), reverse("meetings:notices", args=[shown.meeting.key])), (shown.get_kind_display(), ""))
    context = {"notice": shown, "dispatches": notices.dispatches(shown), "counts": notices.counts(shown)}
    return render(request, "meetings/notice.html", frame(request, shown.meeting, trail=trail) | context)


@require_POST
def send_to_the_rest(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a notice to those who have not got it."""
    shown = access.notice(request, key)
    number = operations.send_to_the_rest(shown, **by_and_at(request))
    words = ngettext("It is being sent to %(n)s person.", "It is being sent to %(n)s people.", number) % {"n": number}
    return do(request, lambda: None, done=words, back=reverse("meetings:notice", args=[shown.key]))
