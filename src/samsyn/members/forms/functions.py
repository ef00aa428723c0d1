"""Functions and their holders."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.forms.fields import PersonField
from samsyn.members.queries import people


class FunctionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short and lasting, such as head-of-communications.")
    )


class HolderForm(forms.Form):
    """Who holds a function, from when."""

    person = PersonField(label=_("Person"))
    since = day_field(label=_("From"))
    until = day_field(label=_("Until"), required=False, help_text=_("The last day, if known."))

    def __init__(self, *args, on, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people.present(on=on)


class EndForm(forms.Form):
    until = day_field(label=_("Last day"))
