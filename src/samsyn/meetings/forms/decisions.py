"""What is typed about decisions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.meetings.models import (
    AgendaItem,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    DecisionState,
    StatementKind,
    VoiceKind,
    Vote,
)
from samsyn.meetings.operations.decisions import Hearing
from samsyn.meetings.queries import decisions, taking_part
from samsyn.members.models import Mandate, Organisation, Person
from samsyn.members.queries import people
from samsyn.plans.models import Item, ItemKind, Plan, PlanState

LINES = {"rows": 4}


class DecisionForm(forms.Form):
    """A decision on an item. Who was heard is asked of each represented body, and counts for consensus alone."""

    wording = forms.CharField(label=_("Decision"), widget=forms.Textarea(attrs=LINES))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=DecisionOutcome.choices)
    method = forms.ChoiceField(label=_("Method of decision"), choices=DecisionMethod.choices, widget=forms.RadioSelect)
    vote = forms.ModelChoiceField(
        label=_("Vote"), queryset=Vote.objects.none(), required=False, help_text=_("The vote that settled it.")
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        votes = decisions.votes_without_decision(item)
        last = votes.last()
        method = DecisionMethod.VOTE if last else DecisionMethod.ACCLAMATION
        initial = {"wording": item.proposal, "method": method, "vote": last} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["vote"].queryset = votes
        if last is None:
            del self.fields["vote"]
        self.bodies = represented(item)
        for number, body in enumerate(self.bodies):
            self.fields[f"heard_{number}"] = forms.ChoiceField(
                label=body.name, choices=VoiceKind.choices, initial=VoiceKind.AGREES, required=False
            )

    def heard_fields(self) -> list[forms.BoundField]:
        """What each represented body said."""
        return [self[f"heard_{number}"] for number in range(len(self.bodies))]

    def clean(self) -> dict[str, Any]:
        """What `operations.decisions.record` takes."""
        typed = super().clean() or {}
        said = [typed.pop(f"heard_{number}", "") for number in range(len(self.bodies))]
        by_consensus = typed.get("method") == DecisionMethod.CONSENSUS
        typed["heard"] = [
            Hearing(VoiceKind(each or VoiceKind.AGREES), organisation=body)
            for body, each in zip(self.bodies, said, strict=True)
            if by_consensus
        ]
        if typed.get("method") != DecisionMethod.VOTE:
            typed["vote"] = None
        return typed


def represented(item: AgendaItem) -> list[Organisation]:
    """The bodies whose delegates serve at an item, by name."""
    sitting = taking_part.sitting_at(item)
    serving = (sitting.mandates[pk].appointed_by for pk in sitting.serve().values())
    return sorted({body for body in serving if body}, key=lambda body: body.name)


class WordingForm(forms.Form):
    wording = forms.CharField(label=_("Decision"), widget=forms.Textarea(attrs=LINES))


class AdoptForm(forms.Form):
    plan = forms.ModelChoiceField(
        label=_("Plan"), queryset=Plan.objects.none(), help_text=_("Plans that have been proposed.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = decisions.plans_to_adopt()


class AssignForm(forms.Form):
    """Who carries a decision out."""

    responsible = forms.ModelChoiceField(
        label=_("Responsible"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    due_on = day_field(label=_("Due on"), required=False)
    activity = forms.ModelChoiceField(
        label=_("Activity of a plan"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("What the decision assigns: the decision then shows on the activity's page."),
    )

    def __init__(self, *args: Any, decision: Decision, on: Any, **kwargs: Any) -> None:
        told = {"responsible": decision.responsible, "due_on": decision.due_on, "activity": decision.assigns}
        super().__init__(*args, initial=told, **kwargs)
        self.fields["responsible"].queryset = people.present(on=on)
        followed = Item.objects.filter(kind=ItemKind.ACTIVITY).exclude(plan__state=PlanState.CLOSED)
        self.fields["activity"].queryset = followed.select_related("plan").order_by("-plan__starts_on", "number", "pk")


class FollowUpForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=DecisionState.choices)
    text = forms.CharField(label=_("What has been done"), widget=forms.Textarea(attrs=LINES), required=False)


class StatementForm(forms.Form):
    """A reservation or a separate statement, of somebody who took part."""

    mandate = forms.ModelChoiceField(label=_("Who"), queryset=Mandate.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=StatementKind.choices)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs=LINES), required=False)

    def __init__(self, *args: Any, mandates: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        took_part = Mandate.objects.filter(pk__in=list(mandates)).select_related("person", "organ")
        self.fields["mandate"].queryset = took_part.order_by("person__name")


class RegisterForm(forms.Form):
    """What is sought in the register of decisions."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    organ = forms.ChoiceField(label=_("Organ"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DecisionState.choices])
    late = forms.BooleanField(label=_("Only late"), required=False)

    def __init__(self, *args: Any, organs: Iterable[tuple[str, str]], years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [("", _("All")), *organs]
        self.fields["year"].choices = [("", _("All")), *((year, str(year)) for year in years)]
