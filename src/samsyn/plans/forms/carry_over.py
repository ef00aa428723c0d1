"""What goes on in the next plan."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.plans.models import Plan


class CarryOverForm(forms.Form):
    """Title and period of the next plan, and the keys of the items that go on in it."""

    title = forms.CharField(label=_("The next plan's title"), max_length=300)
    starts_on = day_field(label=_("From"))
    ends_on = day_field(label=_("To"))
    targets = forms.BooleanField(
        label=_("Take along the targets of indicators that lie ahead"), required=False, initial=True
    )

    def items(self) -> list[UUID]:
        """The items that were ticked; what is no key is left out."""
        return [key for key in map(_key, self.data.getlist("items")) if key is not None]

    @staticmethod
    def suggested(plan: Plan) -> dict[str, Any]:
        """The same length of time, from the day after; the year in the title moved on with it."""
        years = plan.ends_on.year - plan.starts_on.year + 1
        starts_on = date.fromordinal(plan.ends_on.toordinal() + 1)
        title = plan.title.replace(str(plan.starts_on.year), str(starts_on.year))
        return {"title": title, "starts_on": starts_on, "ends_on": date(plan.ends_on.year + years, 12, 31)}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
