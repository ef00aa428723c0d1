"""What is asked before regions are laid over each other: the one method that draws them all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.contract import Choices, StudyForm
from samsyn.insights.studies.functional_regions.choosing import METHODS, PRESETS, Method
from samsyn.insights.studies.of_areas import territory_field

OFFICIAL = {
    Method.SWEDISH: {"most_out": 0.2, "most_to_one": 0.075, "most_links": 2},
    Method.NORDIC: {
        "centre_most_out": 0.2,
        "centre_most_to_one": 0.1,
        "follows_above": 0.075,
        "secondary_most_out": 0.25,
    },
}
"""The thresholds of the rules that look at shares alone."""


class RegionOverlayForm(StudyForm):
    """The method. Rules that look at shares suit flows of different size; sizes of the European method are scaled."""

    method = forms.ChoiceField(
        label=_("Method"),
        choices=list(METHODS.items()),
        initial=Method.SWEDISH,
        widget=forms.RadioSelect,
        help_text=_(
            "One method for all flows, with its official thresholds. The sizes of the European method are scaled by "
            "how many there are in each kind of flow."
        ),
    )
    preset = forms.ChoiceField(
        label=_("Thresholds of the European method"),
        choices=[(name, label) for name, (label, _values) in PRESETS.items()],
        initial="italy",
        required=False,
    )
    territory = territory_field()

    def choices(self) -> Choices:
        """The method with its thresholds."""
        method = Method(self.cleaned_data["method"])
        preset = PRESETS[self.cleaned_data["preset"] or "italy"][1]
        return {
            "method": method.value,
            "thresholds": dict(OFFICIAL.get(method, preset)),
            "territory": self.cleaned_data["territory"],
        }
