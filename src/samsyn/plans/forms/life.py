"""The steps in a plan's life that something is typed for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.queries import organs


class AdoptForm(forms.Form):
    """The decision: who, when, and where it can be found."""

    organ = forms.ModelChoiceField(label=_("Organ"), queryset=None, empty_label=_("Choose"))
    decided_on = day_field(label=_("Day of the decision"))
    decision_reference = forms.CharField(
        label=_("Reference of the decision"),
        max_length=100,
        help_text=_("Paragraph and minutes or case number, such as “§ 12, 2017-12-07”. The public sees it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed()


class OrganForm(forms.Form):
    """The organ that decides a plan which has been proposed to another by mistake."""

    organ = forms.ModelChoiceField(
        label=_("Deciding organ"), queryset=None, required=False, empty_label=_("Not chosen yet")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed()
