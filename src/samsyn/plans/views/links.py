"""Ties between items, across the tree."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.plans import rules
from samsyn.plans.forms.teams import LinkForm
from samsyn.plans.models import Item, ItemLink, LinkKind
from samsyn.plans.operations import links as operations
from samsyn.plans.queries import places
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import address, do, edit, posted
from samsyn.plans.views.teams import editing


def link(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tie an item to another."""
    item = access.item(request, key, _links)
    form = LinkForm(posted(request), plan=item.plan, without=frozenset({item.pk}))
    page = editing(
        item, _("Add a link"), _("The items are linked."), back=f"{address(item)}#links",
        lead=_("What it stands in is known already: link it to what it serves elsewhere in the plan."),
    )  # fmt: skip

    def save(typed: dict[str, Any]) -> None:
        other = places.find(item.plan, typed["to"])
        source, target = (other, item) if typed["kind"] == LinkForm.SUPPORTED_BY else (item, other)
        kind = LinkKind.SHARES if typed["kind"] == LinkForm.SHARES else LinkKind.SUPPORTS
        operations.link(source, to=target, kind=kind, **by_and_at(request))

    return edit(request, form, page, save)


@require_POST
def unlink(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a tie away."""
    item = access.item(request, key, _links)
    ties = ItemLink.objects.filter(Q(source=item) | Q(target=item)).select_related("source__plan")
    take = partial(operations.unlink, get_object_or_404(ties, pk=pk), **by_and_at(request))
    return do(request, take, done=_("The link has been removed."), back=f"{address(item)}#links")


def _links(by: Any, item: Item, *, on: Any) -> bool:
    return rules.may_link(by, item.plan, on=on)
