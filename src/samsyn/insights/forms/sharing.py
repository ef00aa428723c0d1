"""What is asked before a result is shared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import Run


class SharingForm(forms.Form):
    """Asks whether it is harmless beside other shared results of the same data, where there are any."""

    harmless = forms.BooleanField(
        label=_("I know the data, and the results together tell nothing that either hides"), required=False
    )

    def __init__(self, *given: Any, beside: Sequence[Run], **more: Any) -> None:
        super().__init__(*given, **more)
        self.beside = beside
        if not beside:
            self.fields["harmless"].widget = forms.HiddenInput()
