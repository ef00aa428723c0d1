"""My work, what is missing, the year's wheel, search and the start page."""

from datetime import date, timedelta
from math import pi

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import FollowUpRound, Item, ItemKind, Plan
from samsyn.plans.operations import follow_ups, teams
from samsyn.plans.search import stems
from tests import factories as make

pytestmark = pytest.mark.django_db


def this_year(**fields) -> Plan:
    year = timezone.localdate().year
    return make.adopted_plan(starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), **fields)


def at(name: str, *of) -> str:
    return reverse(f"plans:{name}", args=[each.key for each in of])


@pytest.fixture
def officer(client):
    account = make.user(Role.OFFICER)
    client.force_login(account)
    return account


def findable(item: Item) -> Item:
    Item.objects.filter(pk=item.pk).update(stems=stems(item.number, item.heading, item.wording))
    return item


def test_my_work_shows_what_is_mine_and_due_and_nobody_elses(client):
    today = timezone.localdate()
    plan, account = this_year(), make.user()
    mine = make.item(plan, wording="Att göra min sak.", owner_person=make.person(account=account))
    other = make.item(plan, wording="Att göra annans sak.", owner_person=make.person())
    teams.add_step(mine, text="Boka rum", due_on=today - timedelta(days=1), by=None, at=make.NOW)
    teams.add_step(other, text="Annans steg", due_on=today, by=None, at=make.NOW)
    client.force_login(account)
    for url in (at("mine"), "/"):
        page = client.get(url).content.decode()
        assert "Boka rum" in page
        assert "Annans steg" not in page
    page = client.get(at("mine")).content.decode()
    assert mine.wording in page
    assert other.wording not in page
    assert "tag-warning" in page, "past due is told in words"


def test_a_round_that_is_open_leads_to_the_follow_up(client):
    today, account = timezone.localdate(), make.user()
    plan = this_year()
    mine = make.item(plan, owner_person=make.person(account=account))
    FollowUpRound.objects.create(plan=plan, as_of=today, opens_on=today, due_on=today + timedelta(days=9))
    client.force_login(account)
    assert at("follow_up", mine) in client.get(at("mine")).content.decode()


def test_whoever_owns_nothing_is_told_what_to_do(client):
    client.force_login(make.user(Role.DELEGATE))
    assert 'class="empty"' in client.get(at("mine")).content.decode()


def test_what_is_missing_can_be_mended_there(client, officer):
    plan = this_year()
    goal = make.goal(plan, owner_person=make.person(name="Bo Ek", left_on=date(2018, 1, 1)))
    measured = make.goal(plan, owner_person=make.person())
    stale = make.indicator(measured, first_due=plan.starts_on - timedelta(days=1))
    page = client.get(at("gaps", plan)).content.decode()
    for cure in (
        at("item_owner", goal),
        at("indicator_define", goal),
        at("indicator_value", stale),
        at("owners", plan),
    ):
        assert cure in page
    assert at("item_owner", measured) not in page
    client.force_login(make.user(Role.DELEGATE))
    page = client.get(at("gaps", plan)).content.decode()
    assert "Bo Ek" in page
    assert at("item_owner", goal) not in page
    assert at("indicator_value", stale) not in page


def test_a_plan_that_lacks_nothing_says_so(client, officer):
    plan = this_year()
    make.item(plan, owner_person=make.person())
    assert 'class="empty"' in client.get(at("gaps", plan)).content.decode()


def test_the_wheel_and_the_list_tell_the_same(client, officer):
    plan = make.plan()
    item = make.item(plan, starts_on=date(2018, 2, 1))
    teams.add_step(item, text="Boka <rum>", due_on=date(2018, 6, 1), by=None, at=make.NOW)
    FollowUpRound.objects.create(plan=plan, as_of="2018-04-30", opens_on="2018-04-01", due_on="2018-05-14")
    page = client.get(at("year", plan)).content.decode()
    assert page.count('class="wheel-month"') == 12
    assert page.count('class="wheel-band"') == 1
    assert "Boka &lt;rum&gt;" in page
    assert page.count('id="month-') == 4, "February, April, May, June"
    assert '<g class="wheel-today">' not in page, "another year"
    assert 'style="' not in page


def test_the_wheel_begins_at_the_top_and_goes_with_the_clock():
    from samsyn.foundation.ui.wheel import _angle, _at  # what is drawn, by numbers that can be checked

    assert _at(_angle(date(2018, 1, 1)), 100) == "300.0 200.0"
    x, y = map(float, _at(_angle(date(2018, 4, 2)), 100).split())
    assert (x, y) == (pytest.approx(400, abs=0.2), pytest.approx(300, abs=1))
    assert _angle(date(2020, 7, 1)) == pytest.approx(2 * pi * 182 / 366), "a leap year is a day longer"


def test_today_is_marked_in_its_own_year(client, officer):
    assert '<g class="wheel-today">' in client.get(at("year", this_year())).content.decode()


def test_a_plan_of_several_years_is_seen_a_year_at_a_time(client, officer):
    plan = make.plan(ends_on=date(2019, 12, 31))
    step = make.item(plan)
    teams.add_step(step, text="Nästa år", due_on=date(2019, 6, 1), by=None, at=make.NOW)
    assert "Nästa år" not in client.get(at("year", plan)).content.decode()
    assert "Nästa år" in client.get(at("year", plan), {"year": "2019"}).content.decode()
    assert client.get(at("year", plan), {"year": "nonsense"}).context["wheel"].year == 2018


@pytest.mark.parametrize("name", ["gaps", "year"])
def test_the_queries_do_not_grow_with_the_plan(client, officer, name):
    plan = this_year()

    def grow(times: int) -> None:
        for n in range(times):
            goal = make.goal(plan, owner_function=make.function())
            make.indicator(goal, first_due=plan.starts_on)
            teams.add_step(goal, text=f"{n}", due_on=plan.ends_on, by=None, at=make.NOW)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(name, plan)).status_code == 200
        return len(queries)

    grow(1)
    count()
    few = count()
    grow(10)
    assert count() == few


# Search


def test_word_forms_are_found_and_marked(client, officer):
    plan = make.plan(title="Verksamhetsplan")
    item = findable(make.item(plan, wording="Att följa godstransporterna i <länet>."))
    page = client.get(at("search"), {"q": "transport"}).content.decode()
    assert "<mark>godstransporterna</mark> i &lt;länet&gt;" in page
    assert at("item", item) in page
    assert "Verksamhetsplan" in page


def test_hits_are_grouped_by_plan_the_best_first(client, officer):
    older, newer = make.plan(), make.plan(starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    in_wording = findable(make.item(newer, wording="Att bygga järnväg."))
    in_title = findable(make.item(older, ItemKind.FOCUS_AREA, heading="Järnväg", wording=""))
    also = findable(make.item(older, wording="Att rusta järnväg för mer gods."))
    found = client.get(at("search"), {"q": "järnväg"}).context["found"]
    assert [each.plan for each in found.plans] == [older, newer], "the word is in the title there"
    assert [[hit.item for hit in each.items] for each in found.plans] == [[in_title, also], [in_wording]]


def test_what_was_said_in_follow_ups_is_found_below_the_items(client, officer):
    plan = make.adopted_plan(title="Verksamhetsplan")
    item = make.item(plan, wording="Att ordna en konferens.")
    days = dict.fromkeys(("as_of", "opens_on", "due_on"), date(2018, 4, 30))
    round = FollowUpRound.objects.create(plan=plan, **days)
    said = {"round": round, "state": "at_risk", "text": "Allt är <sent>.", "by": None, "at": make.NOW}
    follow_ups.enter(item, consequence="Tågförseningarna ökar.", action="Vi ringer.", **said)
    page = client.get(at("search"), {"q": "förseningar"}).content.decode()
    assert "Sagt i uppföljningar" in page
    assert "Allt är &lt;sent&gt;. · <mark>Tågförseningarna</mark> ökar. · Vi ringer." in page
    assert f"{at('item', item)}#follow-ups" in page
    assert "1 träff" in page


def test_nothing_asked_and_nothing_found_say_what_to_do(client, officer):
    assert client.get(at("search")).status_code == 200
    assert 'class="empty"' not in client.get(at("search")).content.decode()
    assert 'class="empty"' in client.get(at("search"), {"q": "xylofon<b>"}).content.decode()
    assert "xylofon<b>" not in client.get(at("search"), {"q": "xylofon<b>"}).content.decode()


def test_a_draft_is_not_found_by_those_who_may_not_read_it(client):
    findable(make.item(make.plan(), wording="Att bygga järnväg."))
    assert "järnväg." not in client.get(at("search"), {"q": "järnväg"}).content.decode(), "the anonymous"
    client.force_login(make.user(Role.DELEGATE))
    assert client.get(at("search"), {"q": "järnväg"}).context["found"].number == 0


def test_the_menu_shows_what_each_may_open(client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    page = client.get("/").content.decode()
    for name in ("plans:index", "plans:mine", "accounts:list", "accounts:log", "jobs:index"):
        assert f'href="{reverse(name)}"' in page
    client.force_login(make.user(Role.DELEGATE))
    page = client.get("/").content.decode()
    assert f'href="{reverse("accounts:log")}"' not in page
    assert f'action="{reverse("plans:search")}"' in page
