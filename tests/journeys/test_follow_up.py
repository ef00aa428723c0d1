"""A process leader follows up on a phone; the officer completes the report; a delegate reads it."""

import pytest
from django.urls import reverse

from samsyn.foundation.jobs.models import Job
from samsyn.foundation.jobs.worker import run_now
from samsyn.web.jobs import HANDLERS
from tests.journeys import a11y
from tests.journeys.conftest import PHONE
from tests.plans.views.follow_up_plan import drawn


def _sound(page) -> None:
    assert a11y.faults(page) == []


def _choose(page, state: str) -> None:
    """With the keyboard: the arrows go through the states, as they do in any group of radio buttons."""
    page.locator("[name=state]").first.focus()
    page.keyboard.press("Space")
    for _press in range(8):
        if page.locator(f"[name=state][value={state}]").is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{state} cannot be reached by keyboard")


@pytest.mark.django_db(transaction=True)
def test_a_round_from_the_first_entry_to_the_report(visit, shot):
    plan = drawn()
    page = visit(reverse("plans:round", args=[plan.spring.key]), user=plan.people["owner"], viewport=PHONE)
    _sound(page)
    page.get_by_role("link", name="Börja med den första utan bedömning").click()

    deviation, warning = page.locator(".follow-deviation"), page.locator(".follow-warning")
    deviation.wait_for(state="hidden")
    _choose(page, "on_track")
    warning.wait_for(state="visible")  # the value of 30 April is missing, which is told before saving
    _sound(page)
    shot(page, "follow-up-stale")
    page.get_by_role("link", name="För in värdet först").click()
    page.get_by_label("Värde", exact=True).fill("32,5")
    page.locator("[name=on]").fill(plan.spring.as_of.isoformat())
    _sound(page)
    page.get_by_role("button", name="För in värdet").click()
    page.wait_for_url("**/follow-up/**")  # back where one came from

    _choose(page, "at_risk")
    deviation.wait_for(state="visible")
    warning.wait_for(state="hidden")
    page.get_by_label("Vad har hänt?").fill("Sju av tio tåg kom i tid.")
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.locator(".error-summary").wait_for()
    assert page.locator(".error-summary li").count() == 2, "consequence and action"
    _sound(page)
    shot(page, "follow-up-refused")
    page.get_by_label("Konsekvens").fill("Resandet ökar inte.")
    page.get_by_label("Åtgärd").fill("Möte i maj.")
    page.get_by_role("button", name="Spara och gå till nästa").click()

    page.get_by_role("heading", level=1, name="Samordna tidtabellerna.").wait_for()
    _choose(page, "done")
    page.get_by_label("Vad har hänt?").fill("Tidtabellerna är samordnade.")
    page.get_by_label("Viss effekt märks").check()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/rounds/**")
    _sound(page)
    page.get_by_role("button", name="Klarmarkera").click()
    shot(page, "round-on-a-phone")

    office = visit(reverse("plans:report_preview", args=[plan.spring.key]), user=plan.people["officer"])
    _sound(office)
    shot(office, "report-preview")
    office.get_by_role("link", name="Färdigställ rapporten").click()
    _sound(office)
    office.get_by_role("button", name="Färdigställ rapporten").click()
    office.wait_for_url("**/jobs/**")
    run_now(Job.objects.get(), HANDLERS)
    office.goto(reverse("plans:report_latest", args=[plan.spring.key]))
    office.get_by_role("button", name="Kontrollera förseglingen").click()
    office.locator(".notice-success").wait_for()
    _sound(office)
    shot(office, "report-completed")

    office.set_viewport_size(PHONE)
    tab = office.locator(".tabs [aria-current]").bounding_box()
    assert 0 <= tab["x"] < tab["x"] + tab["width"] <= PHONE["width"], "a strip of tabs shows where one is"

    board = visit(reverse("plans:reports", args=[plan.plan.key]), user=plan.people["delegate"], viewport=PHONE)
    _sound(board)
    with board.expect_download() as download:
        board.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")


@pytest.mark.django_db(transaction=True)
def test_without_scripts_everything_can_still_be_said(visit):
    plan = drawn()
    address = reverse("plans:follow_up", args=[plan.activity.key]) + f"?round={plan.spring.key}"
    page = visit(address, user=plan.people["owner"], viewport=PHONE, script=False)
    page.locator("[name=state][value=off_track]").check()
    page.get_by_label("Vad har hänt?").fill("Inget har hänt.")
    page.get_by_label("Konsekvens").fill("Det blir dyrare.")
    page.get_by_label("Åtgärd").fill("Ny tidplan.")
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.get_by_role("heading", level=1, name="Fler reser med tåg.").wait_for()
    assert plan.activity.follow_ups.get().action == "Ny tidplan."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_indicators_are_sound(visit, shot, theme):
    plan = drawn()
    for name, thing in [
        ("indicators", plan.plan),
        ("indicator", plan.indicator),
        ("indicator_define", plan.goal),
        ("value_table", plan.plan),
        ("rounds", plan.plan),
        ("round_add", plan.plan),
    ]:
        page = visit(
            reverse(f"plans:{name}", args=[thing.key]), user=plan.people["officer"], viewport=PHONE, theme=theme
        )
        _sound(page)
        shot(page, f"{name}-{theme}")
