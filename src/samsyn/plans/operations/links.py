"""Ties across the tree: what supports what, and what is shared."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.plans import gate, structure
from samsyn.plans.errors import Circle, NotUsable
from samsyn.plans.models import Item, ItemLink, LinkKind
from samsyn.plans.operations import trail
from samsyn.plans.queries.items import graph


@transaction.atomic
def link(item: Item, *, to: Item, kind: LinkKind, by: Any, at: datetime) -> ItemLink:
    """Say that an item supports another, or that both are shared.

    Nothing may serve itself, by however many steps, and what stands in something serves it already
    (`samsyn.plans.structure`). What is shared is shared both ways, so it is kept once, with the older item as source.
    The plan is locked, so two opposite links made at the same moment cannot both pass.
    """
    source = gate.item_to_manage(item, by=by, at=at)
    target = gate.present(source.plan, to)
    if kind == LinkKind.SHARES and source.pk > target.pk:
        source, target = target, source
    _check(source, target, LinkKind(kind))
    made = ItemLink.objects.create(source=source, target=target, kind=kind)
    _record("plans.items_linked", made, by, at)
    return made


@transaction.atomic
def unlink(tie: ItemLink, *, by: Any, at: datetime) -> None:
    """Take a tie away."""
    gate.item_to_manage(tie.source, by=by, at=at)
    found = ItemLink.objects.filter(pk=tie.pk).select_related("source__plan", "target").first()
    if found is None:
        raise NotUsable(_("The link has been taken away already."))
    _record("plans.items_unlinked", found, by, at)
    found.delete()


def _check(source: Item, target: Item, kind: LinkKind) -> None:
    names = {"source": source.name, "target": target.name}
    if source == target:
        raise Circle(_("An item is not linked to itself. Choose another item."))
    whole = graph(source.plan)
    if structure.tied_within(whole.parents, [(source.pk, target.pk)]):
        raise Circle(
            _("One of “%(source)s” and “%(target)s” stands in the other, which ties them already. Link other items.")
            % names
        )
    pair = (source.pk, target.pk)
    if pair in (whole.supports if kind == LinkKind.SUPPORTS else whole.shares):
        raise NotUsable(_("“%(source)s” and “%(target)s” are linked so already.") % names)
    if kind == LinkKind.SUPPORTS and structure.serves_itself(source.pk, whole.parents, whole.supports | {pair}):
        raise Circle(
            _("“%(target)s” already supports “%(source)s”, directly or by way of others. Take that link away first.")
            % names
        )


def _record(verb: str, link: ItemLink, by: Any, at: datetime) -> None:
    trail.record(link.source, verb=verb, by=by, at=at, to=str(link.target.key), kind=str(link.kind))
