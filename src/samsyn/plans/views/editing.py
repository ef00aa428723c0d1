"""A page that holds one form, of plans (`samsyn.foundation.ui.editing` says how such pages work)."""

from functools import partial

from django.urls import reverse

from samsyn.foundation.ui import editing
from samsyn.foundation.ui.editing import Editing, do, posted
from samsyn.plans.models import Item, Plan

__all__ = ["Editing", "address", "do", "edit", "posted"]

edit = partial(editing.edit, template="plans/edit.html")


def address(thing: Item | Plan) -> str:
    """Where an item or a plan is shown."""
    return reverse("plans:plan" if isinstance(thing, Plan) else "plans:item", args=[thing.key])
