"""kill -9 in the middle of an import or a report leaves the database as it was."""

import json

import pytest

from tests.installation import Installation, kill_when

COUNTS = """
import json
from django.apps import apps
print(json.dumps({model._meta.label: model._base_manager.count() for model in apps.get_models()}))
"""
ITEMS = 4000


def counts(installation: Installation) -> dict[str, int]:
    return json.loads(installation.python(COUNTS))


def large_plan() -> str:
    lines = ["# Verksamhetsplan 2018", ""]
    for n in range(1, ITEMS // 100 + 1):
        lines += [f"## {n}. Område {n}", "", "Aktiviteterna innefattar", ""]
        lines += [f"- Att göra sak {n}.{m}." for m in range(100)] + [""]
    return "\n".join(lines)


def told(process, text: str):
    """Has the process said this on standard error? Reads a line at a time."""
    return lambda: text in process.stderr.readline()


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "large.md"
    path.write_text(large_plan(), encoding="utf-8")
    return str(path)


def test_a_killed_import_leaves_no_part_of_the_plan(installation, document):
    before = counts(installation)
    running = installation.start_samsyn("plan", "import", document)
    kill_when(running, told(running, "100%"))  # it has been read; now it is being written
    assert counts(installation) == before
    assert installation.is_sound()
    installation.samsyn("plan", "import", document)
    assert counts(installation)["plans.Item"] >= ITEMS


def test_a_killed_report_leaves_no_part_of_it(demo_installation, tmp_path):
    key = demo_installation.samsyn("plan", "list").stdout.split()[0]
    before = counts(demo_installation)
    running = demo_installation.start_samsyn("plan", "report", key, "-o", str(tmp_path))
    kill_when(running, told(running, "0%"))
    assert counts(demo_installation) == before
    assert demo_installation.is_sound()
    demo_installation.samsyn("plan", "report", key, "-o", str(tmp_path))
    assert counts(demo_installation)["plans.Report"] == before["plans.Report"] + 1
    assert len(list(tmp_path.glob("*.pdf"))) == 1


REPORT = """
from samsyn.plans.models import FollowUpRound
from samsyn.plans.operations import reports
reports.request(FollowUpRound.objects.filter(reports__isnull=False).first(), by=None, at=now)
"""
STUDY = """
from samsyn.insights.models import Run
from samsyn.insights.operations import runs
from samsyn.insights.studies.catalogue import STUDIES
run = Run.objects.filter(study="functional-regions").first()
runs.request(
    STUDIES[run.study],
    choices={**run.choices, "drawings": 5000},
    sources={source.role: source.snapshot.key for source in run.sources.all()},
    seed=run.seed,
    title="Många dragningar",
    by=None,
    at=now,
)
"""


@pytest.mark.parametrize(
    ("request_one", "kind", "progress"),
    [(REPORT, "plans.complete_report", 0.0), (STUDY, "insights.run", 0.3)],
    ids=["a report", "the drawings of a study"],
)
def test_a_worker_killed_in_the_middle_of_its_work_leaves_no_part_of_it(demo_installation, request_one, kind, progress):
    demo_installation.python("from samsyn.foundation.jobs.models import Job; Job.objects.all().delete()" + request_one)
    demo_installation.samsyn("purge")  # which the worker would do at its start
    before = counts(demo_installation)
    running = f"SELECT count(*) FROM jobs_job WHERE kind = '{kind}' AND state = 'running' AND progress >= {progress}"
    working = demo_installation.start_samsyn("worker")
    kill_when(working, lambda: demo_installation.value(running) == 1)
    after = counts(demo_installation)
    assert after.pop("jobs.Worker") == before.pop("jobs.Worker") + 1  # it could not say that it stopped
    assert after == before
    assert demo_installation.is_sound()
