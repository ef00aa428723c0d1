"""What people type when they send something about a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.meetings.forms.fields import text_field
from samsyn.meetings.models import Meeting, MeetingState, NoticeKind

AFTER_SUMMONS = (NoticeKind.PAPERS, NoticeKind.UPDATE, NoticeKind.REMINDER)


class NoticeForm(forms.Form):
    """What is sent. `seen` is how many notices there were when the page was read."""

    kind = forms.ChoiceField(label=gettext_lazy("What is sent"), widget=forms.RadioSelect)
    message = text_field(
        gettext_lazy("Message"), rows=5, required=False,
        help_text=gettext_lazy("Stands in the mail, before the agenda."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (NoticeKind.SUMMONS,) if meeting.state == MeetingState.PLANNED else AFTER_SUMMONS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value
