"""What is asked when a quantity of a result is published as a value of a series."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import Series
from samsyn.insights.presentation import Offer
from samsyn.insights.queries import series


class PublishForm(forms.Form):
    """A new series by code and title, or an existing one of the same unit and territory."""

    series = forms.ModelChoiceField(
        label=_("Series"),
        queryset=Series.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("A new series"),
        help_text=_("Choose a series to add the value to. Only those of the same unit and territory can take it."),
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=80,
        required=False,
        help_text=_("For a new series. Letters without accents, digits and hyphens; it is not changed later."),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("For a new series."))

    def __init__(self, *given: Any, offer: Offer, **more: Any) -> None:
        super().__init__(*given, initial={"code": offer.code, "title": offer.title}, **more)
        self.fields["series"].queryset = series.published().filter(unit=offer.unit, territory=offer.territory)
