"""The public pages and the open data: nothing internal, no cookies, tagged for caches, readable from elsewhere."""

import json
from datetime import date

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import FollowUpRound, ItemDocument
from samsyn.plans.operations import plans, teams
from tests import factories as make
from tests.plans.canary import LATER, SECRET, adopt, complete, plan_full_of_secrets

pytestmark = pytest.mark.django_db

PAGES = ("public", "public_data", "public_json", "public_items_csv", "public_values_csv")
DATA = PAGES[2:]


@pytest.fixture
def plan():
    return plan_full_of_secrets()[0]


def _get(client, plan, name="public", **kwargs):
    return client.get(reverse(f"plans:{name}", args=[plan.key]), **kwargs)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_secret_comes_out(client, plan, name, language):
    answer = _get(client, plan, name, query_params={"language": language})
    assert answer.status_code == 200
    shown = answer.content.decode().lower()
    for secret in (SECRET, "424242", "@council.example"):
        assert secret not in shown


def test_no_secret_comes_out_in_the_lists(client, plan):
    for address in (reverse("plans:public_index"), reverse("home")):
        shown = client.get(address).content.decode()
        assert "Plan 2018" in shown
        assert SECRET not in shown.lower()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_gets_a_cookie(client, plan, name):
    answer = _get(client, plan, name)
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()


def test_the_list_gives_no_cookie_either(client, plan):
    assert not client.get(reverse("plans:public_index")).cookies


@pytest.mark.parametrize("name", PAGES)
def test_it_is_the_same_for_everybody(client, plan, name):
    for_nobody = _get(client, plan, name).content
    client.force_login(make.user(Role.OFFICER, language="sv"))
    assert _get(client, plan, name).content == for_nobody


@pytest.mark.parametrize("name", PAGES)
def test_it_is_sent_again_only_when_it_has_changed(client, plan, name):
    tag = _get(client, plan, name)["ETag"]
    again = _get(client, plan, name, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    document = ItemDocument.objects.get(title="Analysen")
    if name in ("public", "public_json"):
        teams.publish_document(document, public=False, by=make.user(Role.OFFICER), at=LATER)
        answer = _get(client, plan, name, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "Analysen" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_head_alone_can_be_asked_for_and_nothing_can_be_posted(client, plan, name):
    address = reverse(f"plans:{name}", args=[plan.key])
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get(address)["ETag"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("name", DATA)
def test_pages_of_other_sites_may_read_the_data(client, plan, name):
    answer = _get(client, plan, name)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in _get(client, plan)


def test_the_page_tells_decision_state_and_numbers(client, plan):
    shown = _get(client, plan).content.decode()
    for words in ("Styrelsen", "§ 7", "Fler reser hållbart.", "Allt går väl.", "En god vår.", "Kanslichef", "Analysen"):
        assert words in shown
    assert "state-on_track" in shown
    assert "chart-indicator" in shown
    assert "12,25" in shown
    assert [item["wording"] for item in json.loads(_get(client, plan, "public_json").content)["items"]][1:] == [
        "Fler reser hållbart.",
        "Ta fram en analys.",
    ]


def test_the_address_may_say_the_language_and_others_are_ignored(client, plan):
    english = _get(client, plan, query_params={"language": "en"})
    assert (english["Content-Language"], 'lang="en"' in english.content.decode()) == ("en", True)
    assert '<html lang="sv"' in _get(client, plan, query_params={"language": "xx"}).content.decode()


def test_an_earlier_follow_up_stays_to_be_read(client, plan):
    later = plan.rounds.get(as_of=date(2018, 8, 31))
    FollowUpRound.objects.filter(pk=later.pk).update(summary="En sämre sommar.")
    later.refresh_from_db()
    complete(later, make.user(Role.OFFICER))
    shown = _get(client, plan).content.decode()
    assert "En sämre sommar." in shown
    earlier = reverse("plans:public_at", args=[plan.key, "2018-04-30"])
    assert earlier in shown
    assert "En god vår." in client.get(earlier).content.decode()


@pytest.mark.parametrize("day", ["2018-05-01", "2018-13-45", "x"])
def test_a_follow_up_that_there_was_not_is_not_found(client, plan, day):
    assert client.get(reverse("plans:public_at", args=[plan.key, day])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_public_before_the_adoption(client, name):
    plan = make.plan()
    make.goal(plan, parent=make.area(plan))
    plans.propose(plan, by=None, at=make.NOW)
    assert _get(client, plan, name).status_code == 404
    assert plan.title not in client.get(reverse("plans:public_index")).content.decode()


def test_an_adopted_plan_is_read_before_its_first_report(client):
    plan = make.plan()
    make.goal(plan, parent=make.area(plan), wording="Fler reser.")
    adopt(plan, None)
    shown = _get(client, plan).content.decode()
    assert "Fler reser." in shown
    assert "state-" not in shown


def test_words_are_shown_as_words(client):
    plan = make.plan(title="<b>Plan</b>")
    make.goal(plan, parent=make.area(plan), wording="<script>alert(1)</script>")
    adopt(plan, None)
    shown = _get(client, plan).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;b&gt;Plan" in shown


@pytest.mark.parametrize("size", [1, 30])
def test_as_many_queries_whatever_the_size(client, size, django_assert_max_num_queries):
    plan = make.plan()
    area = make.area(plan)
    for _number in range(size):
        make.goal(plan, parent=area)
    adopt(plan, None)
    with django_assert_max_num_queries(8):
        _get(client, plan)
