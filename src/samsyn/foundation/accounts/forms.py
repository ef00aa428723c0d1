"""What people type on the accounts' pages, checked and cleaned."""

from operator import itemgetter

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.accounts import queries
from samsyn.foundation.accounts.models import ROLES_FOR_AN_ORGANISATION, Role, User
from samsyn.foundation.accounts.operations import Grant


class _Date(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _organisations() -> list[tuple[str, str | Promise]]:
    named = sorted(queries.organisations().items(), key=itemgetter(1))
    return [("", _("None")), *((code, f"{name} ({code})") for code, name in named)]


class GrantForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        choices=_organisations,
        required=False,
        help_text=_("For delegates and member contacts. Is it not in the list? Add it in the register first."),
    )
    since = forms.DateField(label=_("From"), widget=_Date())
    until = forms.DateField(label=_("Until"), widget=_Date(), required=False, help_text=_("The last day, if known."))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") in ROLES_FOR_AN_ORGANISATION and not cleaned.get("organisation"):
            self.add_error("organisation", _("Say which organisation the role is for."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return cleaned

    def grant(self) -> Grant:
        role = Role(self.cleaned_data["role"])
        return Grant(
            role=role,
            since=self.cleaned_data["since"],
            until=self.cleaned_data["until"],
            organisation=self.cleaned_data["organisation"] if role in ROLES_FOR_AN_ORGANISATION else "",
        )


class InviteForm(GrantForm):
    """Somebody to invite, with the first role; more are given on the account's page."""

    field_order = ("name", "email", "language", "role", "organisation", "since", "until")

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The invitation is written in it.")
    )


class EndRoleForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=_Date())


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))


class FirstPasswordForm(forms.Form):
    """The password that an invited person chooses."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence that only you would think of is good."),
    )
    again = forms.CharField(
        label=_("Password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords differ."))
        return self.cleaned_data["again"]


class AccountFilter(forms.Form):
    search = forms.CharField(label=_("Name or address"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])


class LogFilter(forms.Form):
    subject = forms.CharField(
        label=_("Subject"), required=False, help_text=_("Such as account:12, or account: for all of the kind.")
    )
    verb = forms.ChoiceField(label=_("What was done"), required=False)

    def __init__(self, *args, verbs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Everything")), *sorted(verbs.items(), key=itemgetter(1))]
