"""Organisations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.models import FeeBasis, MembershipKind, OrganisationKind, Sector


class OrganisationForm(forms.Form):
    """A municipality, region, university, company or association."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Official where there is one, such as 0380 for Uppsala kommun.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    county = forms.RegexField(r"^\d\d$", label=_("County code"), required=False, help_text=_("Two digits, such as 03."))


class ParticularsForm(forms.Form):
    """What an organisation is, apart from its code, which lasts."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), choices=[("", _("Not known")), *OrganisationKind.choices], required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    county = forms.RegexField(r"^\d\d$", label=_("County code"), required=False, help_text=_("Two digits, such as 03."))


class MembershipForm(forms.Form):
    """What an organisation becomes to the council, from when."""

    kind = forms.ChoiceField(label=_("Kind of membership"), choices=MembershipKind.choices)
    since = day_field(label=_("From"))
    until = day_field(label=_("Until"), required=False, help_text=_("The last day, if known."))


class InhabitantsForm(forms.Form):
    """How many lived in the area at the end of a year."""

    year = forms.IntegerField(label=_("At the end of the year"), min_value=1749, max_value=2200)
    number = forms.IntegerField(label=_("Inhabitants"), min_value=0, max_value=2_000_000_000)
    source = forms.CharField(label=_("Source"), max_length=200)


class FeeRuleForm(forms.Form):
    """What a kind of membership costs from a year on."""

    year = forms.IntegerField(label=_("Holds from the year"), min_value=1900, max_value=2200)
    membership_kind = forms.ChoiceField(label=_("Kind of membership"), choices=MembershipKind.choices)
    organisation_kind = forms.ChoiceField(
        label=_("Kind of organisation"), choices=[("", _("Every kind")), *OrganisationKind.choices], required=False
    )
    basis = forms.ChoiceField(label=_("Counted"), choices=FeeBasis.choices)
    amount = forms.DecimalField(label=_("Amount (SEK)"), max_digits=12, decimal_places=4, min_value=0)
    least = forms.DecimalField(
        label=_("At least (SEK)"), max_digits=12, decimal_places=2, min_value=0, required=False
    )  # fmt: skip
    most = forms.DecimalField(
        label=_("At most (SEK)"), max_digits=12, decimal_places=2, min_value=0, required=False
    )  # fmt: skip


class MembersFilter(forms.Form):
    """Which members, on which day."""

    on = day_field(label=_("On the day"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of membership"), choices=[("", _("Every kind")), *MembershipKind.choices], required=False
    )
