"""Organs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OrganForm(forms.Form):
    """A body that decides."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As in its decisions, such as The board."))
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short and lasting, such as board."))
