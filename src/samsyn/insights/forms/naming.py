"""A measure named of one link: what is done, what it costs, and where it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import datasets

EARLIEST, LATEST = 1900, 2200


class NamingForm(forms.Form):
    """What is said of a measure that changes a link."""

    name = forms.CharField(label=_("Name of the measure"), max_length=200)
    minutes = forms.FloatField(
        label=_("Minutes afterwards"), min_value=0, required=False, help_text=_("Empty where the link is closed.")
    )
    closed = forms.BooleanField(label=_("The link is closed"), required=False)
    both_ways = forms.BooleanField(label=_("The way back too"), required=False, initial=True)
    cost = forms.FloatField(label=_("Cost, MSEK"), min_value=0, required=False)
    price_year = forms.IntegerField(label=_("Year of the prices"), min_value=EARLIEST, max_value=LATEST, required=False)
    year = forms.IntegerField(
        label=_("Year that it can be ready"), min_value=EARLIEST, max_value=LATEST, required=False
    )
    owner = forms.CharField(label=_("Who asks for it"), max_length=200, required=False)
    note = forms.CharField(label=_("Remark"), max_length=1000, required=False)
    into = forms.ModelChoiceField(
        label=_("Kept in"),
        queryset=None,
        to_field_name="key",
        required=False,
        empty_label=_("A new data set"),
        help_text=_("It becomes the next snapshot; the earlier ones stay as they are."),
    )
    title = forms.CharField(label=_("Title of the new data set"), max_length=200, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["into"].queryset = datasets.every().filter(kind=DatasetKind.MEASURES)

    def clean(self) -> dict[str, Any]:
        """Either a time or closed; either a data set or a title."""
        given = super().clean() or {}
        if given.get("closed") is (given.get("minutes") is not None):
            self.add_error("minutes", _("Say how many minutes it takes, or that it is closed."))
        if not given.get("into") and not given.get("title"):
            self.add_error("title", _("Give the new data set a title, or choose one that is here."))
        return given
