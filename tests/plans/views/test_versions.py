"""Versions on screen: which ones a person may read, and what differs between two."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import ItemDocument
from samsyn.plans.operations import plans
from tests import factories as make

pytestmark = pytest.mark.django_db

DECISION = {"decided_on": date(2018, 1, 10), "decision_reference": "§ 7"}


@pytest.fixture
def plan():
    """Version 1 proposed, 2 adopted, and then a revision: reworded, moved, added, owner, budget; kept as 3."""
    made = make.plan()
    first, second = make.area(made, "1", heading="Resor"), make.area(made, "2", heading="Kompetens")
    goal = make.goal(made, parent=first, wording="Fler reser hållbart.")
    moved = make.item(made, parent=first, wording="Ordna en konferens.")
    gone = make.item(made, parent=first, wording="Skriv ett brev.")
    plans.propose(made, by=None, at=make.NOW)
    plans.adopt(made, organ=make.organ(name="Styrelsen"), **DECISION, by=None, at=make.NOW)
    plans.revise(made, by=None, at=make.NOW)
    goal.wording, goal.owner_person, goal.budget = (
        "Många fler reser hållbart.",
        make.person(name="Eva Ek"),
        Decimal(5000),
    )
    goal.save()
    moved.parent = second
    moved.save()
    gone.delete()
    make.item(made, parent=second, wording="Gör en <film>.")
    ItemDocument.objects.create(item=goal, title="Hemlig bilaga", url="https://internal.example")
    made.refresh_from_db()
    plans.save_version(made, by=None, at=make.NOW)
    return made


def _as(client, *roles):
    client.force_login(make.user(*roles))
    return client


def _compare(client, plan, old, new):
    return client.get(reverse("plans:compare", args=[plan.key]), {"old": old, "new": new})


def test_the_office_sees_every_version_with_its_seal(client, plan):
    page = _as(client, Role.OFFICER).get(reverse("plans:versions", args=[plan.key])).content.decode()
    for version in plan.versions.all():
        assert version.sha256 in page
    assert "§ 7" in page


def test_what_differs_is_counted_and_marked_word_by_word(client, plan):
    answer = _compare(_as(client, Role.OFFICER), plan, 2, 3)
    page = answer.content.decode()
    difference = answer.context["difference"]
    counted = [len(getattr(difference, name)) for name in ("added", "removed", "reworded", "moved")]
    assert counted == [1, 1, 1, 1]
    assert "<del>Fler</del><ins>Många fler</ins><span> reser hållbart.</span>" in page
    assert "<del>Skriv ett brev.</del>" in page
    assert "<ins>Gör en &lt;film&gt;.</ins>" in page
    assert "<ins>Eva Ek</ins>" in page
    assert "Hemlig bilaga" in page


def test_a_version_is_compared_with_the_plan_as_it_is_now(client, plan):
    _as(client, Role.OFFICER)
    assert _compare(client, plan, 3, "now").context["difference"].is_empty
    assert not _compare(client, plan, 1, "now").context["difference"].is_empty


def test_who_reads_decided_plans_reads_adopted_versions_alone(client, plan):
    plan.state = "adopted"
    plan.save()
    _as(client, Role.DELEGATE)
    listed = client.get(reverse("plans:versions", args=[plan.key])).context["versions"]
    assert [version.number for version in listed] == [2]
    assert client.get(reverse("plans:version", args=[plan.key, 2])).status_code == 200
    assert client.get(reverse("plans:version", args=[plan.key, 3])).status_code == 404
    for old, new in ((2, 3), (3, 2), (2, "now")):
        answer = _compare(client, plan, old, new)
        assert answer.status_code == 400
        assert "Många fler" not in answer.content.decode()


def test_internal_documents_stay_with_the_office(client, plan):
    plans.propose(plan, by=None, at=make.NOW)
    plans.adopt(plan, organ=plan.decided_by, **DECISION, by=None, at=make.NOW)
    _as(client, Role.DELEGATE)
    number = plan.versions.last().number
    page = _compare(client, plan, 2, number).content.decode()
    assert "Många" in page
    assert "Hemlig bilaga" not in page
    assert "Hemlig bilaga" not in client.get(reverse("plans:version", args=[plan.key, number])).content.decode()


def test_a_version_reads_as_a_page(client, plan):
    page = _as(client, Role.OFFICER).get(reverse("plans:version", args=[plan.key, 3])).content.decode()
    for words in ("Resor", "Många fler reser hållbart.", "Eva Ek", "Gör en &lt;film&gt;."):
        assert words in page


def test_a_version_is_kept_by_the_office(client, plan):
    _as(client, Role.OFFICER).post(reverse("plans:version_save", args=[plan.key]))
    assert plan.versions.count() == 4
    _as(client, Role.ANALYST).post(reverse("plans:version_save", args=[plan.key]))
    assert plan.versions.count() == 4


@pytest.mark.parametrize("more", [0, 3])
def test_as_many_queries_however_many_versions(client, plan, more, django_assert_max_num_queries):
    officer = make.user(Role.OFFICER)
    for _each in range(more):
        plans.save_version(plan, by=officer, at=make.NOW)
    client.force_login(officer)
    with django_assert_max_num_queries(14):
        client.get(reverse("plans:versions", args=[plan.key]))
