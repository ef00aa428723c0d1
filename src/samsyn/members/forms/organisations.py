"""Organisations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.members.models import Sector


class OrganisationForm(forms.Form):
    """A municipality, region, university, company or association."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Official where there is one, such as 0380 for Uppsala kommun.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    county = forms.RegexField(r"^\d\d$", label=_("County code"), required=False, help_text=_("Two digits, such as 03."))
