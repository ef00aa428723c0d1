"""What is asked before labour markets are drawn anew: the measures, how commuting answers, how regions are drawn."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.accessibility.choosing import names_in
from samsyn.insights.studies.contract import Choices, Words
from samsyn.insights.studies.functional_regions.choosing import DivisionForm, or_initial
from samsyn.insights.studies.growth import GrowthForm
from samsyn.insights.studies.of_areas import territory_field
from samsyn.insights.studies.travel_times.choosing import TravelForm

MOST_DRAWINGS = 2_000
FORMS: Mapping[str, Words] = {
    "combined": _("fast at first and slower far away (Tanner)"),
    "exponential": _("alike with every minute (exponential)"),
}
"""How commuting falls with time, by the names of `analysis.interaction.deterrence.Form`."""


class LabourMarketForm(GrowthForm, TravelForm, DivisionForm):
    """The measures, the network, the law of commuting, the method of regions, and drawings for sureness."""

    field_order = (
        "measures",
        "modes",
        "year",
        "territory",
        "scenario",
        "scenario_year",
        "form",
        "elasticity",
        "method",
    )

    measures = forms.CharField(
        label=_("Keys of the measures that are carried out"),
        max_length=400,
        required=False,
        help_text=_("With a comma between: R1, K2. All of them are carried out together. Empty: every measure."),
    )
    territory = territory_field()
    form = forms.ChoiceField(label=_("How commuting falls with time"), choices=list(FORMS.items()), initial="combined")
    elasticity = forms.FloatField(
        label=_("How far jobs follow (per cent)"),
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text=_("0: jobs stay where they are. 100: they move to where people would go for them."),
    )
    drawings = forms.IntegerField(
        label=_("Drawings, for sureness"),
        min_value=1,
        max_value=MOST_DRAWINGS,
        initial=200,
        required=False,
        help_text=_("200 give a share within about 7 percentage points."),
    )
    redraw = forms.BooleanField(
        label=_("Draw the observed flows again too"),
        initial=True,
        required=False,
        help_text=_("Else only the model is drawn, and an area just below a threshold looks surer than it is."),
    )

    def choices(self) -> Choices:
        """The answers, the keys of measures as a list, and the thresholds that the method uses."""
        cleaned = self.cleaned_data
        return {
            "measures": names_in(cleaned["measures"]),
            "modes": cleaned["modes"],
            "year": cleaned["year"],
            "territory": cleaned["territory"],
            "scenario": cleaned["scenario"],
            "scenario_year": cleaned["scenario_year"],
            "form": cleaned["form"],
            "elasticity": round(or_initial(self, "elasticity") / 100, 6),
            "method": cleaned["method"],
            "thresholds": self.thresholds(),
            "drawings": or_initial(self, "drawings"),
            "redraw": cleaned["redraw"],
        }
