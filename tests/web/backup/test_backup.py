"""Backup and restore, from outside: on the database that the suite runs on."""

import hashlib
import json
import stat
import zipfile

import pytest

from tests.installation import Installation, kill_when, wait_until

DIGEST = """
import hashlib, json
from samsyn.web.backup import tables
own = {"audit.AuditEntry", "contenttypes.ContentType", "auth.Permission"}
found = {}
for model in tables.models():
    if model._meta.label not in own:
        lines = list(tables.lines(model, using="default"))
        found[model._meta.label] = [len(lines), hashlib.sha256(b"".join(sorted(lines))).hexdigest()]
print(json.dumps(found))
"""
# What is in every table, but for the log, in which backups themselves are noted.
ERASE = """
from samsyn.foundation.accounts import operations
from samsyn.foundation.accounts.models import User
from samsyn.members.operations import people
from samsyn.members.models import Person
user = User.objects.get(email="ledamot@demo.example")
operations.erase(user, by=None, at=now)
people.erase_person(Person.objects.get(account=user), by=None, at=now)
"""
NAMES = """
from samsyn.foundation.accounts.models import User
from samsyn.members.models import Person
print(*(model.objects.filter(name__contains="Sundelius").count() for model in (User, Person)))
"""
LARGE_FILE = """
import os
from samsyn.foundation.files.operations import store
for n in range(4):
    store(b"%PDF-1.7" + os.urandom(15_000_000), name="large.pdf", by=None, at=now)
"""


@pytest.fixture
def filled(demo_installation) -> Installation:
    return demo_installation


@pytest.fixture
def other(_installation_template, tmp_path):
    with _installation_template.copy(tmp_path / "other") as made:
        yield made


def digest(installation: Installation) -> dict:
    return json.loads(installation.python(DIGEST))


def rewritten(archive, change) -> None:
    """Write the archive anew with its members changed; the manifest is left as it is."""
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    with zipfile.ZipFile(archive, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)


def test_what_is_restored_elsewhere_is_what_was_backed_up(filled, other, tmp_path):
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    other.samsyn("restore", str(archive))
    assert digest(other) == digest(filled)
    assert other.is_sound()
    # New rows get numbers of their own, and what may only grow may again only grow.
    other.python("from samsyn.members.models import Organ; Organ.objects.create(code='new', name='New')")
    refused = other.python(
        "from django.db import DatabaseError\nfrom samsyn.foundation.audit.models import AuditEntry\n"
        "try: AuditEntry.objects.update(verb='x')\nexcept DatabaseError as error: print(error)"
    )
    assert "append-only" in refused


def test_an_empty_folder_is_enough_to_restore_into(filled, tmp_path):
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))
    fresh = Installation(tmp_path / "fresh", "")
    fresh.data.mkdir()
    fresh.samsyn("restore", str(archive))  # always SQLite: the suite on PostgreSQL thereby crosses over
    assert digest(fresh) == digest(filled)
    assert fresh.is_sound()


def test_an_installation_in_use_is_replaced_only_on_request(filled, tmp_path):
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))
    before = digest(filled)
    filled.python("from samsyn.members.models import Organ; Organ.objects.create(code='new', name='New')")
    told = filled.samsyn("restore", str(archive), exits=1).stderr
    assert "--replace" in told
    assert digest(filled) != before
    filled.samsyn("restore", "--replace", str(archive))
    assert digest(filled) == before
    assert filled.is_sound()


def test_people_erased_since_are_erased_again(filled, other, tmp_path):
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))
    filled.python(ERASE)
    filled.samsyn("restore", "--replace", str(archive))
    assert filled.python(NAMES) == "0 0"
    assert filled.is_sound()
    # On another machine, where only the ledger has come along.
    other.samsyn("restore", str(archive), "--erasures", str(filled.data / "erasures.log"))
    assert other.python(NAMES) == "0 0"
    # And an archive carries its own ledger on.
    other.samsyn("backup", str(tmp_path / "later.zip"))
    with zipfile.ZipFile(tmp_path / "later.zip") as later:
        assert len(later.read("erasures.log").splitlines()) == 2


def test_a_damaged_archive_changes_nothing(filled, tmp_path):
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))
    before = digest(filled)
    for change in (
        lambda members: members.update({"tables/members.Organ.jsonl": b""}),
        lambda members: members.pop("tables/members.Organ.jsonl"),
        lambda members: members.update({"tables/extra.jsonl": b""}),
    ):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(archive.read_bytes())
        rewritten(damaged, change)
        assert "damaged" in filled.samsyn("restore", "--replace", str(damaged), exits=1).stderr
    damaged.write_bytes(archive.read_bytes()[:-2000])
    assert "cut short" in filled.samsyn("restore", "--replace", str(damaged), exits=1).stderr
    damaged.write_bytes(b"not an archive")
    filled.samsyn("restore", "--replace", str(damaged), exits=1)
    assert digest(filled) == before
    assert filled.is_sound()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda manifest: manifest["migrations"].append("plans.9999_future"), "newer"),
        (lambda manifest: manifest["migrations"].remove("plans.0001_initial"), "older"),
        (lambda manifest: manifest.update(format=2), "format 2"),
    ],
)
def test_an_archive_of_another_version_is_refused_with_what_to_do(installation, tmp_path, change, told):
    archive = tmp_path / "all.zip"
    installation.samsyn("backup", str(archive))

    def other_version(members):
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    rewritten(archive, other_version)
    assert told in installation.samsyn("restore", "--replace", str(archive), exits=1).stderr


def test_an_audit_log_that_does_not_hold_is_not_restored(filled, other, tmp_path):
    """Somebody who can write the manifest anew still cannot change history."""
    archive = tmp_path / "all.zip"
    filled.samsyn("backup", str(archive))

    def forged(members):
        log = members["tables/audit.AuditEntry.jsonl"].replace(b"accounts.invited", b"accounts.forgery", 1)
        members["tables/audit.AuditEntry.jsonl"] = log
        manifest = json.loads(members["manifest.json"])
        entry = {"sha256": hashlib.sha256(log).hexdigest(), "size": len(log)}
        manifest["members"]["tables/audit.AuditEntry.jsonl"] = entry
        members["manifest.json"] = json.dumps(manifest).encode()

    rewritten(archive, forged)
    assert "audit log" in other.samsyn("restore", str(archive), exits=1).stderr
    assert other.python("from samsyn.members.models import Organ; print(Organ.objects.count())") == "0"
    assert other.is_sound()


def test_sign_ins_and_workers_of_the_moment_are_not_carried_over(filled, tmp_path):
    archive = tmp_path / "all.zip"
    session = "from django.contrib.sessions.backends.db import SessionStore\nSessionStore().create()\n"
    filled.python(session)
    filled.samsyn("backup", str(archive))
    filled.samsyn("restore", "--replace", str(archive))
    assert filled.python("from django.contrib.sessions.models import Session; print(Session.objects.count())") == "0"


def test_a_backup_holds_one_moment_and_lets_others_write_meanwhile(installation, tmp_path):
    """Rows that are added while it runs are not in it, and are not held up by it."""
    installation.python(LARGE_FILE)
    archive = tmp_path / "all.zip"
    running = installation.start_samsyn("backup", str(archive))
    wait_until(lambda: "table" in (running.stderr.readline() if running.stderr else ""))
    installation.python("from samsyn.members.models import Organ; Organ.objects.create(code='late', name='Late')")
    assert running.poll() is None, "the backup was too quick for this test"
    assert running.wait(60) == 0
    with zipfile.ZipFile(archive) as made:
        assert made.read("tables/members.Organ.jsonl") == b""


def test_a_killed_backup_leaves_the_one_before_as_it_was(installation, tmp_path):
    archive = tmp_path / "all.zip"
    installation.samsyn("backup", str(archive))
    before = archive.read_bytes()
    installation.python(LARGE_FILE)
    partial = tmp_path / ".all.zip.partial"
    running = installation.start_samsyn("backup", str(archive))
    kill_when(running, lambda: partial.exists() and partial.stat().st_size > 5_000_000)
    assert archive.read_bytes() == before
    assert installation.is_sound()
    installation.samsyn("backup", str(archive))  # what was left half written is in nobody's way
    assert not partial.exists()
    assert archive.stat().st_size > 50_000_000


def test_a_backup_that_cannot_be_written_is_refused_in_one_line(installation, tmp_path):
    told = installation.samsyn("backup", str(tmp_path / "nowhere" / "all.zip"), exits=1).stderr
    assert len(told.strip().splitlines()) == 1
    assert "nowhere" in told


def test_a_missing_file_is_told_and_makes_no_archive(installation, tmp_path):
    installation.python(LARGE_FILE.replace("range(4)", "range(1)"))
    for path in (installation.data / "files").glob("*/*"):
        path.unlink()
    assert "large.pdf" in installation.samsyn("backup", str(tmp_path / "all.zip"), exits=1).stderr
    assert list(tmp_path.glob("*.zip")) == []
    assert "FAIL files" in installation.samsyn("check", exits=1).stdout
