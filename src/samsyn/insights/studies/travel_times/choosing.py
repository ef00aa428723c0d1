"""What is asked before travel times are computed: what people travel by, in which year, and what they reach."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.contract import StudyForm, Words
from samsyn.insights.studies.of_areas import territory_field

ROADS = frozenset({"road", "ferry", "transfer", "connector"})
LINES = frozenset({"rail", "transit", "ferry", "walk", "transfer", "connector"})
"""What moves on links (`analysis.networks.tables.Mode`) that one can travel by in a car, and without one."""
MODES: Mapping[str, tuple[Words, frozenset[str]]] = {
    "all": (_("everything in the network"), ROADS | LINES),
    "road": (_("car: roads and ferries"), ROADS),
    "lines": (_("public transport: rail, bus and other lines, ferries and on foot"), LINES),
}
EARLIEST, LATEST = 1800, 2200


class PeopleForm(StudyForm):
    """The columns of people and of what is reached, and what the areas are called together."""

    people = forms.CharField(
        label=_("Column of people"),
        max_length=200,
        required=False,
        help_text=_("In the data on people and jobs: who live in each area. Empty: the first column."),
    )
    reached = forms.CharField(
        label=_("Column of what is reached"),
        max_length=200,
        required=False,
        help_text=_("For example jobs. Empty: the people themselves."),
    )
    territory = territory_field()


class TravelForm(StudyForm):
    """The means of travel and the year of the network: what every study asks that finds ways in one."""

    modes = forms.ChoiceField(
        label=_("Travel by"), choices=[(name, label) for name, (label, _kept) in MODES.items()], initial="all"
    )
    year = forms.IntegerField(
        label=_("The network as it stands in the year"),
        min_value=EARLIEST,
        max_value=LATEST,
        required=False,
        help_text=_("Links that open later are left out. Empty: all links, opened or not."),
    )


class TravelTimesForm(PeopleForm, TravelForm):
    """The means of travel, the year of the network, and the columns of people and of what is reached."""
