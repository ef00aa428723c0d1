"""What is asked of the interaction model: how distance deters, what holds within areas, and which flows are missing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.insights.studies.contract import StudyForm
from samsyn.insights.studies.of_areas import territory_field

FORMS = {
    "combined": gettext_lazy("combined: power and exponential (Tanner)"),
    "exponential": gettext_lazy("exponential: falls evenly with every kilometre"),
    "power": gettext_lazy("power: falls fast near by and slowly far away"),
}
OWN_AREAS = {
    "own_constant": gettext_lazy("as many stay in their area as in truth (a constant of its own)"),
    "half_nearest": gettext_lazy("half the distance to the nearest other area"),
    "left_out": gettext_lazy("who stays is left out"),
}
MISSING = {
    "none": gettext_lazy("none: a pair that is not in the data is nobody"),
    "unlisted": gettext_lazy("pairs that are not in the data are unknown, and are filled in"),
}


class InteractionModelForm(StudyForm):
    """The form of deterrence, the distance within areas, and missing flows."""

    form = forms.ChoiceField(
        label=gettext_lazy("How flows fall with distance"), choices=list(FORMS.items()), initial="combined"
    )
    own_area = forms.ChoiceField(
        label=gettext_lazy("Those who stay in their area"),
        choices=list(OWN_AREAS.items()),
        initial="own_constant",
        help_text=gettext_lazy("This moves the parameters more than any other choice."),
    )
    territory = territory_field()
    missing = forms.ChoiceField(
        label=gettext_lazy("Missing flows"), choices=list(MISSING.items()), initial="none", required=False
    )
    leaving = forms.CharField(
        label=gettext_lazy("Column of how many leave"),
        required=False,
        help_text=gettext_lazy("In the data on how many leave and arrive; needed to fill in missing flows."),
    )
    arriving = forms.CharField(label=gettext_lazy("Column of how many arrive"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["missing"] = cleaned.get("missing") or "none"
        if cleaned["missing"] == "unlisted":
            for name in ("leaving", "arriving"):
                if not cleaned.get(name):
                    self.add_error(name, _("Name the column, so that what is filled in adds up to it."))
        return cleaned
