"""Which stated totals flows are checked against: a figure of a table of quantities for either side."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.insights.queries import totals

LABELS: Mapping[str, str | Promise] = {
    "origins": _("Stated total of those from each area"),
    "destinations": _("Stated total of those to each area"),
}
HELP: Mapping[str, str | Promise] = {
    "origins": _("For example residents who work. The flows are summed beside it; nothing is changed."),
    "destinations": _("For example jobs. The flows are summed beside it; nothing is changed."),
}


def stated_fields(prefix: str = "") -> dict[str, forms.Field]:
    """A choice for either side; none where there is no table of quantities."""
    figures = totals.figures()
    if not figures:
        return {}
    return {prefix + side: _choice(side, figures) for side in LABELS}


class TotalsForm(forms.Form):
    """What a snapshot of flows is looked at beside."""

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.fields |= stated_fields()

    def chosen(self) -> dict[str, str]:
        """The chosen figure of each side that has one."""
        return {side: value for side, value in self.cleaned_data.items() if value} if self.is_valid() else {}


def _choice(side: str, figures: Iterable[tuple[str, list[tuple[str, str]]]]) -> forms.ChoiceField:
    choices = [("", _("None")), *figures]
    return forms.ChoiceField(label=LABELS[side], help_text=HELP[side], choices=choices, required=False)
