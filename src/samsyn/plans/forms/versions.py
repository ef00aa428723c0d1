"""Which two versions of a plan to compare."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.plans.models import PlanVersion

NOW = "now"


class CompareForm(forms.Form):
    """An older and a newer version; the newer may be the plan as it is now."""

    hide_optional = True

    old = forms.ChoiceField(label=_("Older version"))
    new = forms.ChoiceField(label=_("Newer version"))

    def __init__(self, *args: Any, versions: QuerySet[PlanVersion], with_now: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(str(version.number), _words(version)) for version in versions]
        self.fields["old"].choices = kept
        self.fields["new"].choices = [*([(NOW, _("The plan as it is now"))] if with_now else []), *kept]


def _words(version: PlanVersion) -> str:
    return f"{version.number} – {version.get_kind_display()}, {version.made_at:%Y-%m-%d}"
