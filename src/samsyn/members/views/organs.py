"""Organs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.members.forms import organs as forms
from samsyn.members.operations import organs as operations
from samsyn.members.queries import organs as queries
from samsyn.members.views import access


def index(request: HttpRequest) -> HttpResponse:
    """Every body that decides, and a form for one more."""
    access.require_keeper(request)
    form = forms.OrganForm(request.POST or None)
    if made := access.registered(request, form, operations.register_organ):
        messages.success(request, _("%(name)s is in the register.") % {"name": made})
        return redirect("members:organs")
    context = {"organs": queries.listed(), "form": form}
    return render(request, "members/organs.html", context, status=400 if form.errors else 200)
