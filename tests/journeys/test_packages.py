"""A package for a budget in a real browser: asked for beside the measures, refused with its reason, chosen, taken."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.models import Run
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.web.jobs import HANDLERS
from tests import factories as make
from tests.insights import running
from tests.insights.studies import drawn
from tests.journeys import a11y
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def _measures():
    """A run of three measures: a bridge for 100 MSEK, a tunnel for 300, and a closure that costs nothing known."""
    network = running.network()
    sources = {"network": network.key, "measures": running.measures(network).key, "people": running.people().key}
    choices = drawn.choices("measures", modes="all", people="people", reached="jobs", halving="15", order="benefit")
    return running.done(running.asked(study=STUDIES["measures"], sources=sources, choices=choices))


def _work(state=JobState.DONE):
    ended = run_now(Job.objects.filter(state=JobState.QUEUED).latest("pk"), HANDLERS)
    assert ended.state == state, ended.error
    return ended


def _seen(page, shot, name):
    """A picture in both sizes, and what axe and a narrow screen say."""
    shot(page, f"packages-{name}")
    assert a11y.faults(page) == []
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    shot(page, f"packages-{name}-phone")
    assert a11y.faults(page) == []
    page.set_viewport_size(size)


def _ask(page, budget, **answers):
    page.locator('[name="budget"]').fill(budget)
    for name, answer in answers.items():
        page.locator(f'[name="{name}"]').fill(answer)
    page.get_by_label("Jag har läst detta").check()  # that one measure has no cost
    page.get_by_role("button", name="Kör studien").click()
    page.get_by_role("heading", level=1, name="Åtgärdspaket inom en budget").wait_for()


def test_a_package_for_a_budget(visit, shot):
    page = visit(reverse("insights:run_measures", args=[_measures().key]), user=make.user(Role.ANALYST))
    page.get_by_role("link", name="Välj ett paket inom en budget").click()
    assert page.locator('[name="reached"]').input_value() == "jobs", "as in the run of the measures"
    assert not page.locator('[name="least"]').is_visible()
    page.locator('[name="balance"]').select_option("effect")
    assert page.locator('[name="least"]').is_visible()
    page.locator('[name="balance"]').select_option("none")
    _seen(page, shot, "1-form")

    # The closure has no cost: it is named, and left out the next time.
    _ask(page, "350")
    assert "C (Slope)" in _work(JobState.FAILED).error
    page.go_back()
    _ask(page, "350", left_out="C", budgets="100, 400")
    _work()
    page.get_by_role("link", name="Gå till resultatet").click()

    page.get_by_role("heading", level=1, name="Ett paket för 350 mkr: 4 områden").wait_for()
    assert page.get_by_text("Det här är ett stöd för ett val, aldrig svaret.").first.is_visible()
    assert page.locator("table", has=page.locator("#table-package")).locator("tbody tr").count() == 1
    _seen(page, shot, "2-result")
    assert page.locator("table", has=page.locator("#table-budgets")).locator("tbody tr").count() == 3
    key = Run.objects.get(study="packages").key
    for kind, begins in {"pdf": b"%PDF", "xlsx": b"PK", "csv": b""}.items():
        answer = page.request.get(reverse("insights:run_export", args=[key, kind]))
        assert answer.status == 200
        assert answer.body().startswith(begins)


def test_the_result_is_read_without_script(visit):
    measures = _measures()
    sources = {each.role: each.snapshot.key for each in measures.sources.all()}
    choices = drawn.choices(
        "packages", modes="all", people="people", reached="jobs", halving="15", counted="saved", balance="none",
        budget="400", left_out="C",
    )  # fmt: skip
    run = running.done(running.asked(study=STUDIES["packages"], sources=sources, choices=choices))
    page = visit(reverse("insights:run", args=[run.key]), user=make.user(Role.OFFICER), script=False, viewport=PHONE)
    assert page.get_by_text("Det bästa paketet för varje budget").first.is_visible()
    assert page.locator("table.bars svg").count() > 2
