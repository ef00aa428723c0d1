"""The list of plans, the whole plan as one page, and beginning and setting up a plan."""

import pickle
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import Item, ItemKind, ItemLink, LinkKind, Plan, PlanState
from samsyn.plans.operations import items, teams
from samsyn.plans.search import stems
from samsyn.plans.views import fragments
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


@pytest.fixture
def officer(client):
    account = make.user(Role.OFFICER)
    client.force_login(account)
    return account


def grow(plan: Plan, activities: int) -> Plan:
    area = make.area(plan, str(plan.items.count()))
    goal = make.goal(plan, parent=area, owner_function=make.function(make.person()))
    owner = make.person()
    Item.objects.bulk_create(
        Item(plan=plan, kind=ItemKind.ACTIVITY, parent=goal, position=n, wording=f"Att {n}", owner_person=owner)
        for n in range(activities)
    )
    return plan


def at(name: str, *of) -> str:
    return reverse(f"plans:{name}", args=[each.key for each in of])


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("activities", [3, 3000])
def test_at_most_25_queries_whatever_the_size(client, officer, activities):
    plan = grow(make.adopted_plan(), activities)
    first = queries(client, at("plan", plan))
    second = queries(client, at("plan", plan))
    assert first <= 25
    assert second < first, "what was made is kept"


def test_the_page_is_made_anew_after_any_operation(client, officer):
    plan = grow(make.plan(), 1)
    assert "Kort namn" not in client.get(at("plan", plan)).content.decode()
    items.retitle(Item.objects.get(wording="Att 0"), short_title="Kort namn", by=officer, at=make.NOW)
    assert "Kort namn" in client.get(at("plan", plan)).content.decode()


def test_what_is_kept_for_one_reader_holds_nothing_of_another(client):
    """The office is first; what the delegate then gets has no button, note or internal document of the office."""
    plan = grow(make.adopted_plan(), 2)
    item = Item.objects.get(wording="Att 0")
    teams.note(item, text="Hemlig anteckning", by=None, at=make.NOW)
    teams.add_document(item, title="Internt dokument", url="https://council.example/", by=None, at=make.NOW)
    for role, sees in ((Role.OFFICER, True), (Role.DELEGATE, False)):
        account = make.user(role, name=f"Läsare {role}")
        client.force_login(account)
        page = client.get(at("plan", plan)).content.decode()
        assert (at("owners", plan) in page) == sees
        assert "Hemlig anteckning" not in page
        assert "Internt dokument" not in page
        assert f"Läsare {role}" in page, "the head is the reader's own"
    assert "Läsare officer" not in page
    kept = [pickle.loads(value).decode() for value in caches["pages"]._cache.values()]
    assert kept, "the test looks at what is kept"
    assert not any("csrfmiddlewaretoken" in value or "Läsare" in value for value in kept)


def test_what_is_kept_stands_where_the_template_shows_it_whatever_a_plan_is_called(client, officer):
    plan = grow(make.plan(title=fragments.BODY), 1)
    page = client.get(at("plan", plan)).content.decode()
    assert page.count('id="plan-items"') == 1
    assert page.index("<main") < page.index('id="plan-items"') < page.index("</main>")
    assert page.rstrip().endswith("</html>")
    assert fragments.BODY not in page


def test_each_language_has_its_own(client, officer):
    plan = grow(make.plan(), 1)
    swedish = client.get(at("plan", plan)).content.decode()
    officer.language = "en"
    officer.save()
    english = client.get(at("plan", plan)).content.decode()
    assert "Fokusområden" in swedish
    assert "Focus areas" in english
    assert "Fokusområden" not in english


def test_each_filter_narrows_the_page(client, officer):
    plan = make.plan()
    area, other = make.area(plan, "1"), make.area(plan, "2")
    direction = make.item(plan, ItemKind.DIRECTION_GOAL, heading="En region")
    owner = make.person()
    wanted = make.item(plan, parent=area, wording="Att bygga järnvägar.", owner_person=owner)
    Item.objects.filter(pk=wanted.pk).update(stems=stems(wanted.wording))
    unwanted = make.item(plan, parent=other, wording="Att prata.")
    ItemLink.objects.create(source=area, target=direction, kind=LinkKind.SUPPORTS)
    for query in (
        {"area": str(area.key)},
        {"owner": f"person:{owner.key}"},
        {"direction_goal": str(direction.key)},
        {"text": "järnväg"},
    ):
        page = client.get(at("plan", plan), query).content.decode()
        assert wanted.wording in page, query
        assert unwanted.wording not in page, query
    page = client.get(at("plan", plan), {"owner": "unowned"}).content.decode()
    assert unwanted.wording in page
    assert wanted.wording not in page
    page = client.get(at("plan", plan), {"state": "done"}).content.decode()
    assert 'class="empty"' in page
    assert client.get(at("plan", plan), {"area": "nonsense"}).status_code == 200


def test_the_contents_lead_to_the_areas_and_words_are_escaped(client, officer):
    plan = make.plan()
    area = make.area(plan, "1", heading="Trafik & <b>miljö</b>")
    page = client.get(at("plan", plan)).content.decode()
    assert f'href="#item-{area.key}"' in page
    assert f'id="item-{area.key}"' in page
    assert "Trafik &amp; &lt;b&gt;miljö&lt;/b&gt;" in page
    assert "<b>miljö</b>" not in page


def test_a_plan_is_begun_and_set_up(client, officer):
    board = make.organ()
    typed = {"title": "Plan 2019", "starts_on": "2019-01-01", "ends_on": "2019-12-31", "decided_by": ""}
    made = client.post(at("create"), typed)
    plan = Plan.objects.get()
    assert made.url == at("plan", plan)
    client.post(at("settings", plan), typed | {"title": "Verksamhetsplan 2019", "decided_by": str(board.pk)})
    plan.refresh_from_db()
    assert (plan.title, plan.starts_on, plan.decided_by) == ("Verksamhetsplan 2019", date(2019, 1, 1), board)


def test_a_plan_that_ends_before_it_begins_is_not_begun(client, officer):
    typed = {"title": "Bakvänd", "starts_on": "2019-12-31", "ends_on": "2019-01-01", "decided_by": ""}
    answer = client.post(at("create"), typed)
    assert answer.status_code == 400
    assert answer.context["form"]["title"].value() == "Bakvänd"
    assert not Plan.objects.exists()


def test_settings_are_whole_or_not_at_all(client, officer):
    plan = make.plan(title="Före")
    typed = {"title": "Efter", "starts_on": "2018-12-31", "ends_on": "2018-01-01", "decided_by": ""}
    assert client.post(at("settings", plan), typed).status_code == 400
    plan.refresh_from_db()
    assert plan.title == "Före"


def test_the_list_shows_what_one_may_read(client):
    make.plan(title="Utkastet")
    make.plan(title="Den antagna", state=PlanState.ADOPTED)
    client.force_login(make.user(Role.DELEGATE))
    page = client.get(at("index")).content.decode()
    assert "Den antagna" in page
    assert "Utkastet" not in page


def test_areas_are_chosen_in_the_order_in_which_the_plan_reads(client, officer):
    plan = make.adopted_plan()
    nine = make.area(plan, "9", heading="Nio", position=1)
    make.area(plan, "10", heading="Tio", position=2)
    make.area(plan, "", heading="Utan nummer", parent=nine, position=1)
    shown = client.get(at("plan", plan)).content.decode()
    labels = re.findall(r"<option[^>]*>([^<]*(?:Nio|Utan nummer|Tio))</option>", shown)
    assert labels == ["9 Nio", "\u2003Utan nummer", "10 Tio"]


def test_no_two_pages_of_a_plan_have_the_same_title(client, officer):
    plan = make.adopted_plan()
    names = [
        "plan",
        "year",
        "gaps",
        "indicators",
        "rounds",
        "reports",
        "life",
        "owners",
        "versions",
        "years",
        "exports",
    ]
    titles = [re.findall(r"<title>(.*?)</title>", client.get(at(name, plan)).content.decode())[0] for name in names]
    assert len(set(titles)) == len(names), titles
    assert all(plan.title in title for title in titles)
