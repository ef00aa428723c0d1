"""What is asked before trips are put on roads: how many are cars in the hour, how exactly, what is looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.contract import Choices
from samsyn.insights.studies.functional_regions.choosing import or_initial
from samsyn.insights.studies.measures.choosing import HALVED, USUAL
from samsyn.insights.studies.travel_times.choosing import TravelTimesForm

GAPS = {"1e-4": "0.0001", "1e-6": "0.000001", "1e-8": "0.00000001"}
MOST_LOOKED_AT, MOST_LEADING = 25, 20


class BottlenecksForm(TravelTimesForm):
    """The network and the trips, the part of them that are cars in the hour, the gap, and what is looked at closely."""

    peak = forms.FloatField(
        label=_("Trips that are made in the hour (per cent)"),
        min_value=0.01,
        max_value=100,
        initial=25,
        help_text=_("An assumption, as in commuting to work about a quarter. 100: the trips are of the hour already."),
    )
    by_car = forms.FloatField(
        label=_("Trips that are made by car (per cent)"),
        min_value=0.01,
        max_value=100,
        initial=50,
        help_text=_("An assumption, the same everywhere. 100: the trips are those by car already."),
    )
    in_a_car = forms.FloatField(
        label=_("People in each car"),
        min_value=1,
        max_value=10,
        initial=1.1,
        help_text=_("An assumption. 1: the trips are cars already."),
    )
    gap = forms.ChoiceField(
        label=_("Relative gap at which it is good enough"),
        choices=list(GAPS.items()),
        initial="1e-6",
        help_text=_("How far all trips together may be from what they would take if none could be shortened."),
    )
    leave_out = forms.BooleanField(
        label=_("Leave out trips that no way leads for"),
        required=False,
        help_text=_("Else they are refused, as a hole in the network would be forgotten."),
    )
    links = forms.CharField(
        label=_("Links to look at"),
        max_length=1000,
        required=False,
        help_text=_("Their codes in the network, with a semicolon between. The worst are looked at anyway."),
    )
    worst = forms.IntegerField(
        label=_("How many of the worst links to look at"),
        min_value=0,
        max_value=MOST_LOOKED_AT,
        initial=10,
        help_text=_("Who uses them, and where else these are."),
    )
    leading = forms.IntegerField(
        label=_("How many measures to try with queues"),
        min_value=0,
        max_value=MOST_LEADING,
        initial=5,
        help_text=_("Those that would save most time without queues. For candidate measures only."),
    )
    halving = forms.TypedChoiceField(
        label=_("What is further away counts half as much with each"),
        choices=HALVED,
        coerce=int,
        initial=USUAL,
        help_text=_("For modelled trips only."),
    )
    field_order = ("modes", "year", "peak", "by_car", "in_a_car", "gap", "leave_out", "links", "worst", "leading")

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.fields["modes"].initial = "road"

    def clean_links(self) -> str:
        """The codes, each once, written alike."""
        return "; ".join(codes_in(self.cleaned_data["links"]))

    def choices(self) -> Choices:
        """The answers; shares from 0 to 1."""
        shares = {name: round(self.cleaned_data[name] / 100, 8) for name in ("peak", "by_car")}
        numbers = {name: or_initial(self, name) for name in ("worst", "leading")}
        return dict(self.cleaned_data) | shares | numbers


def gap_of(choices: Choices) -> float:
    """The relative gap that was asked for."""
    return float(GAPS[choices["gap"]])


def codes_in(said: str) -> list[str]:
    """The codes that are written with semicolons between, each once."""
    return [code for code in dict.fromkeys(each.strip() for each in said.split(";")) if code]
