"""Fetching data, and carrying it over to another territory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.forms.snapshots import SnapshotField
from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import datasets


class FetchForm(forms.Form):
    """A table of a statistics office, by its name there."""

    service = forms.ChoiceField(
        label=_("Service"),
        choices=[
            ("scb", _("SCB, the statistics database")),
            ("ssb", _("SSB, Statistics Norway")),
            ("eurostat", "Eurostat"),
            ("other", _("Another service with PxWeb, version 2")),
        ],
    )
    address = forms.URLField(
        label=_("Address of the service"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Only for another service: the address of its API, which ends in /v2."),
    )
    table = forms.RegexField(
        r"^[\w.$@/-]{2,80}$",
        label=_("Table"),
        help_text=_("Its id at the service, such as TAB1830 at SCB or nama_10r_2gdp at Eurostat."),
    )
    kind = forms.ChoiceField(
        label=_("What does it hold?"),
        choices=[one for one in DatasetKind.choices if one[0] in (DatasetKind.FLOWS, DatasetKind.QUANTITIES)],
    )
    choice = forms.CharField(
        label=_("What to take"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_(
            "A line for each variable: Region=0380 0580, Tid=latest:1. A star is all (01* all that begin so), ???? all "
            "codes of four signs, latest:3 the last three."
        ),
    )

    def clean_choice(self) -> dict[str, list[str]]:
        chosen = {}
        for number, line in enumerate(self.cleaned_data["choice"].splitlines(), 1):
            variable, equals, values = (part.strip() for part in line.partition("="))
            if line.strip() and not (variable and equals and values):
                raise forms.ValidationError(
                    _("Line %(number)d: write the variable, an equals sign and the values."), params={"number": number}
                )
            if variable:
                chosen[variable] = values.replace(",", " ").split()
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("service") == "other" and not cleaned.get("address"):
            self.add_error("address", _("Say where the service is."))
        return cleaned


class CarryForm(forms.Form):
    """Which key flows are carried over by, and the areas that they come to."""

    key = SnapshotField(label=_("Key"), queryset=None, empty_label=_("Choose"))
    territory = SnapshotField(
        label=_("Areas after"),
        queryset=None,
        required=False,
        empty_label=_("All that the key leads to"),
        help_text=_("Boundaries or other data of the other year, for names and to check the codes against."),
    )
    drop_unknown = forms.BooleanField(
        label=_("Leave out flows to and from areas that are not among these; it is said how many persons that is"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].queryset = datasets.snapshots_of_kind(DatasetKind.VINTAGE_KEY)
        self.fields["territory"].queryset = datasets.territories()
