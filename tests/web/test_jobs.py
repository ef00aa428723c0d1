"""What the worker does to keep the house in order."""

from datetime import timedelta

import pytest

from samsyn.foundation.files import operations as files
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.operations import importing
from samsyn.web.jobs import PURGES, keep_house
from tests import factories as make
from tests.house.tree import ROOT


def test_all_that_is_removed_is_in_the_operators_documentation():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [what for what in PURGES if f"| {what} |" not in text] == []


@pytest.mark.django_db
def test_an_upload_goes_with_its_import(settings, tmp_path):
    settings.DATA = tmp_path
    importing.start(files.store(b"# Plan", name="plan.md", by=None, at=make.NOW), by=None, at=make.NOW)
    keep_house(make.NOW + timedelta(days=89))
    assert StoredFile.objects.exists()
    keep_house(make.NOW + timedelta(days=91))
    assert not StoredFile.objects.exists()
