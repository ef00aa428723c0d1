"""What people type in the members' register, checked and cleaned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.members import queries
from samsyn.members.models import Organisation, Person, Sector


class _Date(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


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
        self.fields["organisation"].queryset = queries.organisations()


class AccountForm(forms.Form):
    """Which account is the person's."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=None, required=False, empty_label=_("No account"),
        help_text=_("Lets the person follow up what they own."),
    )  # fmt: skip

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = queries.accounts_for(person)


class LeftForm(forms.Form):
    on = forms.DateField(label=_("Takes no part from"), widget=_Date())


class FunctionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short and lasting, such as head-of-communications.")
    )


class OrganForm(forms.Form):
    """A body that decides."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As in its decisions, such as The board."))
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short and lasting, such as board."))


class OrganisationForm(forms.Form):
    """A municipality, region, university, company or association."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Official where there is one, such as 0380 for Uppsala kommun.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    county = forms.RegexField(r"^\d\d$", label=_("County code"), required=False, help_text=_("Two digits, such as 03."))


class HolderForm(forms.Form):
    """Who holds a function, from when."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none(), empty_label=_("Choose"))
    since = forms.DateField(label=_("From"), widget=_Date())
    until = forms.DateField(label=_("Until"), widget=_Date(), required=False, help_text=_("The last day, if known."))

    def __init__(self, *args, on, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.people(on=on)


class EndForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=_Date())
