"""An officer fills in what a plan lacks; the owner finds the work on a phone and does it; both look at the year."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import Item, ItemKind, Plan
from samsyn.plans.operations import teams
from samsyn.plans.search import stems
from tests import factories as make
from tests.journeys import a11y
from tests.journeys.conftest import DESKTOP, PHONE


def _sound(page) -> None:
    assert a11y.faults(page) == []


def _findable(item: Item) -> Item:
    Item.objects.filter(pk=item.pk).update(stems=stems(item.heading, item.wording))
    return item


@pytest.fixture
def activity(db) -> Item:
    today = timezone.localdate()
    plan = make.adopted_plan(starts_on=today.replace(month=1, day=1), ends_on=today.replace(month=12, day=31))
    make.item(plan, ItemKind.DIRECTION_GOAL, heading="En sammanhållen region")
    area = make.area(plan, "2.1", heading="Infrastruktur")
    goal = make.goal(plan, parent=area, wording="Fler reser med tåg mellan länen.")
    return _findable(make.item(plan, parent=goal, wording="Att samordna tidtabellerna för godstransporterna."))


@pytest.mark.django_db(transaction=True)
def test_from_what_is_missing_to_what_is_done(visit, shot, activity):
    officer, account = make.user(Role.OFFICER), make.user(name="Ada Berg")
    make.person(name="Ada Berg", account=account)
    page = visit(reverse("plans:gaps", args=[activity.plan.key]), user=officer)
    _sound(page)
    page.get_by_role("link", name="Välj ansvariga för alla").click()
    _sound(page)
    page.get_by_label(activity.wording).select_option(label="Ada Berg")
    shot(page, "owners")
    page.get_by_role("button", name="Spara ansvariga").click()
    page.locator(".notice-success").wait_for()
    page.goto(reverse("plans:item", args=[activity.key]))
    page.get_by_role("link", name="Lägg till ett steg").click()
    page.get_by_label("Steg").fill("Boka rum")
    page.get_by_label("Senast").fill(timezone.localdate().isoformat())
    _sound(page)
    page.get_by_role("button", name="Spara").click()
    page.locator("#steps").wait_for()
    _sound(page)
    shot(page, "item")

    phone = visit("/", user=account, viewport=PHONE)
    _sound(phone)
    phone.get_by_role("link", name="Boka rum").click()
    phone.locator("#steps").get_by_role("button", name="Klart i dag").click()
    phone.locator("#steps").get_by_role("button", name="Inte klart").wait_for()
    _sound(phone)
    shot(phone, "item-phone")
    phone.goto(reverse("plans:mine"))
    assert phone.get_by_role("link", name="Boka rum").count() == 0
    _sound(phone)


@pytest.mark.django_db(transaction=True)
def test_search_works_without_script(visit, activity):
    page = visit("/", user=make.user(Role.DELEGATE), script=False)
    page.locator("#search-wide").fill("transport")
    page.locator("#search-wide").press("Enter")
    assert page.locator("mark").first.inner_text() == "godstransporterna"
    page.get_by_role("link", name="Att samordna tidtabellerna").click()
    assert page.get_by_role("heading", level=1).inner_text() == activity.wording


@pytest.mark.django_db(transaction=True)
def test_a_filter_narrows_the_plan_in_place(visit, activity):
    page = visit(reverse("plans:plan", args=[activity.plan.key]), user=make.user(Role.DELEGATE))
    assert page.get_by_role("link", name="En sammanhållen region").first.is_visible()
    page.get_by_text("Begränsa planen").click()
    page.get_by_label("Ansvarig").select_option("unowned")
    page.locator(".chip").wait_for()
    assert page.get_by_role("link", name=activity.wording).is_visible()
    assert page.locator("#plan-items").get_by_role("link", name="En sammanhållen region").count() == 0
    _sound(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("viewport", "theme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desk", "phone in the dark"]
)
def test_every_page_of_work_is_sound(visit, shot, activity, viewport, theme):
    today = timezone.localdate()
    for days in (-20, 0, 20):
        teams.add_step(activity, text="Steg", due_on=today + timedelta(days=days), by=None, at=timezone.now())
    teams.add_risk(activity, text="Ingen kommer", likelihood=4, consequence=4, by=None, at=timezone.now())
    Plan.objects.update(state="draft")
    officer, plan = make.user(Role.OFFICER), activity.plan
    of_plan = [reverse(f"plans:{name}", args=[plan.key]) for name in ("plan", "gaps", "year", "settings", "item_add")]
    of_item = [
        reverse(f"plans:item{name}", args=[activity.key])
        for name in ("", "_reword", "_move", "_merge", "_split", "_remove", "_owner", "_money")
    ]
    more = [reverse(f"plans:{name}", args=[activity.key]) for name in ("risk_add", "document_add", "link_add")]
    page = visit("/", user=officer, viewport=viewport, theme=theme)
    for path in [*of_plan, *of_item, *more, f"{reverse('plans:search')}?q=transport", reverse("plans:search")]:
        assert page.goto(path).status == 200
        _sound(page)
        if path in (of_plan[0], of_plan[2], of_item[0]):
            name = path.rstrip("/").rsplit("/", 1)[-1]
            shot(page, f"work-{'plan' if path == of_plan[0] else 'item' if path == of_item[0] else name}-{theme}")
