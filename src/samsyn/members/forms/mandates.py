"""Mandates: who sits where, for whom."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.forms.fields import PersonField
from samsyn.members.models import Mandate, MandateRole, Organ, Organisation
from samsyn.members.operations.mandates import Place
from samsyn.members.queries import mandates, organisations, people

LARGEST_TABLE = 3 * 2**20 // 2
"""In bytes: the table travels with the page, a third larger, until it is entered."""
PLACE = ("role", "appointed_by", "party", "entry_order", "stands_in_for")


class DelegateField(forms.ModelChoiceField):
    """A delegate for whom a substitute stands in."""

    def label_from_instance(self, mandate: Mandate) -> str:
        return f"{mandate.person} ({mandate.appointed_by})" if mandate.appointed_by else str(mandate.person)


class PlaceForm(forms.Form):
    """A place in an organ."""

    role = forms.ChoiceField(label=_("Role"), choices=MandateRole.choices, initial=MandateRole.DELEGATE)
    appointed_by = forms.ModelChoiceField(
        label=_("Appointed by"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )
    party = forms.CharField(
        label=_("Party"), max_length=60, required=False, help_text=_("Kept with the mandate, never with the person.")
    )
    entry_order = forms.IntegerField(
        label=_("Entry order"), min_value=1, max_value=999, required=False,
        help_text=_("A substitute's turn in the list, 1 being first."),
    )  # fmt: skip
    stands_in_for = DelegateField(
        label=_("Stands in for"),
        queryset=Mandate.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("Only where each delegate has substitutes of their own."),
    )

    def __init__(self, *args, organ: Organ, on: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointed_by"].queryset = organisations.listed()
        self.fields["stands_in_for"].queryset = mandates.delegates(organ, on=on)

    def clean(self) -> dict:
        """The fields of the place as one, as the operations want it."""
        cleaned = super().clean() or {}
        place = {name: cleaned.pop(name, None) for name in PLACE}
        return cleaned | ({"place": Place(**place | {"role": MandateRole(place["role"])})} if place["role"] else {})


class AppointForm(PlaceForm):
    """A person, a place, and from when to when."""

    person = PersonField(label=_("Person"))
    since = day_field(label=_("From"))
    until = day_field(label=_("Until"), required=False, help_text=_("The last day, if known."))
    field_order = ("person", "role", "appointed_by", "party", "since", "until")

    def __init__(self, *args, organ: Organ, on: date, **kwargs) -> None:
        super().__init__(*args, organ=organ, on=on, **kwargs)
        self.fields["person"].queryset = people.present(on=on)


class ReplaceForm(forms.Form):
    """Who takes a mandate over, from when."""

    person = PersonField(label=_("Successor"))
    since = day_field(label=_("From"), help_text=_("The one before holds it until the day before."))
    party = forms.CharField(label=_("Party"), max_length=60, required=False)

    def __init__(self, *args, on: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people.present(on=on)


class TableForm(forms.Form):
    """A table of mandates, as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV. Nothing is entered before you have seen what it would do."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError(_("The file is larger than 1.5 MB. Divide it."))
        return file
