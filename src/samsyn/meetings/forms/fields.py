"""Fields that several forms of meetings use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.meetings.models import ItemKind
from samsyn.members.queries import people

UPLOADS = gettext_lazy("PDF, DOCX, XLSX, CSV, text, PNG, JPEG, SVG or ZIP.")


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A day and a time of the clock, as the council's clocks go."""
    return forms.DateTimeField(
        label=label,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        **options,
    )


def text_field(label: Any, *, rows: int, **options: Any) -> forms.CharField:
    """Text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def kind_field() -> forms.ChoiceField:
    """What is done with an item."""
    return forms.ChoiceField(label=gettext_lazy("Kind"), choices=ItemKind.choices, initial=ItemKind.DECISION)


class PersonField(forms.ModelChoiceField):
    """Somebody of the register who takes part today; the form says which day that is (`on_day`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, to_field_name="key", required=False, **options)

    def on_day(self, on: Any) -> None:
        self.queryset = people.present(on=on)
