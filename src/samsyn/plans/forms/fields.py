"""Fields that several forms of plans need."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?")
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})


class NumberField(forms.CharField):
    """A number as people write it: decimal comma or point, spaces between thousands. Nothing is rounded."""

    default_error_messages = {"number": _("Write a number such as 1 234,5, without unit.")}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 40, "widget": forms.TextInput(attrs={"inputmode": "decimal"})} | kwargs)

    def prepare_value(self, value):
        """A number of ours is shown with a decimal comma; what was typed is shown as it was typed."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value) -> Decimal | None:
        text = super().clean(value).translate(SPACES)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise forms.ValidationError(self.error_messages["number"], code="number")
        return Decimal(text.replace(" ", "").replace(",", "."))
