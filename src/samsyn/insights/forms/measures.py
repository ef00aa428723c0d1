"""Which measures of a run are carried out together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FEWEST = 2


class TogetherForm(forms.Form):
    """At least two measures of a run, by their numbers."""

    m = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least two measures."),
            "invalid_choice": _("The result has no measure number %(value)s."),
        },
    )

    def __init__(self, *given: Any, measures: Sequence[str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["m"].choices = [(number, key) for number, key in enumerate(measures, 1)]

    def clean_m(self) -> list[int]:
        """Each once, in their order."""
        numbers = sorted(set(self.cleaned_data["m"]))
        if len(numbers) < FEWEST:
            raise forms.ValidationError(_("Choose at least two measures."))
        return numbers

    def numbers(self) -> tuple[int, ...]:
        """The numbers of those that were chosen."""
        return tuple(self.cleaned_data["m"])
