"""The log: sealed entry by entry; what is changed or missing shows."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.append_only import create_triggers, drop_triggers
from samsyn.foundation.audit import operations, queries
from samsyn.foundation.audit.models import AuditEntry
from tests import factories as make

NOW = make.NOW


def _record(n: int = 1, **fields) -> None:
    for i in range(n):
        given = {"verb": "plans.adopted", "subject": f"plan:{i}", "by": None, "at": NOW + timedelta(minutes=i)}
        operations.record(**given | fields)


class _Unlocked:
    """What somebody with the database's own tools could do."""

    def __enter__(self):
        with connection.schema_editor() as editor:
            drop_triggers(editor, "audit_auditentry")

    def __exit__(self, *_error):
        with connection.schema_editor() as editor:
            create_triggers(editor, "audit_auditentry")


@pytest.mark.django_db
def test_the_chain_holds():
    assert queries.first_break() is None
    assert queries.head() == 0
    _record(3, version=2, note="Återrapporterad – ”åäö”")
    assert queries.first_break() is None
    assert queries.head() == 3


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_the_log():
    _record()
    for act in (lambda: AuditEntry.objects.update(verb="x"), lambda: AuditEntry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert AuditEntry.objects.get().verb == "plans.adopted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tamper", "sequence", "reason"),
    [
        (lambda: AuditEntry.objects.filter(sequence=2).update(actor=7), 2, "changed"),
        (lambda: AuditEntry.objects.filter(sequence=2).update(details={"n": 1}), 2, "changed"),
        (lambda: AuditEntry.objects.filter(sequence=2).update(at=NOW), 2, "changed"),
        (lambda: AuditEntry.objects.filter(sequence=2).delete(), 2, "missing"),
        (lambda: AuditEntry.objects.filter(sequence=1).delete(), 1, "missing"),
        (lambda: _reseal(2), 3, "does not continue"),
    ],
    ids=["actor", "details", "time", "one removed", "the first removed", "changed and sealed anew"],
)
def test_tampering_shows_where(tamper, sequence, reason):
    _record(4)
    with _Unlocked():
        tamper()
    broken = queries.first_break()
    assert broken.sequence == sequence
    assert reason in broken.reason


@pytest.mark.django_db
def test_the_last_seal_tells_of_removed_last_entries():
    assert queries.last_seal() == ""
    _record(2)
    assert queries.last_seal() == AuditEntry.objects.get(sequence=2).hash


def _reseal(sequence: int) -> None:
    entry = AuditEntry.objects.get(sequence=sequence)
    entry.verb = "plans.closed"
    AuditEntry.objects.filter(sequence=sequence).update(verb=entry.verb, hash=entry.seal())


@pytest.mark.django_db
def test_the_page_shows_who_did_what_and_filters(client):
    admin = make.user(Role.ADMINISTRATOR, name="Siv Berg")
    client.force_login(admin)
    _record(2)
    _record(verb="accounts.invited", subject="account:12", by=admin)
    page = client.get(reverse("accounts:log"))
    assert [entry.sequence for entry, _name, _what in page.context["rows"]] == [3, 2, 1]
    assert [name for _entry, name, _what in page.context["rows"]] == ["Siv Berg", "", ""]

    def shown(**query) -> list[int]:
        return [entry.sequence for entry, _name, _what in client.get(reverse("accounts:log"), query).context["rows"]]

    assert shown(subject="plan:") == [2, 1]
    assert shown(subject="plan:1") == [2]
    assert shown(subject="account:1") == [], "account:12 is another"
    assert shown(verb="accounts.invited") == [3]


@pytest.mark.django_db
def test_the_page_checks_the_chain_when_asked(client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    _record(2)
    assert "Kedjan håller" not in client.get(reverse("accounts:log")).content.decode()
    assert "Kedjan håller:" in client.get(reverse("accounts:log"), {"check": ""}).content.decode()
    assert "Kedjan håller inte" not in client.get(reverse("accounts:log"), {"check": ""}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_says_where_the_chain_breaks(client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    _record(3)
    with _Unlocked():
        AuditEntry.objects.filter(sequence=2).delete()
    assert "Kedjan håller inte vid post 2" in client.get(reverse("accounts:log"), {"check": ""}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_entry_and_for_many(client, django_assert_max_num_queries, count):
    client.force_login(make.user(Role.ADMINISTRATOR))
    for _n in range(count):
        _record(by=make.user())
    with django_assert_max_num_queries(8):
        assert client.get(reverse("accounts:log")).status_code == 200
