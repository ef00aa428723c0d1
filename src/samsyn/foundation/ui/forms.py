"""How forms are drawn: set `FORM_RENDERER = "samsyn.foundation.ui.forms.Renderer"`."""

from typing import Any

from django.forms import BaseForm, BooleanField, DateField, DateInput, Field
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import gettext as _


class Renderer(DjangoTemplates):
    """Label above, help under the label, errors in words at the field and linked from a summary at the top."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        return super().get_template(INSTEAD.get(template_name, template_name))


INSTEAD = {"django/forms/widgets/select.html": "ui/forms/select.html"}
"""Django's template of a list to choose from includes two more templates for each choice."""


def day_field(**kwargs: Any) -> DateField:
    """A day, chosen in the browser's own calendar."""
    return DateField(widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def active_filters(form: BaseForm, query: QueryDict) -> list[tuple[str, str, str]]:
    """The filters in use of a valid filter form, as (label, value in words, query string without it)."""
    chips = []
    for name, field in form.fields.items():
        for value in query.getlist(name):
            if value:
                chips.append((str(field.label), _in_words(field, value), _without(query, name, value)))
    return chips


def _in_words(field: Field, value: str) -> str:
    if hasattr(field, "choices"):
        return next((str(label) for key, label in field.choices if str(key) == value), value)
    return _("yes") if isinstance(field, BooleanField) else value


def _without(query: QueryDict, name: str, value: str) -> str:
    """The query without one value of one filter, and on the first page of what remains."""
    rest = query.copy()
    rest.setlist(name, [other for other in rest.getlist(name) if other != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
