"""What is asked before accessibility is measured: the times, how they deter, and whom it is told of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.growth import GrowthForm
from samsyn.insights.studies.travel_times.choosing import TravelTimesForm

AS_GIVEN = "as_given"
OWN_AREAS = {
    "half_nearest": _("half the time to the nearest other area, at most 15 minutes"),
    AS_GIVEN: _("no time at all"),
}


class AccessibilityForm(GrowthForm, TravelTimesForm):
    """The questions about travel times, and those about what far away counts for."""

    half_life = forms.FloatField(
        label=_("Minutes at which something counts half"),
        min_value=1,
        max_value=240,
        initial=20,
        help_text=_("For the weighted measure: twice as far, it counts a quarter."),
    )
    catchment = forms.FloatField(
        label=_("Minutes within which people compete"),
        min_value=1,
        max_value=240,
        initial=45,
        help_text=_("What is shared out, is shared among all who live so near."),
    )
    own_area = forms.ChoiceField(
        label=_("Time within an area"),
        choices=list(OWN_AREAS.items()),
        initial="half_nearest",
        help_text=_("A network does not say it, and it matters where areas are large."),
    )
    groups = forms.CharField(
        label=_("Columns of groups"),
        max_length=400,
        required=False,
        help_text=_(
            "In the data on people and jobs, with a comma between: women, men. Each is told of on its own beside all."
        ),
    )

    def clean_groups(self) -> str:
        """The groups, each once, written alike."""
        return ", ".join(names_in(self.cleaned_data["groups"]))


def names_in(said: str) -> list[str]:
    """The headings that are written with commas between, each once."""
    return [name for name in dict.fromkeys(each.strip() for each in said.split(",")) if name]
