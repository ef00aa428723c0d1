"""Who may open and do what among the pages of measuring, following up and reporting: one table, every role."""

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.plans.models import PlanState
from samsyn.plans.operations import follow_ups, reports
from tests import factories
from tests.plans.views.follow_up_plan import ROLES, Drawn, drawn

WHO = (*ROLES, "owner", "stranger")
READS = {"officer", "analyst", "delegate", "contact", "participant", "administrator", "owner"}
ENTERS = {"officer", "analyst", "owner"}
ANSWERS = {"officer", "owner"}
OFFICE = {"officer"}

PAGES = {  # address: of what, who may open it
    "indicators": ("plan", READS),
    "indicator": ("indicator", READS),
    "indicator_define": ("goal", OFFICE),
    "indicator_change": ("indicator", OFFICE),
    "indicator_value": ("indicator", ENTERS),
    "indicator_end": ("indicator", OFFICE),
    "indicator_remove": ("indicator", OFFICE),
    "value_table": ("plan", ENTERS),
    "value_table_template": ("plan", ENTERS),
    "rounds": ("plan", READS),
    "round_add": ("plan", OFFICE),
    "round": ("spring", READS),
    "round_move": ("spring", OFFICE),
    "round_remove": ("spring", OFFICE),
    "round_dates": ("", OFFICE),
    "follow_up": ("goal", ANSWERS),
    "reports": ("plan", READS),
    "report_preview": ("spring", READS),
    "report_complete": ("spring", OFFICE),
    "report": ("report", READS),
    "report_file": ("report", READS),
}
VERBS = {  # address: of what, what is posted, who may do it
    "indicator_target": ("indicator", {"value": "41", "on": "2018-12-31"}, OFFICE),
    "indicator_target_remove": ("indicator", {"on": "2018-12-31"}, OFFICE),
    "indicator_value": ("indicator", {"value": "33", "on": "2018-04-02"}, ENTERS),
    "indicator_end": ("indicator", {}, OFFICE),
    "rounds_open": ("plan", {}, OFFICE),
    "round_summary": ("spring", {"summary": "Bra."}, OFFICE),
    "round_ready": ("spring", {"area": "area", "ready": "on"}, ANSWERS),
    "round_move": ("spring", {"as_of": "2018-04-30", "opens_on": "2018-04-01", "due_on": "2018-05-20"}, OFFICE),
    "round_dates": ("", {"day": "30", "month": "4"}, OFFICE),
    "round_date_remove": ("", {"day": "30", "month": "4"}, OFFICE),
    "follow_up": ("goal", {"state": "on_track", "text": "Det går."}, ANSWERS),
    "report_complete": ("spring", {"language": "sv"}, OFFICE),
}


@pytest.fixture
def plan(db) -> Drawn:
    return drawn()


def _address(plan: Drawn, name: str, of: str, thing=None) -> str:
    args = [] if not of else [(thing or getattr(plan, of)).key]
    return reverse(f"plans:{name}", args=[*args, "pdf"] if name == "report_file" else args)


def _client(client, plan: Drawn, who: str):
    client.force_login(plan.people.get(who) or factories.user())
    return client


@pytest.mark.parametrize("who", WHO)
def test_every_page(client, plan, who):
    completed = reports.complete(plan.spring, by=None, at=timezone.now())
    _client(client, plan, who)
    allowed = {
        name
        for name, (of, _who) in PAGES.items()
        if client.get(_address(plan, name, of, completed if of == "report" else None)).status_code == 200
    }
    assert allowed == {name for name, (_of, permitted) in PAGES.items() if who in permitted}


@pytest.mark.parametrize("who", WHO)
def test_every_verb(client, plan, who):
    """Who may do it is led on; who may not is refused, with 403."""
    _client(client, plan, who)
    answers = {}
    for name, (of, posted, _who) in VERBS.items():
        posted = {key: plan.area.key if value == "area" else value for key, value in posted.items()}
        answers[name] = client.post(_address(plan, name, of), posted).status_code
    assert answers == {name: 302 if who in permitted else 403 for name, (_of, _posted, permitted) in VERBS.items()}


def test_the_anonymous_are_asked_to_sign_in(client, plan):
    completed = reports.complete(plan.spring, by=None, at=timezone.now())
    for name, (of, _who) in PAGES.items():
        answer = client.get(_address(plan, name, of, completed if of == "report" else None))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), name
    for name, (of, posted, _who) in VERBS.items():
        answer = client.post(_address(plan, name, of), posted)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), name


@pytest.mark.parametrize("name", ["indicators", "rounds", "reports", "indicator", "round", "report", "report_file"])
def test_a_draft_is_not_read_by_those_who_read_decided_plans(client, plan, name):
    follow_ups.enter(plan.goal, round=plan.spring, state="done", text="Klart.", by=None, at=timezone.now())
    completed = reports.complete(plan.spring, by=None, at=timezone.now())
    plan.plan.state = PlanState.DRAFT
    plan.plan.save()
    _client(client, plan, "delegate")
    of = PAGES[name][0]
    assert client.get(_address(plan, name, of, completed if of == "report" else None)).status_code == 403


def test_an_owner_may_only_follow_up_what_is_theirs(client, plan):
    other = factories.goal(plan.plan)
    _client(client, plan, "owner")
    assert client.get(reverse("plans:follow_up", args=[other.key])).status_code == 403
    measured = factories.indicator(other)
    assert client.get(reverse("plans:indicator_value", args=[measured.key])).status_code == 403


@pytest.mark.parametrize("name", ["indicator", "round", "report", "follow_up", "reports"])
def test_what_is_not_there_is_not_found(client, plan, name):
    _client(client, plan, "officer")
    assert client.get(reverse(f"plans:{name}", args=["00000000-0000-0000-0000-000000000000"])).status_code == 404
