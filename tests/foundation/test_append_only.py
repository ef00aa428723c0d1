"""The database itself refuses to change what must only grow."""

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.audit.queries import first_break, head
from tests.conftest import APPEND_ONLY
from tests.factories import NOW


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"verb": "x"}, None])
def test_an_entry_can_be_neither_changed_nor_removed(change):
    entry = audit.record(verb="test.done", subject="thing:1", by=None, at=NOW)
    rows = AuditEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert first_break() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_log_is_empty_again_after_a_test_with_real_transactions(time):
    assert head() == 0
    audit.record(verb="test.done", subject="thing:1", by=None, at=NOW)
    assert head() == 1


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        assert {row[0] for row in cursor.fetchall()} == set(APPEND_ONLY)
