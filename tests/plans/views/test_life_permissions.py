"""Who may open and do what among the pages of a plan's life, its files and its jobs: one table, every role."""

from io import BytesIO

import pytest
from django.urls import reverse

from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs.models import Job
from samsyn.members.models import Organ
from samsyn.plans.models import ImportDraft, Plan
from samsyn.plans.operations import importing, plans
from tests import factories as make
from tests.plans.views.follow_up_plan import ROLES

pytestmark = pytest.mark.django_db

NOBODY = "nobody"
WHO = (*ROLES, "owner", "stranger", NOBODY)
READS = {"officer", "analyst", "delegate", "contact", "participant", "administrator", "owner"}
READS_ALL = {"officer", "analyst"}
OFFICE = {"officer"}
ALL = set(WHO)

PAGES = {  # address: of what, who may open it
    "import": ("", OFFICE),
    "import_draft": ("draft", OFFICE),
    "import_part": ("part", OFFICE),
    "import_save": ("draft", OFFICE),
    "import_discard": ("draft", OFFICE),
    "import_arrival": ("job", OFFICE),
    "life": ("plan", READS),
    "organ": ("plan", OFFICE),
    "delete": ("draft_plan", OFFICE),
    "versions": ("plan", READS),
    "version": ("version", READS),
    "compare": ("compared", READS),
    "exports": ("plan", READS),
    "export": ("json", READS_ALL),
    "source_document": ("plan", READS_ALL),
    "carry_over": ("plan", OFFICE),
    "years": ("plan", READS),
    "public_index": ("", ALL),
    "public": ("plan", ALL),
    "public_data": ("plan", ALL),
    "public_json": ("plan", ALL),
    "public_items_csv": ("plan", ALL),
    "public_values_csv": ("plan", ALL),
}
OF_A_DRAFT = {  # the same, of a plan that has not been adopted
    "life": READS_ALL,
    "versions": READS_ALL,
    "exports": READS_ALL,
    "years": READS_ALL,
    "organ": OFFICE,
    "carry_over": OFFICE,
    "public": set(),
    "public_data": set(),
    "public_json": set(),
    "public_items_csv": set(),
    "public_values_csv": set(),
}
VERBS = {  # address: of what, what is posted, who may do it
    "import_correct": ("draft", {"revision": 1, "title": "Annan"}, OFFICE),
    "import_save": ("draft", {"title": "Ny", "starts_on": "2019-01-01", "ends_on": "2019-12-31"}, OFFICE),
    "import_read_again": ("draft", {}, OFFICE),
    "import_discard": ("draft", {}, OFFICE),
    "import_cancel": ("job", {}, OFFICE),
    "version_save": ("plan", {}, OFFICE),
    "delete": ("draft_plan", {}, OFFICE),
    "revise": ("step", {}, OFFICE),
    "close": ("step", {}, OFFICE),
    "propose": ("draft_step", {}, OFFICE),
    "carry_over": ("plan", {"title": "Ny", "starts_on": "2019-01-01", "ends_on": "2019-12-31"}, OFFICE),
}


@pytest.fixture
def people():
    return {name: make.user(role) for name, role in ROLES.items()} | {"owner": make.user(), "stranger": make.user()}


@pytest.fixture
def things(people):
    """What the addresses are of. The jobs are the officer's own."""
    office = {"by": people["officer"], "at": make.NOW}
    document = files.store(b"Plan 2018", name="plan.txt", **office)
    plan, draft_plan = make.plan(document=document), make.plan(title="Utkast")
    make.goal(plan, parent=make.area(plan), owner_person=make.person(account=people["owner"]))
    make.area(draft_plan)
    plans.propose(plan, **office)
    plans.adopt(plan, organ=make.organ(), decided_on=make.TODAY, decision_reference="§ 7", **office)
    draft = importing.start(document, **office)
    node = {"id": 1, "parent": None, "kind": "focus_area", "number": "1", "heading": "Resor", "wording": ""}
    node |= {"labelled": True, "confidence": 1.0, "line": 1, "page": None, "note": ""}
    content = {"title": "Plan", "year": 2018, "last_year": 2018, "nodes": [node], "dropped": [], "warnings": []}
    importing.fill(draft, content=content | {"last_id": 1}, **office)
    job = importing.request_plan(document, as_copy=True, **office)
    number = plan.versions.last().number
    return {
        "": [],
        "plan": [plan.key],
        "draft_plan": [draft_plan.key],
        "draft": [draft.key],
        "part": [draft.key, 1],
        "job": [job.key],
        "version": [plan.key, number],
        "compared": [plan.key],
        "json": [plan.key, "json"],
        "item": plan.items.last(),
        "step": plan.key,
        "draft_step": draft_plan.key,
        "number": number,
    }


def _as(client, people, who):
    if who != NOBODY:
        client.force_login(people[who])
    return client


def _address(name, of, things):
    if of in ("step", "draft_step"):
        return reverse("plans:step", args=[things[of], name])
    query = f"?old={things['number']}&new={things['number']}" if of == "compared" else ""
    return reverse(f"plans:{name}", args=things[of]) + query


def _is_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", WHO)
def test_every_page(client, people, things, who):
    _as(client, people, who)
    answers = {name: client.get(_address(name, of, things)) for name, (of, _who) in PAGES.items()}
    opened = {name for name, answer in answers.items() if answer.status_code == 200}
    assert opened == {name for name, (_of, allowed) in PAGES.items() if who in allowed}
    for name in answers.keys() - opened:
        refused = _is_sign_in(answers[name]) if who == NOBODY else answers[name].status_code == 403
        assert refused, (name, answers[name].status_code)


@pytest.mark.parametrize("who", WHO)
def test_every_page_of_a_draft(client, people, things, who):
    _as(client, people, who)
    key = things["draft_plan"]
    opened = {name for name in OF_A_DRAFT if client.get(reverse(f"plans:{name}", args=key)).status_code == 200}
    assert opened == {name for name, allowed in OF_A_DRAFT.items() if who in allowed}


@pytest.mark.parametrize("who", [who for who in WHO if who not in OFFICE])
def test_every_verb_is_refused_to_others(client, people, things, who):
    before = _everything()
    _as(client, people, who)
    for name, (of, posted, _allowed) in VERBS.items():
        if name == "carry_over":
            posted = posted | {"items": [things["item"].key]}
        answer = client.post(_address(name, of, things), posted)
        assert _is_sign_in(answer) if who == NOBODY else answer.status_code in (400, 403), (name, answer.status_code)
    assert _everything() == before


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_is_the_offices(client, people, things, name):
    of, posted, _allowed = VERBS[name]
    before = _everything()
    if name == "carry_over":
        posted = posted | {"items": [things["item"].key]}
    answer = _as(client, people, "officer").post(_address(name, of, things), posted)
    assert (answer.status_code, _everything() != before) == (302, True)


def test_the_job_of_another_officer_is_not_found(client, people, things):
    client.force_login(make.user(*[ROLES["officer"]]))
    assert client.get(_address("import_arrival", "job", things)).status_code == 404
    assert client.post(_address("import_cancel", "job", things)).status_code == 404


@pytest.mark.parametrize("who", [who for who in WHO if who not in OFFICE])
def test_nobody_else_uploads(client, people, who):
    document = BytesIO(b"Plan 2018")
    document.name = "plan.txt"
    answer = _as(client, people, who).post(reverse("plans:import"), {"document": document})
    assert _is_sign_in(answer) if who == NOBODY else answer.status_code == 403
    assert not ImportDraft.objects.exists()


def _everything():
    """All that the verbs could change."""
    return (
        list(Plan.objects.order_by("pk").values()),
        [(plan.pk, plan.versions.count(), plan.items.count()) for plan in Plan.objects.order_by("pk")],
        list(ImportDraft.objects.order_by("pk").values()),
        list(Job.objects.order_by("pk").values("state", "cancel_requested")),
        list(Organ.objects.order_by("pk").values()),
    )
