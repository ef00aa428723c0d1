"""What is asked before travel times by public transport are computed: when people leave, and what they put up with."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.ui.forms import day_field
from samsyn.insights.studies.contract import Choices, StudyForm
from samsyn.insights.studies.travel_times.choosing import PeopleForm

CLOCK = "%H:%M"
LONGEST_WINDOW = 12
"""Hours. Departures are a minute apart, so that this is 720 of them."""


def _clock(label: Any, initial: str, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format=CLOCK)
    return forms.TimeField(label=label, initial=initial, widget=widget, help_text=help_text)


class WindowForm(StudyForm):
    """The day and the window of departures, walking, the longest time, and changes."""

    date = day_field(
        label=gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy("Empty: the day that the timetable was checked on."),
    )
    first = _clock(gettext_lazy("People leave from"), "07:00")
    last = _clock(
        gettext_lazy("and before"), "09:00", gettext_lazy("Every minute alike: who comes to the stop at random.")
    )
    walk = forms.IntegerField(
        label=gettext_lazy("Longest walk, minutes"),
        min_value=1,
        max_value=60,
        initial=20,
        help_text=gettext_lazy("To the first stop, from the last one, and all the way where no line is taken."),
    )
    kmh = forms.FloatField(
        label=gettext_lazy("Walking speed, km/h"),
        min_value=1,
        max_value=10,
        initial=4.5,
        help_text=gettext_lazy("Along ways that are 1.3 times as long as the crow flies."),
    )
    longest = forms.IntegerField(
        label=gettext_lazy("Longest time from door to door, minutes"), min_value=5, max_value=480, initial=180
    )
    changes = forms.IntegerField(label=gettext_lazy("Changes at most"), min_value=0, max_value=8, initial=4)

    def clean(self) -> dict[str, Any]:
        """The window must have an hour to leave in, and not be longer than there are departures for."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") is not None and given.get("last") is not None:
            minutes = seconds(given["last"]) // 60 - seconds(given["first"]) // 60
            if not 1 <= minutes <= LONGEST_WINDOW * 60:
                text = _("The last hour to leave at must be after the first, and at most %(hours)d hours after it.")
                self.add_error("last", text % {"hours": LONGEST_WINDOW})
        return given

    def choices(self) -> Choices:
        """With the day and the clock as texts."""
        given = super().choices()
        day = given["date"].isoformat() if given["date"] else ""
        return given | {"date": day, "first": given["first"].strftime(CLOCK), "last": given["last"].strftime(CLOCK)}


class TransitTimesForm(PeopleForm, WindowForm):
    """The window, and the columns of people and of what is reached."""


def seconds(clock: time) -> int:
    """Seconds after midnight."""
    return clock.hour * 3600 + clock.minute * 60
