"""Rounds: their days, the office's summary, and the council's rhythm."""

import calendar

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field


class RoundForm(forms.Form):
    """The days of a round."""

    as_of = day_field(
        label=_("Compiled up to"),
        help_text=_("The follow-up tells how the plan stands on this day, for example 30 April."),
    )
    opens_on = day_field(label=_("Opens"), help_text=_("From this day entries can be made."))
    due_on = day_field(
        label=_("Due"), help_text=_("When everybody should have entered theirs. Later entries are taken all the same.")
    )


class SummaryForm(forms.Form):
    """The office's words that the report begins with."""

    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins a new paragraph; a line that begins with “- ” becomes a point in a list."),
    )


class ReadyForm(forms.Form):
    """Which area, and whether it is ready."""

    area = forms.UUIDField()
    ready = forms.BooleanField(required=False)


class RoundDateForm(forms.Form):
    """A day of the year."""

    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31)
    month = forms.TypedChoiceField(label=_("Month"), choices=list(MONTHS.items()), coerce=int)

    def clean(self):
        super().clean()
        said = self.cleaned_data
        if {"day", "month"} <= said.keys() and said["day"] > calendar.monthrange(2000, said["month"])[1]:
            self.add_error("day", _("There is no such day in the year."))
        return said
