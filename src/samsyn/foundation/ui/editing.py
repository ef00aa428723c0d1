"""A page that holds one form: shown, refused with its reason and what was typed, or done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from samsyn.foundation.errors import NotPermitted, Refusal

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Editing:
    """The words of such a page, and where it leads.

    about     what is edited, shown over the title
    done      the notice once it is done
    leads_to  where it leads once done, if not back
    """

    title: Words
    action: Words
    done: Words
    back: str
    about: str = ""
    lead: Words = ""
    danger: bool = False
    leads_to: str = ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, or nothing while it is only looked at."""
    return request.POST if request.method == "POST" else None


def edit(
    request: HttpRequest,
    form: BaseForm,
    page: Editing,
    save: Callable[[dict[str, Any]], object],
    *,
    template: str = "ui/edit.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; posted, `save` gets what was typed. A refusal keeps it and says why."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(page.done))
            return redirect(page.leads_to or page.back)
    shown = {"form": form, "page": page} | (context or {})
    return render(request, template, shown, status=400 if form.errors else 200)


def do(request: HttpRequest, change: Callable[[], object], *, done: Words, back: str) -> HttpResponse:
    """Do what a button says and go back; a refusal becomes a notice there (`samsyn.web.middleware`)."""
    change()
    messages.success(request, str(done))
    return redirect(back)
