"""Decisions: of a meeting, one by one, and the register of them all."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.ui.editing import Editing, edit, posted
from samsyn.foundation.ui.forms import active_filters
from samsyn.meetings import rules
from samsyn.meetings.forms.decisions import (
    AdoptForm,
    AssignForm,
    DecisionForm,
    FollowUpForm,
    RegisterForm,
    StatementForm,
    WordingForm,
)
from samsyn.meetings.models import AgendaItem, Decision
from samsyn.meetings.operations import decisions as operations
from samsyn.meetings.queries import decisions as queries
from samsyn.meetings.queries import taking_part
from samsyn.meetings.queries.decisions import Sought
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.frame import frame
from samsyn.members.queries import organs

PAGE = 50


def register(request: HttpRequest) -> HttpResponse:
    """Every decision that the person may read: what is still open, what is late, what was decided about something."""
    today = timezone.localdate()
    named = [(organ.code, organ.name) for organ in organs.listed()]
    form = RegisterForm(request.GET, organs=named, years=queries.years())
    typed = form.cleaned_data if form.is_valid() else {}
    found = queries.register(request.user, Sought(**typed), on=today)
    context = {
        "form": form,
        "chips": active_filters(form, request.GET),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "today": today,
        "trail": [(_("Meetings"), reverse("meetings:index")), (_("Decisions"), "")],
    }
    return render(request, "meetings/register.html", context)


def of_meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a meeting has decided."""
    meeting = access.meeting(request, key, rules.may_read_agenda)
    today = timezone.localdate()
    closed = rules.may_read_closed(request.user, meeting, on=today)
    found = [each for each in queries.of_meeting(meeting) if closed or not each.item.closed]
    context = frame(request, meeting, tab="decisions") | {"decisions": found}
    return render(request, "meetings/decisions.html", context)


def decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """One decision: what, how, who said what, what it leads to, what became of it."""
    shown = _decision(request, key)
    return render(request, "meetings/decision.html", _shown(request, shown))


def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a decision on an item."""
    item = access.item(request, key, _may_lead_item)
    form = DecisionForm(posted(request), item=item)
    back = reverse("meetings:decisions", args=[item.meeting.key])
    page = Editing(
        title=_("Record a decision"),
        action=_("Record the decision"),
        done=_("The decision has been recorded."),
        back=back,
        about=str(item),
    )
    return edit(
        request, form, page, lambda typed: operations.record(item, **typed, **by_and_at(request)),
        template="meetings/decide.html",
    )  # fmt: skip


def reword(request: HttpRequest, key: UUID) -> HttpResponse:
    """Better words for a decision, until its minutes are sent for adjustment."""
    changed = _decision(request, key, _may_lead)
    form = WordingForm(posted(request), initial={"wording": changed.wording})
    return _edit(request, changed, form, operations.reword, _("Reword the decision"))


def adopt(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan that a decision adopts."""
    adopting = _decision(request, key, _may_manage)
    return _edit(request, adopting, AdoptForm(posted(request)), operations.adopt_plan, _("Adopt a plan"))


def assign(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who carries a decision out, and by when."""
    assigned = _decision(request, key, _may_manage)
    form = AssignForm(posted(request), decision=assigned, on=timezone.localdate())
    return _edit(request, assigned, form, operations.assign, _("Who carries it out"))


def follow_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has been done about a decision."""
    followed = _decision(request, key, rules.may_follow_up_decision)
    return _edit(request, followed, FollowUpForm(posted(request)), operations.follow_up, _("Follow up the decision"))


def state(request: HttpRequest, key: UUID) -> HttpResponse:
    """A reservation or a separate statement."""
    about = _decision(request, key, _may_lead)
    took_part = taking_part.sitting_at(about.item).serve().values()
    form = StatementForm(posted(request), mandates=took_part)
    return _edit(request, about, form, operations.make_statement, _("Reservation or statement"))


def _edit(request: HttpRequest, changed: Decision, form: Any, change: Any, title: str) -> HttpResponse:
    page = Editing(
        title=title,
        action=_("Save"),
        done=_("Saved."),
        back=reverse("meetings:decision", args=[changed.key]),
        about=f"{changed} {changed.item.title}",
    )
    return edit(request, form, page, lambda typed: change(changed, **typed, **by_and_at(request)))


def _decision(request: HttpRequest, key: UUID, rule: access.Rule = rules.may_read_decision) -> Decision:
    try:
        found = queries.by_key(key)
    except Decision.DoesNotExist:
        raise Http404 from None
    access.require(rule(request.user, found, on=timezone.localdate()))
    return found


def _may_lead(by: Any, decision: Decision, *, on: Any) -> bool:
    return rules.may_lead(by, decision.item.meeting, on=on)


def _may_manage(by: Any, decision: Decision, *, on: Any) -> bool:
    return rules.may_manage(by, on=on)


def _may_lead_item(by: Any, item: AgendaItem, *, on: Any) -> bool:
    return rules.may_lead(by, item.meeting, on=on)


def _shown(request: HttpRequest, shown: Decision) -> dict[str, Any]:
    meeting, today = shown.item.meeting, timezone.localdate()
    decided = (_("Decisions"), reverse("meetings:decisions", args=[meeting.key]))
    return frame(request, meeting, tab="decisions", trail=(decided, (str(shown), ""))) | {
        "decision": shown,
        "standing": queries.with_standing(Decision.objects.filter(pk=shown.pk)).get(),
        "may_reword": rules.may_decide(request.user, shown.item, on=today),
        "may_follow_up": rules.may_follow_up_decision(request.user, shown, on=today),
    }
