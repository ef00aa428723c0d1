"""What people type about items of an agenda and of templates, their guests and papers."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from samsyn.meetings.forms.fields import UPLOADS, PersonField, kind_field, text_field
from samsyn.meetings.models import AgendaTemplate, Meeting
from samsyn.meetings.numbering import Step
from samsyn.members.models import Organ
from samsyn.members.queries import organs
from samsyn.plans.models import Item


class ItemForm(forms.Form):
    """An item of an agenda."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    kind = kind_field()
    background = text_field(gettext_lazy("Background"), rows=6, required=False)
    proposal = text_field(
        gettext_lazy("Proposed decision"), rows=4, required=False,
        help_text=gettext_lazy("As it would stand in the minutes."),
    )  # fmt: skip
    rapporteur = PersonField(label=gettext_lazy("Rapporteur"), empty_label=gettext_lazy("Nobody named"))
    minutes_long = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=600)
    closed = forms.BooleanField(
        label=gettext_lazy("Closed to the public"), required=False,
        help_text=gettext_lazy("Seen only by the organ's members and the office, with all that stands in it."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rapporteur"].on_day(on)


class NewItemForm(ItemForm):
    """A new item, and what it stands in."""

    parent = forms.ModelChoiceField(
        label=gettext_lazy("Stands in"), queryset=None, to_field_name="key", required=False,
        empty_label=gettext_lazy("Directly on the agenda"),
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = meeting.items.all()


class StepForm(forms.Form):
    """A step on the agenda."""

    step = forms.TypedChoiceField(choices=[(step.value, step.value) for step in Step], coerce=Step)


class GuestForm(forms.Form):
    person = PersonField(
        label=gettext_lazy("Person of the register"), empty_label=gettext_lazy("Somebody else"),
        help_text=gettext_lazy("Choose, or write the name below."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    represents = forms.CharField(label=gettext_lazy("Represents"), max_length=200, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].on_day(on)


class TieForm(forms.Form):
    """The part of a plan that an item concerns."""

    part = forms.ModelChoiceField(
        label=gettext_lazy("Part of a plan"), queryset=Item.objects.none(), to_field_name="key",
        help_text=gettext_lazy("What is decided on the item then shows on its page."),
    )  # fmt: skip

    def __init__(self, *args: Any, parts: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts


class PaperForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, required=False,
        help_text=gettext_lazy("Empty: the name of the file."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("File"), help_text=UPLOADS)
    closed = forms.BooleanField(
        label=gettext_lazy("Closed to the public"), required=False,
        help_text=gettext_lazy("Seen only by the organ's members and the office."),
    )  # fmt: skip


class PaperVersionForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), help_text=UPLOADS)
    change = forms.CharField(label=gettext_lazy("What changed"), max_length=300, required=False)


class PaperChangeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    closed = forms.BooleanField(label=gettext_lazy("Closed to the public"), required=False)


class TemplateForm(forms.Form):
    organ = forms.ModelChoiceField(label=gettext_lazy("Organ"), queryset=Organ.objects.none(), to_field_name="code")
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed()


class TemplateNameForm(forms.Form):
    """The name of a template that is made from an agenda."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class StandingItemForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    kind = kind_field()
    proposal = text_field(gettext_lazy("Proposed decision"), rows=4, required=False)


class NewStandingItemForm(StandingItemForm):
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Stands in"), queryset=None, required=False,
        empty_label=gettext_lazy("Directly on the agenda"),
    )  # fmt: skip

    def __init__(self, *args: Any, template: AgendaTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = template.items.all()
