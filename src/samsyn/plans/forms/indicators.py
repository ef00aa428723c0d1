"""Saying how something is measured, and entering what was measured."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.insights.queries import series as insights
from samsyn.plans.forms.fields import NumberField
from samsyn.plans.models import GoodDirection, Indicator

LARGEST_TABLE = 1_500_000


class IndicatorForm(forms.Form):
    """What an indicator is."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("What is counted or measured, for example “Trips by train”.")
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=60, help_text=_("For example %, persons, SEK million, tonnes of CO₂.")
    )
    good_direction = forms.ChoiceField(
        label=_("Which way is good?"), choices=GoodDirection.choices, widget=forms.RadioSelect
    )
    territory = forms.CharField(
        label=_("Territory"),
        max_length=200,
        help_text=_("The place that the figures are about, for example the county."),
    )
    series = forms.ModelChoiceField(
        label=_("Read the values from a published series"),
        queryset=None,
        required=False,
        empty_label=_("No, values are entered here"),
        to_field_name="key",
        help_text=_("A published result of an analysis. Nobody has to enter values then, and nobody can."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who publishes the figures, and under which name they are found."),
    )
    baseline = NumberField(
        label=_("Baseline"),
        required=False,
        help_text=_("The value that the plan starts from. A decimal comma is fine."),
    )
    baseline_on = day_field(label=_("Baseline date"), required=False)
    first_due = day_field(
        label=_("First due date"),
        required=False,
        help_text=_("When a value should be here the first time. Without one, the indicator is never stale."),
    )
    every_months = forms.IntegerField(
        label=_("Then every … months"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("4 from 30 April gives 30 April, 30 August and 30 December. Leave empty for a single time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = insights.published()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "baseline" in said and "baseline_on" in said and (said["baseline"] is None) != (said["baseline_on"] is None):
            lacking = "baseline_on" if said["baseline_on"] is None else "baseline"
            self.add_error(lacking, _("A baseline needs both a value and a date."))
        if said.get("every_months") and "first_due" in said and said["first_due"] is None:
            self.add_error("first_due", _("Say from which date."))
        return said


def saying(indicator: Indicator) -> dict[str, Any]:
    """What the form begins with when an indicator is changed."""
    names = [name for name in IndicatorForm.base_fields if name != "series"]
    return {name: getattr(indicator, name) for name in names} | {"series": indicator.series and indicator.series.key}


class ValueForm(forms.Form):
    """One value at a reference date."""

    value = NumberField(label=_("Value"))
    on = day_field(
        label=_("Reference date"), help_text=_("The day that the value is true of, not the day you enter it.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    territory = forms.CharField(label=_("Territory"), max_length=200, required=False)

    def __init__(self, *args, indicator: Indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("In %(unit)s. A decimal comma is fine: 12,5.") % {"unit": indicator.unit}
        for name in ("source", "territory"):
            usual = getattr(indicator, name)
            self.fields[name].help_text = _("Leave empty for the usual: %(usual)s.") % {"usual": usual}


class TargetForm(forms.Form):
    """What should be reached by a date."""

    value = NumberField(label=_("Target"))
    on = day_field(label=_("To be reached by"))


class TargetDateForm(forms.Form):
    """Which target."""

    on = forms.DateField()


class TableForm(forms.Form):
    """A table of values, as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV. Nothing is entered before you have seen what it would do."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError(_("The file is larger than 1.5 MB. Divide it, or remove what is not values."))
        return file
