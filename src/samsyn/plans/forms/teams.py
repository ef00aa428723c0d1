"""What people type about who does what, when, for how much, in which steps and at what risk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.ui.forms import day_field
from samsyn.plans.forms.fields import NumberField
from samsyn.plans.models import ItemKind, Plan
from samsyn.plans.queries.choices import NOBODY, Party, outline_choices, parties, party_choices

SCALE = [(n, str(n)) for n in range(1, 6)]


class PartyForm(forms.Form):
    """A person or a function who takes part today."""

    party = forms.ChoiceField(label=gettext_lazy("Person or function"))
    empty: Any = "—"

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = parties(on=on)
        self.fields["party"].choices = [("", self.empty), *party_choices(self.known)]

    def clean_party(self) -> Party:
        return self.known.get(self.cleaned_data["party"], NOBODY)


class OwnerForm(PartyForm):
    """Who answers for an item; nobody is an answer too."""

    empty = gettext_lazy("Nobody")
    party = forms.ChoiceField(
        label=gettext_lazy("Owner"),
        required=False,
        help_text=gettext_lazy("A function keeps the item when the person who holds it changes."),
    )


class PeriodForm(forms.Form):
    starts_on = day_field(label=gettext_lazy("From"), required=False)
    ends_on = day_field(label=gettext_lazy("To"), required=False)


class MoneyForm(forms.Form):
    budget = NumberField(label=gettext_lazy("Budget in kronor"), required=False)
    outcome = NumberField(label=gettext_lazy("Outcome in kronor"), required=False)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Internal note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Read by the office, the analysts and the owner. Never shown to the public."),
    )


class StepForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Step"), max_length=300)
    due_on = day_field(label=gettext_lazy("Due"), required=False)


class ChangeStepForm(StepForm):
    """The step, and the day when it was done."""

    done_on = day_field(label=gettext_lazy("Done"), required=False)


class RiskForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What may go wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    likelihood = forms.TypedChoiceField(
        label=gettext_lazy("Likelihood"),
        coerce=int,
        choices=SCALE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("1 is very unlikely, 5 is almost certain."),
    )
    consequence = forms.TypedChoiceField(
        label=gettext_lazy("Consequence"),
        coerce=int,
        choices=SCALE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("1 is hardly noticed, 5 is that the goal is lost."),
    )
    response = forms.CharField(
        label=gettext_lazy("What we do about it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DocumentForm(forms.Form):
    """A file or an address."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX, XLSX, CSV, text, PNG, JPEG, SVG or ZIP."),
    )
    url = forms.URLField(label=gettext_lazy("Or an address"), required=False, assume_scheme="https", max_length=200)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and bool(typed.get("file")) == bool(typed.get("url")):
            raise forms.ValidationError(_("Choose a file or give an address, not both."))
        return typed


class LinkForm(forms.Form):
    """A tie to another item of the plan, read from this one."""

    SUPPORTS, SUPPORTED_BY, SHARES = "supports", "supported_by", "shares"

    kind = forms.ChoiceField(
        label=gettext_lazy("This item"),
        widget=forms.RadioSelect,
        choices=[
            (SUPPORTS, gettext_lazy("supports")),
            (SUPPORTED_BY, gettext_lazy("is supported by")),
            (SHARES, gettext_lazy("is shared with")),
        ],
    )
    to = forms.ChoiceField(label=gettext_lazy("Other item"))

    def __init__(self, *args: Any, plan: Plan, without: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "—"), *outline_choices(plan, *ItemKind, without=without)]
