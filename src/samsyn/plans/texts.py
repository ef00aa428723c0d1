"""Texts that people give, checked against the field that will keep them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from samsyn.plans.errors import NotUsable


def short_enough(model: type[models.Model], name: str, text: str) -> str:
    """The text, refused where the field cannot hold it."""
    field: Any = model._meta.get_field(name)
    if len(text) > field.max_length:
        raise NotUsable(
            _("The field “%(field)s” holds at most %(longest)d characters. Shorten it.")
            % {"field": field.verbose_name, "longest": field.max_length}
        )
    return text


def one_line(model: type[models.Model], name: str, text: str) -> str:
    """The text in one line, refused where it is empty or the field cannot hold it."""
    line = " ".join(text.split())
    if not line:
        field: Any = model._meta.get_field(name)
        raise NotUsable(_("Fill in “%(field)s”.") % {"field": field.verbose_name})
    return short_enough(model, name, line)
