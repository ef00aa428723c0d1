"""What is typed about minutes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.members.models import Person


class ProseForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What was said and done, beside what is recorded. A blank line begins a paragraph."),
    )


class AdjustersForm(forms.Form):
    """Those who adjust: whoever led the meeting, and those who were chosen."""

    chair = forms.ModelChoiceField(label=_("Chair"), queryset=Person.objects.none())
    adjusters = forms.ModelMultipleChoiceField(
        label=_("Adjusters"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, served: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(pk__in=list(served)).order_by("name")
        self.fields["chair"].queryset = people
        self.fields["adjusters"].queryset = people


class TextForm(forms.Form):
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 5}))


class CorrectionForm(TextForm):
    item = forms.ModelChoiceField(
        label=pgettext_lazy("meeting", "Item"), queryset=None, required=False, empty_label=_("The whole")
    )

    def __init__(self, *args: Any, meeting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.order_by("position", "pk")
