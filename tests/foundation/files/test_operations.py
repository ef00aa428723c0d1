"""Storing and sweeping."""

import io
import os
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import disk, operations, queries
from samsyn.foundation.files.errors import FileError
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.operations import teams
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.UPLOAD_LIMIT = 2_097_152
    return tmp_path


def store(source=b"words", name="plan.txt", by=None) -> StoredFile:
    return operations.store(source, name=name, by=by, at=NOW)


def on_disk() -> list[str]:
    return sorted(path.name for path in disk.every(queries.folder()))


def test_bytes_are_kept_under_their_hash_and_read_back():
    stored = store()
    assert (stored.media_type, stored.size) == ("text/plain", 5)
    assert queries.read(stored) == b"words"
    assert on_disk() == [stored.sha256]
    assert AuditEntry.objects.get().subject == f"file:{stored.key}"
    assert "plan.txt" not in str(AuditEntry.objects.get().details)


def test_a_stream_is_stored_as_bytes_are():
    assert store(io.BytesIO(b"words")).sha256 == store().sha256
    assert len(on_disk()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
        ("", "unnamed"),
        ("Åtgärder – 2018.txt", "Åtgärder – 2018.txt"),
    ],
)
def test_names_are_made_harmless(given, kept):
    with translation.override("en"):
        assert store(name=given).name == kept


def test_a_file_over_the_limit_leaves_nothing():
    with pytest.raises(FileError, match="2 MB"):
        store(b"x" * 2_097_153)
    assert on_disk() == []
    assert store(b"x" * 2_097_152).size == 2_097_152


def test_a_refused_kind_leaves_nothing():
    with pytest.raises(FileError, match=r"prog\.txt"):
        store(b"MZ\0\0", name="prog.txt")
    assert on_disk() == []
    assert not StoredFile.objects.exists()


def test_missing_bytes_are_told_clearly():
    stored = store()
    disk.path_of(queries.folder(), stored.sha256).unlink()
    with pytest.raises(FileError, match=r"plan\.txt"):
        queries.open_bytes(stored)
    assert list(queries.missing()) == [stored]


def test_the_sweep_takes_only_old_bytes_that_nothing_points_at():
    pointed, orphan, fresh = store(b"one"), store(b"two"), store(b"three")
    for stored in (pointed, orphan):
        os.utime(disk.path_of(queries.folder(), stored.sha256), (0, 0))
    half_written = queries.folder() / ".incoming-x"
    half_written.write_bytes(b"")
    os.utime(half_written, (0, 0))
    StoredFile.objects.exclude(pk=pointed.pk).delete()
    now = NOW.fromtimestamp(disk.path_of(queries.folder(), fresh.sha256).stat().st_mtime, tz=NOW.tzinfo)
    assert operations.sweep(by=None, at=now) == 2
    assert on_disk() == sorted([pointed.sha256, fresh.sha256])


def test_storing_old_bytes_again_makes_them_new():
    stored = store()
    path = disk.path_of(queries.folder(), stored.sha256)
    os.utime(path, (0, 0))
    store()
    assert path.stat().st_mtime > 0


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_is_signed_in_may_store_and_nobody_may_sweep(role):
    by = factories.user(role)
    assert store(by=by).stored_by == by
    with pytest.raises(NotPermitted):
        operations.sweep(by=by, at=NOW)


def test_the_anonymous_may_not_store():
    with pytest.raises(NotPermitted):
        store(by=AnonymousUser())
    assert on_disk() == []


def test_a_file_that_belongs_to_nothing_is_removed_after_ninety_days():
    upload, document = store(b'{"people": [{"email": "anna@council.example"}]}', name="plan.json"), store(b"annex")
    used = teams.add_document(factories.item(factories.plan()), title="Annex", file=document, by=None, at=NOW)
    assert operations.purge(by=None, at=NOW + timedelta(days=90)) == 0
    assert operations.purge(by=None, at=NOW + timedelta(days=91)) == 1
    assert list(StoredFile.objects.all()) == [document]
    teams.remove_document(used, by=None, at=NOW)
    assert operations.purge(by=None, at=NOW + timedelta(days=91)) == 1
    for stored in (upload, document):
        os.utime(disk.path_of(queries.folder(), stored.sha256), (0, 0))
    assert operations.sweep(by=None, at=NOW + timedelta(days=91)) == 2
    assert on_disk() == []
    assert AuditEntry.objects.filter(verb="files.purged").count() == 2


def test_whatever_points_at_a_file_keeps_it():
    pointing = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is StoredFile
    }
    asked = str(queries.unused(before=NOW).query)
    assert len(pointing) >= 6
    assert asked.count("EXISTS") == len(pointing)


def test_nobody_but_the_system_removes_files():
    with pytest.raises(NotPermitted):
        operations.purge(by=factories.user(Role.ADMINISTRATOR), at=NOW)
