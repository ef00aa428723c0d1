"""What people type about when, where and of what organ a meeting is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.meetings.forms.fields import moment_field, text_field
from samsyn.meetings.models import AgendaTemplate, MeetingKind
from samsyn.members.models import Organ, OrganKind
from samsyn.members.queries import organs


class MeetingForm(forms.Form):
    """What calendars hold of a meeting."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    starts_at = moment_field(gettext_lazy("Starts"))
    ends_at = moment_field(gettext_lazy("Ends"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=gettext_lazy("Digital link"), required=False, assume_scheme="https", max_length=200,
        help_text=gettext_lazy("Where those who are not in the room take part."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        starts, ends = typed.get("starts_at"), typed.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The meeting must end after it starts."))
        return typed


class TemplateField(forms.ModelChoiceField):
    """A template, named with its organ."""

    def label_from_instance(self, obj: AgendaTemplate) -> str:
        return f"{obj.organ}: {obj}"


class PlanForm(MeetingForm):
    """A new meeting of an organ."""

    organ = forms.ModelChoiceField(label=gettext_lazy("Organ"), queryset=Organ.objects.none(), to_field_name="code")
    template = TemplateField(
        label=gettext_lazy("Standing items"), queryset=AgendaTemplate.objects.none(), to_field_name="key",
        required=False, empty_label=gettext_lazy("Begin with an empty agenda"),
        help_text=gettext_lazy("A template of the same organ. You can change the agenda afterwards."),
    )  # fmt: skip
    field_order = ("organ", "template", "title", "starts_at", "ends_at", "place", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed()
        self.fields["template"].queryset = AgendaTemplate.objects.select_related("organ")


class CompanionForm(MeetingForm):
    """A party group meeting or a study visit beside a meeting."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in (MeetingKind.PARTY_GROUP, MeetingKind.STUDY_VISIT)],
    )  # fmt: skip
    organ = forms.ModelChoiceField(
        label=gettext_lazy("Party group"), queryset=Organ.objects.none(), to_field_name="code", required=False,
        help_text=gettext_lazy("Leave empty for a study visit: everybody in the organ is asked to come."),
    )  # fmt: skip
    field_order = ("kind", "organ", "title", "starts_at", "ends_at", "place", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed().filter(kind=OrganKind.PARTY_GROUP)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("kind") == MeetingKind.PARTY_GROUP and not typed.get("organ") and "organ" not in self.errors:
            self.add_error("organ", _("Choose the party group."))
        return typed


class CancelForm(forms.Form):
    message = text_field(
        gettext_lazy("Message"), rows=4, required=False,
        help_text=gettext_lazy("Why, and what happens instead. It stands in the mail."),
    )  # fmt: skip
