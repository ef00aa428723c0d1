"""Organs: who sits in them, by which rules, and what they have been."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.ui.asking import by_and_at
from samsyn.foundation.ui.editing import Editing, edit, posted
from samsyn.members import rules
from samsyn.members.forms import organs as forms
from samsyn.members.models import Organ
from samsyn.members.operations import organs as operations
from samsyn.members.queries import mandates, organisations, seats
from samsyn.members.queries import organs as queries
from samsyn.members.views import access

TABS = (
    ("page", gettext_lazy("Mandates"), "members:organ"),
    ("rules", gettext_lazy("Rules"), "members:organ_rules"),
    ("history", gettext_lazy("History"), "members:organ_history"),
)


def index(request: HttpRequest) -> HttpResponse:
    """Every organ that the person may see into, with how many sit there today."""
    today = timezone.localdate()
    shown = [each for each in mandates.sitting(on=today) if rules.may_see_mandates(request.user, each, on=today)]
    may_keep = rules.may_keep_register(request.user, on=today)
    return render(request, "members/organs.html", {"organs": shown, "may_keep": may_keep})


def page(request: HttpRequest, code: str) -> HttpResponse:
    """Who sits in an organ on a day, by appointing body, with vacancies and entry order."""
    organ, today = access.organ(request, code), timezone.localdate()
    form = forms.OnForm(request.GET or None)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    context = _frame(request, organ, "page") | {
        "on": on,
        "is_today": on == today,
        "form": forms.OnForm({"on": on}),
        "officers": mandates.officers(organ, on=on),
        "seating": mandates.seating(organ, on=on),
        "rules": queries.rules_on(organ, on=on),
        "parts": queries.parts(organ),
    }
    return render(request, "members/organ.html", context)


def rules_page(request: HttpRequest, code: str) -> HttpResponse:
    """By which rules an organ meets, decides and fills its seats: those of today, and all that have been."""
    organ, today = access.organ(request, code), timezone.localdate()
    context = _frame(request, organ, "rules") | {
        "rules": queries.rules_on(organ, on=today),
        "all_rules": queries.all_rules(organ),
        "seat_rule": seats.rule_on(organ, on=today),
        "seat_rules": seats.all_rules(organ),
        "fallbacks": mandates.fallbacks(organ, on=today),
        "terms": organ.terms.all(),
        "today": today,
    }
    return render(request, "members/organ_rules.html", context)


def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every mandate that there has been in an organ."""
    organ = access.organ(request, code)
    page = Paginator(mandates.history(organ), 100).get_page(request.GET.get("page"))
    context = _frame(request, organ, "history") | {"page": page}
    return render(request, "members/organ_history.html", context)


def register(request: HttpRequest) -> HttpResponse:
    access.require_keeper(request)
    page = Editing(_("Add an organ"), _("Save"), _("The organ is in the register."), reverse("members:organs"))
    return edit(
        request,
        forms.OrganForm(posted(request)),
        page,
        lambda typed: operations.register_organ(**typed, **by_and_at(request)),
    )


def change(request: HttpRequest, code: str) -> HttpResponse:
    organ = access.kept_organ(request, code)
    now = {"name": organ.name, "kind": organ.kind, "parent": organ.parent, "public": organ.public}
    form = forms.ChangeOrganForm(posted(request), initial=now)
    page = _editing(organ, _("Change the organ"), "members:organ")
    return edit(request, form, page, lambda typed: operations.change_organ(organ, **typed, **by_and_at(request)))


def register_term(request: HttpRequest, code: str) -> HttpResponse:
    organ = access.kept_organ(request, code)
    page = _editing(organ, _("Add a term"))
    form = forms.TermForm(posted(request))
    return edit(request, form, page, lambda typed: operations.register_term(organ, **typed, **by_and_at(request)))


def register_rules(request: HttpRequest, code: str) -> HttpResponse:
    """Rules from a day on; the form begins with those of today."""
    organ, today = access.kept_organ(request, code), timezone.localdate()
    form = forms.ProcedureForm(posted(request), initial=queries.procedure_on(organ, on=today) | {"since": today})
    page = _editing(organ, _("New rules of procedure"))
    return edit(
        request, form, page, lambda _typed: operations.register_rules(organ, **form.said(), **by_and_at(request))
    )


def seats_by_steps(request: HttpRequest, code: str) -> HttpResponse:
    organ, today = access.kept_organ(request, code), timezone.localdate()
    stated = forms.StepsForm.stated(seats.rule_on(organ, on=today))
    form = forms.StepsForm(posted(request), initial=stated | {"since": today})
    page = _editing(organ, _("Seats by steps of inhabitants"))
    return edit(
        request, form, page, lambda _typed: operations.seats_by_steps(organ, **form.said(), **by_and_at(request)),
        template="members/organ_steps.html",
    )  # fmt: skip


def seats_fixed(request: HttpRequest, code: str) -> HttpResponse:
    organ, today = access.kept_organ(request, code), timezone.localdate()
    stated = forms.FixedForm.stated(seats.rule_on(organ, on=today))
    form = forms.FixedForm(posted(request), bodies=organisations.listed(), initial=stated | {"since": today})
    page = _editing(organ, _("Seats fixed for each member"))
    return edit(
        request, form, page, lambda _typed: operations.seats_fixed(organ, **form.said(), **by_and_at(request)),
        template="members/organ_fixed.html",
    )  # fmt: skip


def set_fallback(request: HttpRequest, code: str) -> HttpResponse:
    organ = access.kept_organ(request, code)
    form = forms.FallbackForm(posted(request), initial={"since": timezone.localdate()})
    page = _editing(organ, _("Order across parties"))
    return edit(request, form, page, lambda typed: operations.set_fallback(organ, **typed, **by_and_at(request)))


def _frame(request: HttpRequest, organ: Organ, tab: str) -> dict[str, Any]:
    """What surrounds every page of an organ."""
    return {
        "organ": organ,
        "tabs": [
            {"label": label, "url": reverse(address, args=[organ.code]), "current": name == tab}
            for name, label, address in TABS
        ],
        "trail": [(_("Organs"), reverse("members:organs")), (organ.name, "")],
        "may_keep": rules.may_keep_register(request.user, on=timezone.localdate()),
    }


def _editing(organ: Organ, title: str, back: str = "members:organ_rules") -> Editing:
    return Editing(title, _("Save"), _("The change has been saved."), reverse(back, args=[organ.code]), organ.name)
