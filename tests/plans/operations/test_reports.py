"""Completing reports: frozen, numbered, sealed; nothing half done, whoever stops and however many complete at once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import disk
from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs.models import JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, WrongState
from samsyn.plans.jobs.reports import complete_report
from samsyn.plans.models import FollowUpRound, PlanState, Report
from samsyn.plans.operations import follow_ups, reports, rounds
from samsyn.plans.queries import follow_up
from samsyn.plans.queries.report import by_key, content_of, faults
from tests import factories

NOW = factories.NOW


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def _spring() -> FollowUpRound:
    """A round of a plan with an area, a goal and an activity, each with something said."""
    plan = factories.adopted_plan(decided_by=factories.organ())
    spring = rounds.open_usual(plan, by=None, at=NOW)[0]
    area = factories.area(plan)
    for item in (factories.goal(plan, parent=area), factories.item(plan, parent=area)):
        follow_ups.enter(item, round=spring, state="on_track", text="It goes on.", by=None, at=NOW)
    return spring


@pytest.fixture
def spring(db):
    return _spring()


def _say(round, text, at=NOW):
    goal = round.plan.items.get(kind="goal")
    words = {"consequence": "Late.", "action": "Meet."}
    follow_ups.enter(goal, round=round, state="at_risk", text=text, by=None, at=at, **words)


def test_a_report_is_frozen_with_its_files(spring):
    officer = factories.user(Role.OFFICER)
    report = reports.complete(spring, by=officer, at=NOW)
    assert (report.number, report.completed_by, report.completed_at) == (1, officer, NOW)
    assert files.read(report.pdf).startswith(b"%PDF")
    assert files.read(report.docx).startswith(b"PK")
    assert files.read(report.xlsx).startswith(b"PK")
    assert report.pdf.name == "plan-2018-2018-04-30-1.pdf"
    assert faults(by_key(report.key)) == []
    told = AuditEntry.objects.latest("sequence")
    assert (told.verb, told.subject) == ("plans.report_completed", f"report:{report.key}")
    assert told.details["sha256"] == report.sha256 == content_of(report).sha256()


def test_a_later_report_rewrites_nothing(spring):
    first = reports.complete(spring, by=None, at=NOW)
    _say(spring, "It has stopped.", at=NOW + timedelta(days=1))
    second = reports.complete(spring, by=None, at=NOW + timedelta(days=1))
    assert (first.number, second.number) == (1, 2)
    kept = by_key(first.key)
    assert kept.content == first.content
    assert faults(kept) == []
    said = [
        next(item for item in content_of(report).items if item.kind == "goal").follow_up for report in (kept, second)
    ]
    assert [entry and entry.text for entry in said] == ["It goes on.", "It has stopped."]
    assert follow_up.latest_report(spring.plan) == second
    assert [report.number for report in follow_up.reports_of(spring.plan)] == [2, 1]


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_the_database_itself_keeps_every_report(spring, change):
    row = Report.objects.filter(pk=reports.complete(spring, by=None, at=NOW).pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.update(number=9) if change == "UPDATE" else row._raw_delete(row.db)
    assert row.get().number == 1


def test_a_changed_seal_content_and_file_are_found(spring):
    report = reports.complete(spring, by=None, at=NOW)
    report.content = report.content | {"summary": "All is well, truly."}
    assert faults(report) == ["the content is not what was sealed"]
    report = by_key(report.key)
    place = disk.path_of(files.folder(), report.pdf.sha256)
    kept = place.read_bytes()
    try:
        place.write_bytes(kept + b" ")
        assert faults(report) == ["the file “plan-2018-2018-04-30-1.pdf” is not what was stored"]
        place.unlink()
        assert ["is missing on the server" in fault for fault in faults(report)] == [True]
    finally:
        place.write_bytes(kept)


def test_the_same_content_gives_the_same_bytes(spring):
    content = reports.report_content(spring, by=None, at=NOW)
    first, second = (reports._rendered(content, "sv", lambda share, message: None) for _twice in range(2))
    assert first == second


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DELEGATE, Role.ADMINISTRATOR, Role.PARTICIPANT])
def test_only_the_office_completes(spring, role):
    by = factories.user(role)
    for verb in (reports.complete, reports.request):
        with pytest.raises(NotPermitted):
            verb(spring, by=by, at=NOW)


def test_what_cannot_be_completed(spring):
    with pytest.raises(WrongState, match="opens on"):
        reports.complete(spring, by=None, at=NOW.replace(month=1))
    with pytest.raises(NotUsable, match="Swedish or English"):
        reports.request(spring, by=None, at=NOW, language="fi")
    other = factories.plan()
    draft = FollowUpRound.objects.create(
        plan=other, as_of=date(2018, 4, 30), opens_on=date(2018, 4, 1), due_on=date(2018, 5, 14)
    )
    with pytest.raises(WrongState, match="not been adopted"):
        reports.complete(draft, by=None, at=NOW)
    other.state = PlanState.CLOSED
    other.save()
    draft.refresh_from_db()
    with pytest.raises(WrongState):
        reports.complete(draft, by=None, at=NOW)


# As a job


def test_the_job_completes_and_settles_at_once(spring):
    officer = factories.user(Role.OFFICER, language="en")
    job = run_now(reports.request(spring, by=officer, at=NOW, url="/plans/"), {reports.COMPLETE: complete_report})
    assert (job.state, job.error) == (JobState.DONE, "")
    report = Report.objects.get()
    assert job.result == {"report": str(report.key), "url": "/plans/"}
    assert report.completed_by == officer


def test_a_report_is_asked_for_once_at_a_time(spring):
    reports.request(spring, by=None, at=NOW)
    with pytest.raises(ChangedMeanwhile, match="being made already"):
        reports.request(spring, by=None, at=NOW)
    autumn = spring.plan.rounds.get(as_of=date(2018, 8, 31))
    assert reports.request(autumn, by=None, at=NOW.replace(month=9))


def test_progress_grows_and_names_each_stage(spring):
    told: list[tuple[float, str]] = []
    reports.complete(spring, by=None, at=NOW, progress=lambda share, message: told.append((share, message)))
    shares = [share for share, _message in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {"Making the report as PDF", "Making the report as DOCX", "Making the report as XLSX"} <= {
        m for _s, m in told
    }


@pytest.mark.parametrize("stage", [0.0, 0.4, 0.7, 1.0])
def test_whoever_stops_leaves_nothing(spring, stage):
    class Stopped(Exception):
        pass

    def stop(share, message):
        if share >= stage:
            raise Stopped

    before = AuditEntry.objects.count()
    with pytest.raises(Stopped):
        reports.complete(spring, by=None, at=NOW, progress=stop)
    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.count() == before


# Killed, and at once


def _database() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


KILLED = {
    "while setting the pages": "progress=lambda share, message: os.kill(os.getpid(), 9) if share > 0.5 else None",
    "before the end of the last transaction": "conclude=lambda report: os.kill(os.getpid(), 9)",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", KILLED)
def test_a_process_that_is_killed_leaves_nothing(moment):
    spring = _spring()
    before = AuditEntry.objects.count()
    program = f"""
import os
import django
django.setup()
from datetime import datetime
from samsyn.plans.models import FollowUpRound
from samsyn.plans.operations import reports
spring = FollowUpRound.objects.get(key="{spring.key}")
reports.complete(spring, by=None, at=datetime.fromisoformat("{NOW}"), {KILLED[moment]})
"""
    environment = os.environ | {"DATABASE_URL": _database(), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.count() == before
    assert reports.complete(spring, by=None, at=NOW).number == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_numbers_one_and_two():
    spring = _spring()
    together = threading.Barrier(2, timeout=60)
    failures: list[BaseException] = []

    def complete():
        waited = []

        def wait_once(share, message):
            if not waited:
                waited.append(together.wait())

        try:
            reports.complete(spring, by=None, at=NOW, progress=wait_once)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=complete) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    made = list(Report.objects.order_by("number"))
    assert [report.number for report in made] == [1, 2]
    assert [content_of(report).number for report in made] == [1, 2]
    assert [fault for report in made for fault in faults(report)] == []
