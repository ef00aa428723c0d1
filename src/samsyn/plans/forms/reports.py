"""Completing a report."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CompleteForm(forms.Form):
    """In which language the report is set."""

    language = forms.ChoiceField(
        label=_("Language of the report"), choices=(("sv", _("Swedish")), ("en", _("English"))), initial="sv"
    )
