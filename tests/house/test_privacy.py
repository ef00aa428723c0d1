"""Every model declares its personal fields; none is left unclassified."""

import pytest
from django.apps import apps
from django.db import models

from samsyn.foundation.accounts.models import User
from samsyn.foundation.privacy import Personal
from samsyn.members.models import Person

OURS = [model for model in apps.get_models() if model.__module__.startswith("samsyn.")]
FREE = models.CharField | models.TextField | models.JSONField | models.FileField | models.EmailField | models.URLField


def _needs_classifying(field) -> bool:
    if isinstance(field, models.ForeignKey):
        return field.related_model in {User, Person}
    return isinstance(field, FREE) and not field.choices


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_that_could_hold_personal_data_is_classified(model):
    personal, impersonal = getattr(model, "personal", {}), getattr(model, "impersonal", ())
    classified = set(personal) | set(impersonal)
    fields = model._meta.concrete_fields
    assert {field.name for field in fields if _needs_classifying(field)} <= classified
    assert classified <= {field.name for field in fields}, "only fields that exist are classified"
    assert not set(personal) & set(impersonal)
    assert all(isinstance(entry, Personal) and entry.keep and entry.purge for entry in personal.values())


def test_a_party_is_never_stored_on_a_person():
    names = {field.name for model in (User, Person) for field in model._meta.concrete_fields}
    assert not [name for name in names if "party" in name]
