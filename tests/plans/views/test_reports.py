"""The board report on screen: preview, completion, and what nothing can change afterwards."""

import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.files import disk
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.plans.models import Report
from samsyn.plans.operations import follow_ups, reports, rounds
from samsyn.plans.queries.report import COMPLETE, report_content
from samsyn.plans.report import page
from samsyn.plans.report.blocks import Heading
from samsyn.plans.report.compose import compose
from samsyn.plans.report.language import ENGLISH, SWEDISH
from samsyn.web.jobs import HANDLERS
from tests import factories
from tests.plans.views.follow_up_plan import NOW, drawn


@pytest.fixture
def plan(db):
    made = drawn()
    words = {"text": "<b>Sent</b> ute.", "consequence": "Försening.", "action": "Möte i maj."}
    follow_ups.enter(made.activity, round=made.spring, state="at_risk", by=made.people["owner"], at=NOW, **words)
    follow_ups.mark_ready(made.area, round=made.spring, by=made.people["owner"], at=NOW)
    made.spring.summary = "Tågen går.\n\n- Bra"
    made.spring.save()
    return made


@pytest.fixture
def officer(client, plan):
    client.force_login(plan.people["officer"])
    return client


def _asked(officer, plan):
    return officer.post(reverse("plans:report_complete", args=[plan.spring.key]), {"language": "sv"})


def test_the_preview_says_what_the_report_will_say(officer, plan):
    """Summary, the deviation with its action, the chart and who marked ready; nothing is frozen."""
    shown = officer.get(reverse("plans:report_preview", args=[plan.spring.key])).content.decode()
    for words in ("Tågen går.", "<li>Bra</li>", "Möte i maj.", "Andel resor med tåg", str(plan.people["owner"])):
        assert words in shown, words
    assert "chart-target" in shown
    assert "&lt;b&gt;Sent&lt;/b&gt;" in shown
    assert "<b>Sent" not in shown
    assert not Report.objects.exists()


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=lambda each: each.code)
def test_every_heading_of_the_report_is_on_the_page_in_order(plan, language):
    """The headings never skip a level, and each part of the paper report is there."""
    content = report_content(plan.spring, by=plan.people["officer"], at=timezone.now())
    shown = page.render(content, language)
    parts = [b.text for b in compose(content, language).blocks if isinstance(b, Heading) and b.level == 1]
    assert re.findall(r"<h2>(.*?)</h2>", shown) == parts
    levels = [2, *map(int, re.findall(r"<h(\d)>", shown))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert shown.count("<section") == shown.count("</section>") == len(parts)


def test_a_plan_without_anything_has_a_report_too(client, db):
    empty = factories.adopted_plan()
    spring = rounds.open_usual(empty, by=None, at=NOW)[0]
    assert "<section" in page.render(report_content(spring, by=None, at=NOW), SWEDISH)


def test_before_completion_it_is_said_what_is_missing(officer, plan):
    other = factories.area(plan.plan, "2")
    context = officer.get(reverse("plans:report_complete", args=[plan.spring.key])).context
    assert [each.area for each in context["page"].not_ready] == [other]
    assert [task.item for task in context["page"].without_entry] == [plan.goal]
    assert [each.indicator for each in context["stale"]] == [plan.indicator]
    assert context["number"] == 1


def test_completing_leads_by_way_of_the_job_to_the_report(officer, plan):
    answer = _asked(officer, plan)
    job = Job.objects.get(kind=COMPLETE)
    assert answer.url == reverse("jobs:job", args=[job.key])
    assert officer.get(reverse("plans:report_latest", args=[plan.spring.key])).url == reverse(
        "plans:round", args=[plan.spring.key]
    )
    done = run_now(job, HANDLERS)
    assert done.state == JobState.DONE
    made = Report.objects.get()
    assert officer.get(done.result["url"]).url == reverse("plans:report", args=[made.key])
    assert (made.number, made.completed_by) == (1, plan.people["officer"])


def test_a_double_press_makes_one_job_and_one_report(officer, plan):
    """The second press finds the first under way, and leads to its page."""
    first, second = _asked(officer, plan), _asked(officer, plan)
    assert first.url == second.url
    run_now(Job.objects.get(kind=COMPLETE), HANDLERS)
    assert Report.objects.count() == 1


def test_asking_again_when_the_first_is_done_makes_the_next_number(officer, plan):
    for _time in range(2):
        _asked(officer, plan)
        run_now(Job.objects.filter(kind=COMPLETE).latest("pk"), HANDLERS)
    assert list(Report.objects.values_list("number", flat=True)) == [1, 2]


def test_another_officer_is_told_that_it_is_being_made(officer, plan):
    _asked(officer, plan)
    officer.force_login(factories.user(Role.OFFICER))
    assert _asked(officer, plan).url == reverse("plans:round", args=[plan.spring.key])
    assert Job.objects.filter(kind=COMPLETE).count() == 1


def test_the_job_can_be_stopped_and_leaves_no_report(officer, plan):
    _asked(officer, plan)
    job = Job.objects.get(kind=COMPLETE)
    officer.post(reverse("jobs:cancel", args=[job.key]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not Report.objects.exists()
    assert _asked(officer, plan).url != reverse("jobs:job", args=[job.key])


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("administrator", 200), ("delegate", 404), ("owner", 404)]
)
def test_the_page_of_the_job_is_for_whoever_asked_and_administrators(officer, plan, who, status):
    address = _asked(officer, plan).url
    officer.force_login(plan.people[who])
    assert officer.get(address).status_code == status


@pytest.fixture
def completed(plan):
    return reports.complete(plan.spring, by=plan.people["officer"], at=timezone.now())


def test_a_completed_report_stays_as_it_was(officer, plan, completed):
    follow_ups.enter(plan.goal, round=plan.spring, state="done", text="Nytt efteråt.", by=None, at=timezone.now())
    plan.plan.title = "Omdöpt"
    plan.plan.save()
    shown = officer.get(reverse("plans:report", args=[completed.key])).content.decode()
    assert "Nytt efteråt." not in shown
    assert completed.sha256 in shown
    assert "Tågen går." in shown


def test_nothing_on_the_report_is_posted(officer, completed):
    address = reverse("plans:report", args=[completed.key])
    own = officer.get(address).content.decode()
    around = officer.get(reverse("plans:reports", args=[completed.round.plan.key])).content.decode()
    assert own.count('method="post"') == around.count('method="post"')


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04"), ("xlsx", b"PK\x03\x04")])
def test_each_file_is_the_one_that_was_sealed(officer, completed, kind, begins):
    answer = officer.get(reverse("plans:report_file", args=[completed.key, kind]))
    content = b"".join(answer.streaming_content)
    assert content.startswith(begins)
    assert "attachment" in answer["Content-Disposition"]
    assert len(content) == getattr(completed, kind).size


def test_there_is_no_file_of_another_kind(officer, completed):
    assert officer.get(reverse("plans:report_file", args=[completed.key, "exe"])).status_code == 404


def test_the_seal_is_checked_and_a_broken_file_is_found(officer, completed):
    address = reverse("plans:report", args=[completed.key])
    assert officer.get(address).context["verified"] is False
    sound = officer.get(f"{address}?verify=1")
    assert (sound.context["verified"], sound.context["faults"]) == (True, [])
    path = disk.path_of(settings.DATA / "files", completed.pdf.sha256)
    kept = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(kept + b"x")
    try:
        broken = officer.get(f"{address}?verify=1")
    finally:
        path.write_bytes(kept)
    assert len(broken.context["faults"]) == 1
    assert completed.pdf.name in broken.content.decode()


def test_reports_of_the_plan_and_of_the_round_are_listed(officer, plan, completed):
    later = reports.complete(plan.spring, by=plan.people["officer"], at=timezone.now())
    listed = officer.get(reverse("plans:reports", args=[plan.plan.key])).context["reports"]
    assert list(listed) == [later, completed]
    assert list(officer.get(reverse("plans:report", args=[later.key])).context["others"]) == [completed]


def test_more_reports_take_no_more_queries(officer, plan, completed, django_assert_max_num_queries):
    address = reverse("plans:reports", args=[plan.plan.key])
    officer.get(address)
    with django_assert_max_num_queries(40) as few:
        officer.get(address)
    for _n in range(2):
        reports.complete(plan.spring, by=None, at=timezone.now())
    with django_assert_max_num_queries(len(few)):
        officer.get(address)
