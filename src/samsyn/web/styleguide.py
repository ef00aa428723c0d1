"""What the style guide shows: every component with nothing, with one and with three, and with long Swedish words."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from samsyn.foundation.ui.charts import IndicatorChart, Point
from samsyn.foundation.ui.forms import active_filters
from samsyn.foundation.ui.states import STATES

LONG = "Kollektivtrafikmyndighetssamverkansöverenskommelsen om bytespunktsutveckling"

ROWS = [
    {"title": "Gemensam bild av godsflödena", "owner": "Infrastrukturstrategen", "state": "on_track", "cost": 450_000},
    {"title": LONG, "owner": "Gruppen för storregional kompetensförsörjning", "state": "at_risk", "cost": 1_250_000},
    {"title": "Studiebesök i Oslo", "owner": "", "state": None, "cost": 82_500.5},
]  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Kort namn", help_text="Det som syns i listor, högst 80 tecken.")
    text = forms.CharField(label="Vad har hänt?", widget=forms.Textarea, required=False)
    state = forms.ChoiceField(label="Läge", choices=list(STATES.items()))
    effect = forms.ChoiceField(
        label="Effekt",
        choices=[("none", "Ingen ännu"), ("some", "Viss"), ("clear", "Tydlig")],
        widget=forms.RadioSelect,
    )
    due = forms.DateField(label="Klart senast", widget=forms.DateInput(attrs={"type": "date"}))
    amount = forms.DecimalField(label="Budget i kronor", required=False, help_text="Hela kronor.")
    paper = forms.FileField(label="Underlag", required=False, help_text="PDF, Word eller Excel, högst 25 MB.")
    public = forms.BooleanField(
        label="Visa på den öppna sidan", required=False, help_text="Syns när planen är antagen."
    )


class SampleFilters(forms.Form):
    """Filters of a list."""

    state = forms.ChoiceField(label="Läge", choices=[("", "Alla"), *STATES.items()], required=False)
    owner = forms.CharField(label="Ansvarig", required=False)


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything that the style guide's template draws."""
    filters = SampleFilters(request.GET or None)
    return {
        "trail": [("Start", "/"), ("Planer", "/"), ("Stilguide", "")],
        "states": list(STATES),
        "tables": [("Inga rader", []), ("En rad", ROWS[:1]), ("Tre rader", ROWS)],
        "form": SampleForm(initial={"title": "Godsflöden"}),
        "form_with_errors": SampleForm({"title": "", "amount": "tolv"}, prefix="fel"),
        "filters": filters,
        "chips": active_filters(filters, request.GET),
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 4)),
        "tabs": [
            {"label": "Översikt", "url": "#", "current": True, "count": None},
            {"label": "Att göra", "url": "#", "current": False, "count": 7},
            {"label": "Uppföljningar", "url": "#", "current": False, "count": 3},
        ],
        "counts": {"on_track": 21, "at_risk": 6, "off_track": 2, "done": 9, "not_started": 2, "not_assessed": 1},
        "charts": [_commuting(), _single()],
        "text": "Två lägesbilder har tagits fram.\n\n- En för vägar\n- En för järnväg och sjö\n\nArbetet fortsätter.",
        "series": [3.1, 3.4, 3.2, 3.9, 4.4, 4.2],
        "long": LONG,
    }


def _commuting() -> IndicatorChart:
    return IndicatorChart(
        title="Pendling över länsgräns",
        unit="tusen personer",
        baseline=Point(date(2015, 12, 31), 182),
        values=tuple(Point(date(2016 + year, 12, 31), value) for year, value in enumerate((186, 189, 195, 201.5))),
        targets=(Point(date(2020, 12, 31), 205), Point(date(2022, 12, 31), 215)),
    )


def _single() -> IndicatorChart:
    return IndicatorChart(
        title="Andel sena tåg", unit="%", values=(Point(date(2018, 6, 30), 11.4),), higher_is_better=False
    )
