"""What is asked before regions are drawn: by which method, with which thresholds, and how their sureness is found."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samsyn.insights.studies.contract import Choices, StudyForm, Words
from samsyn.insights.studies.of_areas import territory_field
from samsyn.insights.studies.purposes import purpose_field

MOST_DRAWINGS = 10_000


class Method(StrEnum):
    """How regions are drawn."""

    EUROPEAN = "european"
    AS_PACKAGE = "european-package"
    SWEDISH = "swedish"
    NORDIC = "nordic"


METHODS: Mapping[Method, Words] = {
    Method.EUROPEAN: gettext_lazy("European self-containment, exact"),
    Method.AS_PACKAGE: gettext_lazy("European self-containment, as the package LabourMarketAreas 3.4"),
    Method.SWEDISH: gettext_lazy("Swedish local labour markets"),
    Method.NORDIC: gettext_lazy("Nordic local labour markets, with secondary centres"),
}

OWN = "own"
PRESETS: Mapping[str, tuple[Words, dict[str, float]]] = {
    "italy": (
        gettext_lazy("Italy 2011: 1,000 to 10,000 residents who work, self-containment 66.67 to 75 %"),
        {"min_size": 1_000, "target_size": 10_000, "min_containment": 0.6667, "target_containment": 0.75},
    ),
    "united-kingdom": (
        gettext_lazy("United Kingdom 2007: 3,500 to 25,000 residents who work, self-containment 66.67 to 75 %"),
        {"min_size": 3_500, "target_size": 25_000, "min_containment": 0.6667, "target_containment": 0.75},
    ),
}
"""Thresholds of the European method that an authority has used: Istat (2014), Coombes and Bond (2008)."""

RESAMPLING: Mapping[str, Words] = {
    "poisson": gettext_lazy("each flow by itself (Poisson)"),
    "multinomial": gettext_lazy("all commuters among the pairs (multinomial)"),
}

OF_METHOD: Mapping[Method, tuple[str, ...]] = {
    Method.EUROPEAN: ("min_size", "target_size", "min_containment", "target_containment"),
    Method.AS_PACKAGE: ("min_size", "target_size", "min_containment", "target_containment"),
    Method.SWEDISH: ("most_out", "most_to_one", "most_links"),
    Method.NORDIC: ("centre_most_out", "centre_most_to_one", "follows_above", "secondary_most_out"),
}
"""The thresholds that each method asks for, by their names in the analysis."""

_EUROPEAN = (Method.EUROPEAN, Method.AS_PACKAGE)
ONLY_FOR: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "preset": {"method": _EUROPEAN},
    **{name: {"method": _EUROPEAN, "preset": (OWN,)} for name in OF_METHOD[Method.EUROPEAN]},
    **{name: {"method": (method,)} for method in (Method.SWEDISH, Method.NORDIC) for name in OF_METHOD[method]},
}
"""Which questions follow from which answers."""

IN_PERSONS = ("min_size", "target_size")
LINKS = "most_links"


def _percent(label: Any, share: float, help_text: Any = "") -> forms.FloatField:
    initial = round(share * 100, 4)
    return forms.FloatField(
        label=label, min_value=0, max_value=100, initial=initial, required=False, help_text=help_text
    )


def _persons(label: Any, number: int) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, initial=number, required=False)


class DivisionForm(StudyForm):
    """The method with its thresholds (in per cent): what every study asks that draws regions.

    A threshold that is left empty has its usual value; those of other methods than the chosen are not looked at.
    """

    only_for = ONLY_FOR

    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=list(METHODS.items()), initial=Method.EUROPEAN, widget=forms.RadioSelect
    )
    preset = forms.ChoiceField(
        label=gettext_lazy("Thresholds of the European method"),
        choices=[(name, label) for name, (label, _values) in PRESETS.items()]
        + [(OWN, gettext_lazy("own, as written below"))],
        initial="italy",
        required=False,
    )
    min_size = _persons(gettext_lazy("Smallest size (residents in the flows)"), 1_000)
    target_size = _persons(gettext_lazy("Target size (residents in the flows)"), 10_000)
    min_containment = _percent(
        gettext_lazy("Lowest self-containment (per cent)"),
        0.6667,
        gettext_lazy("On the lower of its two sides: of those who live there, and of those who go there."),
    )
    target_containment = _percent(gettext_lazy("Target self-containment (per cent)"), 0.75)
    most_out = _percent(gettext_lazy("Swedish: a centre lets at most this share commute out (per cent)"), 0.20)
    most_to_one = _percent(gettext_lazy("Swedish: and at most this share to any one other area (per cent)"), 0.075)
    most_links = forms.IntegerField(
        label=gettext_lazy("Swedish: links from an area to its centre, at most"), min_value=1, initial=2, required=False
    )
    centre_most_out = _percent(gettext_lazy("Nordic: a centre lets at most this share commute out (per cent)"), 0.20)
    centre_most_to_one = _percent(gettext_lazy("Nordic: and at most this share to any one area (per cent)"), 0.10)
    follows_above = _percent(gettext_lazy("Nordic: an area follows where more than this share goes (per cent)"), 0.075)
    secondary_most_out = _percent(
        gettext_lazy("Nordic: a secondary centre lets at most this share commute out (per cent)"), 0.25
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self._is_european() and self._preset() == OWN:
            self._check_order("min_size", "target_size")
            self._check_order("min_containment", "target_containment")
            for name in ("min_size", "min_containment"):
                if not self._threshold(name):
                    self.add_error(name, _("This has to be above 0."))
        return cleaned

    def thresholds(self) -> dict[str, float | int | None]:
        """Those that the method uses, as shares and persons."""
        if self._is_european() and self._preset() != OWN:
            return dict(PRESETS[self._preset()][1])
        return {name: self._threshold(name) for name in OF_METHOD[Method(self.cleaned_data["method"])]}

    def _threshold(self, name: str) -> float | int:
        value = or_initial(self, name)
        return value if name in (*IN_PERSONS, LINKS) else round(value / 100, 6)

    def _is_european(self) -> bool:
        return self.cleaned_data["method"] in (Method.EUROPEAN, Method.AS_PACKAGE)

    def _preset(self) -> str:
        return or_initial(self, "preset")

    def _check_order(self, least: str, target: str) -> None:
        if not self._threshold(least) < self._threshold(target):
            self.add_error(target, _("The target has to be above the lowest."))


class FunctionalRegionsForm(DivisionForm):
    """The method with its thresholds, drawings for sureness, and whether thresholds are varied."""

    field_order = ("method", "purpose", "territory")

    purpose = purpose_field()
    territory = territory_field()
    drawings = forms.IntegerField(
        label=gettext_lazy("Drawings of the flows, for sureness"),
        min_value=0,
        max_value=MOST_DRAWINGS,
        initial=200,
        required=False,
        help_text=gettext_lazy("0 for none. 200 give a sureness within about 7 percentage points, 1,000 within 3."),
    )
    resampling = forms.ChoiceField(
        label=gettext_lazy("How flows are drawn again"),
        choices=list(RESAMPLING.items()),
        initial="poisson",
        required=False,
    )
    sweep = forms.BooleanField(
        label=gettext_lazy("Vary the thresholds too"),
        initial=True,
        required=False,
        help_text=gettext_lazy("Eight other choices around the chosen ones, which one could as well have made."),
    )

    def choices(self) -> Choices:
        """The method and the thresholds that it uses; nothing of what it does not look at."""
        cleaned = self.cleaned_data
        drawings = or_initial(self, "drawings")
        return {
            "method": cleaned["method"],
            "purpose": or_initial(self, "purpose"),
            "territory": cleaned["territory"],
            "thresholds": self.thresholds(),
            "drawings": drawings,
            "resampling": or_initial(self, "resampling") if drawings else None,
            "sweep": cleaned["sweep"],
        }


def or_initial(form: forms.Form, name: str) -> Any:
    """What is answered; where that is nothing, what the question begins with."""
    value = form.cleaned_data.get(name)
    return form.fields[name].initial if value in (None, "") else value


ROLES: Mapping[str, Words] = {
    "centre": pgettext_lazy("role of an area", "centre"),
    "secondary_centre": pgettext_lazy("role of an area", "secondary centre"),
    "follower": pgettext_lazy("role of an area", "follows"),
    "broken_off": pgettext_lazy("role of an area", "broken off a chain"),
    "alone": pgettext_lazy("role of an area", "alone"),
    "member": pgettext_lazy("role of an area", "member"),
}
