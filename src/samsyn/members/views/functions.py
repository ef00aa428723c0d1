"""Functions and their holders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.members.forms import functions as forms
from samsyn.members.models import FunctionHolder
from samsyn.members.operations import functions as operations
from samsyn.members.queries import functions as queries
from samsyn.members.views import access


def index(request: HttpRequest) -> HttpResponse:
    """Every function and who holds it today."""
    access.require_keeper(request)
    return render(request, "members/functions.html", {"functions": queries.listed(on=timezone.localdate())})


def register_function(request: HttpRequest) -> HttpResponse:
    access.require_keeper(request)
    form = forms.FunctionForm(request.POST or None)
    if made := access.registered(request, form, operations.register_function):
        return redirect("members:function", made.code)
    return render(request, "members/register_function.html", {"form": form}, status=400 if form.errors else 200)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """One function and everybody who has held it."""
    shown, today = access.function(request, code), timezone.localdate()
    form = forms.HolderForm(on=today, initial={"since": today})
    context = {"function": shown, "holder": queries.current_holder(shown, on=today), "form": form, "today": today}
    return render(request, "members/function.html", context)


@require_POST
def hold_function(request: HttpRequest, code: str) -> HttpResponse:
    held = access.function(request, code)
    chosen = access.cleaned(forms.HolderForm(request.POST, on=timezone.localdate()))
    operations.hold_function(held, **chosen, by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:function", code)


@require_POST
def end_holding(request: HttpRequest, code: str, holding: int) -> HttpResponse:
    held = access.function(request, code)
    ended = get_object_or_404(FunctionHolder, pk=holding, function=held)
    until = access.cleaned(forms.EndForm(request.POST))["until"]
    operations.end_holding(ended, until=until, by=request.user, at=timezone.now())
    messages.success(request, _("The change has been saved."))
    return redirect("members:function", code)
