"""The pages of the members' register: people, functions and organs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.errors import NotPermitted
from samsyn.members import forms, operations, queries, rules
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, FunctionHolder, Person


def _require(request: HttpRequest) -> None:
    if not rules.may_see_register(request.user, on=timezone.localdate()):
        raise NotPermitted(_("Only officers and administrators see the members' register."))


def _person(request: HttpRequest, key) -> Person:
    _require(request)
    person = queries.person(key)
    if person is None:
        raise Http404
    return person


def _function(request: HttpRequest, code: str) -> Function:
    _require(request)
    function = queries.function(code)
    if function is None:
        raise Http404
    return function


def _cleaned(form) -> dict:
    """What was typed in one of the small forms on a page; the first fault as a refusal."""
    if not form.is_valid():
        raise MemberError(next(iter(form.errors.values()))[0])
    return form.cleaned_data


def _registered(request: HttpRequest, form, register: Callable[..., Any]) -> Any:
    """What the filled form registers. None where nothing was sent or it is refused: the form then says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return register(**form.cleaned_data, by=request.user, at=timezone.now())
    except MemberError as refusal:
        form.add_error("code", str(refusal))
        return None


def people(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part today."""
    _require(request)
    form = forms.PeopleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.people(**chosen, on=timezone.localdate()), 50).get_page(request.GET.get("page"))
    return render(request, "members/people.html", {"page": page, "filter": form})


def register_person(request: HttpRequest) -> HttpResponse:
    _require(request)
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = operations.register_person(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is in the register.") % {"name": person})
        return redirect("members:person", person.key)
    return render(request, "members/register_person.html", {"form": form}, status=400 if form.errors else 200)


def person(request: HttpRequest, key) -> HttpResponse:
    """One person: what is known, the account, the functions."""
    person, today = _person(request, key), timezone.localdate()
    known = {"name": person.name, "email": person.email, "organisation": person.organisation}
    context = {
        "person": person,
        "functions": queries.functions_of(person, on=today),
        "form": forms.PersonForm(initial=known),
        "account_form": forms.AccountForm(person=person, initial={"account": person.account}),
        "left_form": forms.LeftForm(initial={"on": today}),
        "may_erase": rules.may_erase_person(request.user, on=today),
    }
    return render(request, "members/person.html", context)


@require_POST
def change_person(request: HttpRequest, key) -> HttpResponse:
    person = _person(request, key)
    operations.change_person(person, **_cleaned(forms.PersonForm(request.POST)), by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


@require_POST
def tie_account(request: HttpRequest, key) -> HttpResponse:
    person = _person(request, key)
    chosen = _cleaned(forms.AccountForm(request.POST, person=person))
    operations.tie_account(person, account=chosen["account"], by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


@require_POST
def person_left(request: HttpRequest, key) -> HttpResponse:
    person = _person(request, key)
    on = _cleaned(forms.LeftForm(request.POST))["on"]
    operations.person_left(person, on=on, by=request.user, at=timezone.now())
    messages.success(request, _("What the person owns shows as unowned from that day."))
    return redirect("members:person", key)


@require_POST
def person_returned(request: HttpRequest, key) -> HttpResponse:
    operations.person_returned(_person(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


def erase_person(request: HttpRequest, key) -> HttpResponse:
    """Ask once more, then erase."""
    person = _person(request, key)
    if not rules.may_erase_person(request.user, on=timezone.localdate()):
        raise NotPermitted(_("Only administrators erase people."))
    if request.method == "POST":
        operations.erase_person(person, by=request.user, at=timezone.now())
        messages.success(request, _("The person has been erased."))
        return redirect("members:people")
    return render(request, "members/erase_person.html", {"person": person})


def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation, and a form for one more."""
    _require(request)
    form = forms.OrganisationForm(request.POST or None)
    if made := _registered(request, form, operations.register_organisation):
        messages.success(request, _("%(name)s is in the register.") % {"name": made})
        return redirect("members:organisations")
    context = {"organisations": queries.organisations(), "form": form}
    return render(request, "members/organisations.html", context, status=400 if form.errors else 200)


def organs(request: HttpRequest) -> HttpResponse:
    """Every body that decides, and a form for one more."""
    _require(request)
    form = forms.OrganForm(request.POST or None)
    if made := _registered(request, form, operations.register_organ):
        messages.success(request, _("%(name)s is in the register.") % {"name": made})
        return redirect("members:organs")
    context = {"organs": queries.organs(), "form": form}
    return render(request, "members/organs.html", context, status=400 if form.errors else 200)


def functions(request: HttpRequest) -> HttpResponse:
    """Every function and who holds it today."""
    _require(request)
    return render(request, "members/functions.html", {"functions": queries.functions(on=timezone.localdate())})


def register_function(request: HttpRequest) -> HttpResponse:
    _require(request)
    form = forms.FunctionForm(request.POST or None)
    if made := _registered(request, form, operations.register_function):
        return redirect("members:function", made.code)
    return render(request, "members/register_function.html", {"form": form}, status=400 if form.errors else 200)


def function(request: HttpRequest, code: str) -> HttpResponse:
    """One function and everybody who has held it."""
    shown, today = _function(request, code), timezone.localdate()
    form = forms.HolderForm(on=today, initial={"since": today})
    context = {"function": shown, "holder": queries.current_holder(shown, on=today), "form": form, "today": today}
    return render(request, "members/function.html", context)


@require_POST
def hold_function(request: HttpRequest, code: str) -> HttpResponse:
    held = _function(request, code)
    chosen = _cleaned(forms.HolderForm(request.POST, on=timezone.localdate()))
    operations.hold_function(held, **chosen, by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:function", code)


@require_POST
def end_holding(request: HttpRequest, code: str, holding: int) -> HttpResponse:
    held = _function(request, code)
    ended = get_object_or_404(FunctionHolder, pk=holding, function=held)
    until = _cleaned(forms.EndForm(request.POST))["until"]
    operations.end_holding(ended, until=until, by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:function", code)
