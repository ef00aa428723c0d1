"""People."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.models import Organisation, Person
from samsyn.members.queries import organisations, people


class PeopleFilter(forms.Form):
    search = forms.CharField(label=_("Name, address or organisation"), required=False)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.listed()


class AccountForm(forms.Form):
    """Which account is the person's."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=None, required=False, empty_label=_("No account"),
        help_text=_("Lets the person follow up what they own."),
    )  # fmt: skip

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = people.accounts_for(person)


class LeftForm(forms.Form):
    on = day_field(label=_("Takes no part from"))
