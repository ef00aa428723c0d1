"""Papers of items: handed in, handed in anew, read by those who may."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as stored
from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings.forms.agenda import PaperChangeForm, PaperForm, PaperVersionForm
from samsyn.meetings.models import AgendaItem, Paper
from samsyn.meetings.operations import papers as operations
from samsyn.meetings.queries import papers
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.agenda import address


def paper(request: HttpRequest, key: UUID, number: int | None = None) -> HttpResponseBase:
    """The file of a paper, its latest version or an earlier one."""
    version = papers.version(access.paper(request, key), number)
    if version is None:
        raise Http404
    return stored.response(request, version.file, inline=True)


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand in a paper of an item."""
    access.manage(request)
    item = access.item(request, key)

    def save(typed: dict[str, Any]) -> None:
        upload = typed.pop("file")
        file = files.store(upload, name=upload.name, **by_and_at(request))
        operations.add(item, file=file, **typed, **by_and_at(request))

    page = _editing(item, _("Add a paper"), _("The paper has been added."))
    return edit(request, PaperForm(posted(request), request.FILES or None), page, save)


def add_version(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand in a paper anew."""
    found = _managed(request, key)

    def save(typed: dict[str, Any]) -> None:
        file = files.store(typed["file"], name=typed["file"].name, **by_and_at(request))
        operations.add_version(found, file=file, change=typed["change"], **by_and_at(request))

    page = _editing(found.item, _("New version"), _("The new version is there."), about=found.title)
    return edit(request, PaperVersionForm(posted(request), request.FILES or None), page, save)


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a paper another title, close it or open it."""
    found = _managed(request, key)
    form = PaperChangeForm(posted(request), initial={"title": found.title, "closed": found.closed})
    page = _editing(found.item, _("Change the paper"), _("The paper has been changed."), about=found.title)
    save = partial(operations.change, found, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a paper back."""
    found = _managed(request, key)
    take = partial(operations.withdraw, found, **by_and_at(request))
    return do(request, take, done=_("The paper is withdrawn."), back=address(found.item))


def _managed(request: HttpRequest, key: UUID) -> Paper:
    access.manage(request)
    return access.paper(request, key)


def _editing(item: AgendaItem, title: str, done: str, *, about: str = "") -> Editing:
    return Editing(title=title, action=_("Save"), done=done, back=address(item), about=about or str(item))
