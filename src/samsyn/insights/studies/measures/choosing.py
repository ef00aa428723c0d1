"""What is asked before measures are computed: as for travel times, how what is far away counts, and the order."""

from collections.abc import Mapping

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.contract import Words
from samsyn.insights.studies.growth import GrowthForm
from samsyn.insights.studies.travel_times.choosing import TravelTimesForm

HALVINGS = (10, 15, 20, 30)
"""Minutes with each of which what is reached counts half as much: the decays that rankings are tried with."""
HALVED = [(minutes, format_lazy("{} {}", minutes, _("minutes"))) for minutes in HALVINGS]
"""The answers to how much time halves what is reached."""
USUAL = 15
BENEFIT, FOR_MONEY = "benefit", "for_money"
ORDERS: Mapping[str, Words] = {
    BENEFIT: _("how much time they save"),
    FOR_MONEY: _("how much time they save for the money"),
}


class MeasuresForm(GrowthForm, TravelTimesForm):
    """The means of travel, the columns of people and jobs, the decay, and what measures are ranked by."""

    halving = forms.TypedChoiceField(
        label=_("What is further away counts half as much with each"),
        choices=HALVED,
        coerce=int,
        initial=USUAL,
        help_text=_("For accessibility, and for modelled trips. The rank intervals try them all."),
    )
    order = forms.ChoiceField(label=_("Measures are ranked by"), choices=list(ORDERS.items()), initial=BENEFIT)
