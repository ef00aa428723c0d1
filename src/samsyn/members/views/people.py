"""People."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.errors import NotPermitted
from samsyn.members import rules
from samsyn.members.forms import people as forms
from samsyn.members.operations import people as operations
from samsyn.members.queries import functions, mandates
from samsyn.members.queries import people as queries
from samsyn.members.views import access


def index(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part today."""
    access.require_keeper(request)
    form = forms.PeopleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.present(**chosen, on=timezone.localdate()), 50).get_page(request.GET.get("page"))
    return render(request, "members/people.html", {"page": page, "filter": form})


def register_person(request: HttpRequest) -> HttpResponse:
    access.require_keeper(request)
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = operations.register_person(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is in the register.") % {"name": person})
        return redirect("members:person", person.key)
    return render(request, "members/register_person.html", {"form": form}, status=400 if form.errors else 200)


def page(request: HttpRequest, key) -> HttpResponse:
    """One person: what is known, the account, the functions."""
    person, today = access.person(request, key), timezone.localdate()
    known = {"name": person.name, "email": person.email, "organisation": person.organisation}
    context = {
        "person": person,
        "functions": functions.held_by(person, on=today),
        "mandates": mandates.of_person(person),
        "form": forms.PersonForm(initial=known),
        "account_form": forms.AccountForm(person=person, initial={"account": person.account}),
        "left_form": forms.LeftForm(initial={"on": today}),
        "may_erase": rules.may_erase_person(request.user, on=today),
    }
    return render(request, "members/person.html", context)


@require_POST
def change_person(request: HttpRequest, key) -> HttpResponse:
    person = access.person(request, key)
    operations.change_person(
        person, **access.cleaned(forms.PersonForm(request.POST)), by=request.user, at=timezone.now()
    )
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


@require_POST
def tie_account(request: HttpRequest, key) -> HttpResponse:
    person = access.person(request, key)
    chosen = access.cleaned(forms.AccountForm(request.POST, person=person))
    operations.tie_account(person, account=chosen["account"], by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


@require_POST
def person_left(request: HttpRequest, key) -> HttpResponse:
    person = access.person(request, key)
    on = access.cleaned(forms.LeftForm(request.POST))["on"]
    operations.person_left(person, on=on, by=request.user, at=timezone.now())
    messages.success(request, _("What the person owns shows as unowned from that day."))
    return redirect("members:person", key)


@require_POST
def person_returned(request: HttpRequest, key) -> HttpResponse:
    operations.person_returned(access.person(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:person", key)


def erase_person(request: HttpRequest, key) -> HttpResponse:
    """Ask once more, then erase."""
    person = access.person(request, key)
    if not rules.may_erase_person(request.user, on=timezone.localdate()):
        raise NotPermitted(_("Only administrators erase people."))
    if request.method == "POST":
        operations.erase_person(person, by=request.user, at=timezone.now())
        messages.success(request, _("The person has been erased."))
        return redirect("members:people")
    return render(request, "members/erase_person.html", {"person": person})
