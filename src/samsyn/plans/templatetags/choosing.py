"""`{% load choosing %}`: the rows of the table of owners, made by hand because each holds everybody."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.plans.forms.owners import OwnersForm
from samsyn.plans.queries.assigning import Row
from samsyn.plans.queries.choices import party_choices

register = template.Library()


@register.simple_tag
def owner_options(form: OwnersForm) -> SafeString:
    """The options of every row, none of them chosen."""
    nobody = format_html('<option value="">{}</option>', _("Nobody"))
    return nobody + format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (label, format_html_join("", '<option value="{}">{}</option>', choices))
            for label, choices in party_choices(form.table.known)
        ),
    )


@register.simple_tag
def owner_row(form: OwnersForm, row: Row, options: SafeString) -> SafeString:
    """A goal or an activity with its owner to choose; an owner who has left can stay, and is marked."""
    chosen, was = form.chosen(row), form.was(row)
    name = f"owner-{row.item.key}"
    return format_html(
        '<div class="owners-row{}"><label for="{}">{} <a href="{}">{}</a></label>'
        '<select name="{}" id="{}">{}{}</select><input type="hidden" name="was-{}" value="{}"></div>',
        " owners-missing" if row.unowned else "", name, row.item.number,
        reverse("plans:item", args=[row.item.key]), row.item.name, name, name,
        _gone(row, chosen), _choose(options, chosen), row.item.key, was,
    )  # fmt: skip


def _choose(options: SafeString, code: str) -> SafeString:
    option = f'value="{escape(code)}"'
    return SafeString(options.replace(option, f"{option} selected", 1))


def _gone(row: Row, chosen: str) -> SafeString | str:
    if row.owner is None or row.owner.present or row.owner.function:
        return ""
    selected = SafeString(" selected") if chosen == row.code else ""
    name = _("%(name)s (has left)") % {"name": row.owner.name}
    return format_html('<option value="{}"{}>{}</option>', row.code, selected, name)
