"""The `samsyn` command, from outside."""

import json
import subprocess
import sys
import zipfile

import pytest

from samsyn.web.cli import COMMANDS
from tests.installation import ROOT, SERVER, Installation

PLAN = """\
# Verksamhetsplan 2018

## 1. Samverkan

Övergripande mål

- Att regionen ska hålla samman.

Aktiviteterna innefattar

- Att ordna möten.
- Att sprida exempel.
"""


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    return str(path)


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it is done."""
    code = (
        "import sys\nfrom samsyn.web.cli import main\n"
        f"sys.argv = ['samsyn', *{list(arguments)!r}]\n"
        "try: main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_no_django():
    for arguments in (["--help"], ["serve", "--help"], ["plan", "parse", "--help"], ["backup", "--help"]):
        assert "django" not in loaded_by(*arguments)


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_help_that_agrees_with_the_list(command):
    done = subprocess.run(
        [sys.executable, "-m", "samsyn.web.cli", command, "--help"], cwd=ROOT / "src", capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "Usage: samsyn" in done.stdout


def test_wrong_use_ends_with_2(tmp_path):
    nowhere = Installation(tmp_path, "")
    nowhere.samsyn("dance", exits=2)
    nowhere.samsyn("plan", "parse", exits=2)
    nowhere.samsyn("restore", "nowhere.zip", exits=2)


def test_a_wrong_configuration_is_one_message_without_a_traceback(tmp_path):
    wrong = Installation(tmp_path, "mysql://nobody@nowhere/nothing")
    for command in ("serve", "worker", "migrate", "purge"):
        told = wrong.samsyn(command, exits=1).stderr
        assert "DATABASE_URL" in told
        assert "Traceback" not in told
    report = json.loads(wrong.samsyn("check", "--json", exits=1).stdout)
    assert [(check["name"], check["ok"]) for check in report["checks"]] == [("configuration", False)]


def test_a_database_that_is_not_at_this_version_is_not_served(tmp_path):
    unmigrated = Installation(tmp_path, "")
    for command in (["serve"], ["worker"], ["backup", "a.zip"], ["plan", "list"]):
        assert "samsyn migrate" in unmigrated.samsyn(*command, exits=1).stderr
    assert "FAIL migrations" in unmigrated.samsyn("check", exits=1).stdout
    unmigrated.samsyn("migrate")
    assert "0 migrations applied" in unmigrated.samsyn("migrate").stderr


def test_check_tells_what_is_well(installation):
    report = json.loads(installation.samsyn("check", "--json", "--without-worker").stdout)
    assert report["ok"]
    names = [check["name"] for check in report["checks"]]
    assert names == ["configuration", "data", "disk", "database", "migrations", "audit log", "files", "mail"]


def test_check_finds_that_mail_is_not_taken(installation):
    installation.python(
        "from datetime import timedelta\n"
        "from samsyn.foundation.mail.models import OutgoingMessage\n"
        "for hours in (1, 2, 200):\n"
        "    OutgoingMessage.objects.create(recipients=[], queued_at=now - timedelta(hours=hours))"
    )
    told = installation.samsyn("check", "--without-worker", exits=1).stdout
    assert "FAIL mail: 1 messages have waited over an hour" in told


@pytest.mark.skipif(bool(SERVER), reason="the log is forged in the file of SQLite")
def test_check_finds_a_forged_audit_log(installation):
    installation.python(
        "from django.db import connection\n"
        "from samsyn.foundation.audit.operations import record\n"
        "record(verb='test.done', subject='a:1', by=None, at=now)\n"
        "record(verb='test.done', subject='a:2', by=None, at=now)\n"
        "connection.cursor().execute('DROP TRIGGER audit_auditentry_no_update')\n"
        "connection.cursor().execute(\"UPDATE audit_auditentry SET verb = 'test.undone' WHERE sequence = 1\")"
    )
    assert "FAIL audit log: the chain breaks at entry 1" in installation.samsyn("check", exits=1).stdout


def test_the_first_administrator_is_added_once(installation):
    arguments = ("user", "add", "chief@council.example", "--name", "Chief", "--role", "administrator")
    assert "/invitation/" in installation.samsyn(*arguments).stdout
    told = installation.samsyn(*arguments, exits=1).stderr
    assert len(told.strip().splitlines()) == 1
    assert "chief@council.example" in told


def test_parse_needs_no_database_and_prints_json(tmp_path, document):
    parsed = json.loads(Installation(tmp_path, "").samsyn("plan", "parse", document).stdout)
    assert [activity["text"] for activity in parsed["sections"][0]["activities"]] == [
        "Att ordna möten.",
        "Att sprida exempel.",
    ]
    assert not (tmp_path / "samsyn.sqlite3").exists()


def test_what_is_no_document_is_refused_in_one_line(installation, tmp_path):
    path = tmp_path / "archive.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    for command in ("parse", "import"):
        told = installation.samsyn("plan", command, str(path), exits=1).stderr
        assert "archive.pdf" in told
        assert "Traceback" not in told


def test_a_plan_goes_in_out_and_in_again(installation, tmp_path, document):
    key = installation.samsyn("plan", "import", document).stdout.strip()
    assert key in installation.samsyn("plan", "list").stdout
    exported = tmp_path / "plan.json"
    installation.samsyn("plan", "export", key, "-o", str(exported))
    assert "Att sprida exempel." in exported.read_text(encoding="utf-8")
    installation.samsyn("plan", "import", str(exported), exits=1)  # it is here already
    installation.samsyn("plan", "import", "--as-copy", str(exported))
    assert len(installation.samsyn("plan", "list").stdout.splitlines()) == 2
    installation.samsyn("plan", "export", key, "--format", "open-json", exits=1)  # a draft is not public
    unknown = installation.samsyn("plan", "export", "00000000-0000-4000-8000-000000000000", exits=1)
    assert "samsyn plan list" in unknown.stderr


def test_purge_says_what_it_removed(installation):
    assert "ended jobs: 0" in installation.samsyn("purge").stdout


def test_the_demonstration_is_refused_where_real_people_are(tmp_path):
    assert "SAMSYN_MODE" in Installation(tmp_path, "").samsyn("demo", "--no-serve", exits=1).stderr
