"""What is pressed and typed while a meeting sits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.meetings.models import AgendaItem, Choice, Meeting, Vote
from samsyn.meetings.queries.rolls import Sitting
from samsyn.members.models import Mandate

QUALIFIED = (
    ("", _("the usual majority")),
    ("two_thirds", _("at least two thirds")),
    ("three_quarters", _("at least three quarters")),
)


class RollForm(forms.Form):
    """A button of the roll call: `do` is ``verb:who[:seat]``, by the keys of mandates, at the item that is open."""

    do = forms.RegexField(r"^(arrive|leave|enter|step_back|recuse|end_recusal):[0-9a-f-]{36}(:[0-9a-f-]{36})?$")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_do(self) -> str:
        verb, *keys = self.cleaned_data["do"].split(":")
        named = ("who", "seat") if verb == "enter" else ("who",)
        mandates = {str(each.key): each for each in Mandate.objects.filter(organ=self.meeting.organ, key__in=keys)}
        if len(keys) != len(named) or not set(keys) <= set(mandates):
            raise forms.ValidationError(_("The person is not of the organ."))
        self.cleaned_data["mandates"] = {name: mandates[key] for name, key in zip(named, keys, strict=True)}
        return verb


class EntryForm(forms.Form):
    """A substitute enters out of turn, and why."""

    seat = forms.ModelChoiceField(Mandate.objects.none(), label=_("In whose seat"))
    who = forms.ModelChoiceField(Mandate.objects.none(), label=_("Who enters"))
    reason = forms.CharField(label=_("Why not the next in the entry order"), max_length=300)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Mandate.objects.select_related("person", "organ")
        for name, keys in (("seat", sitting.seats), ("who", sitting.substitutes)):
            self.fields[name].queryset = named.filter(pk__in=keys).order_by("person__name")
            self.fields[name].label_from_instance = _called


class RecusalForm(forms.Form):
    """Somebody is recused at an item, open or still to come."""

    who = forms.ModelChoiceField(Mandate.objects.none(), label=_("Who is recused"))
    item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("At which item"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Mandate.objects.select_related("person", "organ").filter(pk__in=sitting.mandates)
        self.fields["who"].queryset = named.order_by("person__name")
        self.fields["who"].label_from_instance = _called
        self.fields["item"].queryset = sitting.meeting.items.filter(state__in=["waiting", "open"])


class VoteForm(forms.ModelForm):
    """A question for a vote."""

    class Meta:
        model = Vote
        fields = ("question", "yes_means", "no_means", "kind")
        widgets = {"question": forms.Textarea(attrs={"rows": 2})}


class OpeningForm(forms.Form):
    majority = forms.ChoiceField(choices=QUALIFIED, required=False, label=_("Majority"))


class ClosingForm(forms.Form):
    """What a tie is settled by, where there is one."""

    casting = forms.ChoiceField(choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))], required=False)
    drawn_by = forms.CharField(max_length=200, required=False)
    lot_number = forms.CharField(max_length=40, required=False)


class CastForm(forms.Form):
    choice = forms.ChoiceField(choices=Choice.choices)


class CalledForm(CastForm):
    """A vote that somebody calls out: from which seat."""

    seat = forms.IntegerField(min_value=1)


def _called(mandate: Mandate) -> str:
    return f"{mandate.person.name} ({mandate.get_role_display().lower()})"
