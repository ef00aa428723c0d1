"""What a plan's page can be narrowed to."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.follow_up import State
from samsyn.foundation.ui.states import STATES
from samsyn.plans.models import ItemKind, Plan
from samsyn.plans.queries.choices import owner_choices, tree_choices
from samsyn.plans.queries.owners import Owners
from samsyn.plans.queries.whole_plan import Filters

UNOWNED = "unowned"


class PlanFilter(forms.Form):
    """The filters in the address of a plan's page. What cannot be understood narrows nothing."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    direction_goal = forms.ChoiceField(label=_("Direction goal"), required=False)
    text = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, *args, plan: Plan, owners: Owners, **kwargs):
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        self.fields["area"].choices = everything + tree_choices(plan, ItemKind.FOCUS_AREA)
        self.fields["owner"].choices = [*everything, (UNOWNED, _("Nobody")), *owner_choices(owners)]
        self.fields["state"].choices = everything + list(STATES.items())
        self.fields["direction_goal"].choices = everything + tree_choices(plan, ItemKind.DIRECTION_GOAL)

    def filters(self) -> Filters:
        """The choices as the query takes them."""
        self.is_valid()
        chosen = self.cleaned_data
        kind, _colon, key = chosen.get("owner", "").partition(":")
        return Filters(
            area=_key(chosen.get("area")),
            person=UUID(key) if kind == "person" else None,
            function=key if kind == "function" else "",
            unowned=kind == UNOWNED,
            state=State(chosen["state"]) if chosen.get("state") else None,
            direction_goal=_key(chosen.get("direction_goal")),
            text=chosen.get("text", ""),
        )


def _key(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None
