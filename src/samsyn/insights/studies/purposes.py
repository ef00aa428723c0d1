"""What flows are about, and how that is said: work, study, or moves from home to home."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.insights.studies.contract import Words


@dataclass(frozen=True, slots=True)
class Purpose:
    """The words of one kind of flow. `do` completes "all who ...".

    `supply` and `demand` are what self-containment is called on either side (L/R and L/W); `sides` says what they are.
    """

    title: Words
    do: Words
    residents: Words
    arrivals: Words
    inside: Words
    origin: Words
    destination: Words
    whole: Words
    extremes: Words
    leaves: Words
    leaving: Words
    outside: Words
    supply: Words
    demand: Words
    sides: Words


PURPOSES: Mapping[str, Purpose] = {
    "work": Purpose(
        title=_("to work"),
        do=pgettext_lazy("all who", "work"),
        residents=_("Residents who work"),
        arrivals=pgettext_lazy("where people work", "Jobs"),
        inside=_("Live and work here"),
        origin=_("Live in the region of"),
        destination=_("Work in the region of"),
        whole=_("%(share)s of all who work do so in the region where they live."),
        extremes=_(
            "Most self-contained is the region of %(highest)s, where %(most)s of the residents who work do so in the "
            "region; least is that of %(lowest)s, with %(least)s."
        ),
        leaves=_("%(share)s of those who work commute out of it."),
        leaving=_("Share of residents who commute out of their area"),
        outside=_(
            "Whoever works abroad or outside these areas is not in the figures, so areas along the outer border look "
            "more independent than they are."
        ),
        supply=_("Self-containment, residents’ side"),
        demand=_("Self-containment, jobs’ side"),
        sides=_(
            "Self-containment has two sides. The residents’: of those who live in a region and work, the share who "
            "work in it. The jobs’: of those who work in a region, the share who live in it."
        ),
    ),
    "study": Purpose(
        title=_("to study"),
        do=pgettext_lazy("all who", "study"),
        residents=_("Residents who study"),
        arrivals=_("Places of study"),
        inside=_("Live and study here"),
        origin=_("Live in the region of"),
        destination=_("Study in the region of"),
        whole=_("%(share)s of all who study do so in the region where they live."),
        extremes=_(
            "Most self-contained is the region of %(highest)s, where %(most)s of the residents who study do so in the "
            "region; least is that of %(lowest)s, with %(least)s."
        ),
        leaves=_("%(share)s of those who study do so elsewhere."),
        leaving=_("Share of residents who study outside their area"),
        outside=_(
            "Whoever studies abroad or outside these areas is not in the figures, so areas along the outer border look "
            "more independent than they are."
        ),
        supply=_("Self-containment, residents’ side"),
        demand=_("Self-containment, places of study’s side"),
        sides=_(
            "Self-containment has two sides. The residents’: of those who live in a region and study, the share who "
            "study in it. The places of study’s: of those who study in a region, the share who live in it."
        ),
    ),
    "moves": Purpose(
        title=_("from home to home (moves)"),
        do=pgettext_lazy("all who", "move"),
        residents=_("Moves from here"),
        arrivals=_("Moves to here"),
        inside=_("Moves within"),
        origin=_("Move from the region of"),
        destination=_("Move to the region of"),
        whole=_("%(share)s of all who move do so within a region."),
        extremes=_(
            "Most self-contained is the region of %(highest)s, where %(most)s of those who move stay in the region; "
            "least is that of %(lowest)s, with %(least)s."
        ),
        leaves=_("%(share)s of those who move leave it."),
        leaving=_("Share of those who move that leave their area"),
        outside=_(
            "Whoever moves to or from a place outside these areas is not in the figures, so areas along the outer "
            "border look more independent than they are."
        ),
        supply=_("Self-containment of moves from the region"),
        demand=_("Self-containment of moves to the region"),
        sides=_(
            "Self-containment has two sides: of the moves from a region, the share that end in it; and of the moves to "
            "a region, the share that begin in it."
        ),
    ),
}


def purpose_field() -> forms.ChoiceField:
    """Asks which of them."""
    return forms.ChoiceField(
        label=_("What the flows are about"),
        choices=[(name, each.title) for name, each in PURPOSES.items()],
        initial="work",
        required=False,
    )
