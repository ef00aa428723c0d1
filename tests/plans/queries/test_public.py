"""What the public may read: a secret is planted wherever one could be, and none may come out anywhere."""

import json

import pytest

from samsyn.foundation.accounts.models import Role
from samsyn.plans.content import digest
from samsyn.plans.models import FollowUp, ItemDocument, PlanVersion, VersionKind
from samsyn.plans.operations import plans
from samsyn.plans.queries import public
from tests import factories as make
from tests.plans.canary import LATER, SECRET, adopt, complete, plan_full_of_secrets

pytestmark = pytest.mark.django_db


def test_no_secret_comes_out_anywhere():
    plan, _version = plan_full_of_secrets()
    content = public.public_content(plan)
    outputs = [
        json.dumps(content, ensure_ascii=False).encode(),
        public.open_json(content),
        public.open_items_csv(content),
        public.open_values_csv(content),
    ]
    assert len(PlanVersion.objects.filter(plan=plan)) == 4
    for output in outputs:
        assert SECRET.encode() not in output.lower()
        assert b"424242" not in output
        assert b"@council.example" not in output


def test_a_report_made_of_a_plan_under_revision_brings_no_draft_wording():
    plan, _version = plan_full_of_secrets()
    officer = make.user(Role.OFFICER)
    one = plan.rounds.first()
    FollowUp.objects.create(item=plan.items.last(), round=one, state="done", text="Klart", entered_at=LATER)
    report = complete(one, officer)
    assert SECRET in json.dumps(report.content)
    content = public.public_content(plan)
    assert content["report"]["number"] == 2
    assert SECRET not in json.dumps(
        [[item["wording"], item["heading"], item["short_title"]] for item in content["items"]]
    )
    assert len(content["items"]) == 3


def test_what_was_adopted_and_completed_is_there():
    plan, _version = plan_full_of_secrets()
    content = public.public_content(plan)
    area, goal, activity = content["items"]
    assert content["title"] == "Plan 2018"
    assert content["adopted"]["organ"]["name"] == "Styrelsen"
    assert content["adopted"]["decision_reference"] == "§ 7"
    assert (area["heading"], area["responsible"], area["follow_up"]) == ("Resor", "", None)
    assert (goal["wording"], goal["responsible"]) == ("Fler reser hållbart.", "Kanslichef")
    assert activity["follow_up"]["state"] == "on_track"
    assert activity["follow_up"]["text"] == "Allt går väl."
    assert [document["title"] for document in activity["documents"]] == ["Analysen"]
    (indicator,) = content["indicators"]
    assert indicator["values"] == [{"on": "2018-03-01", "value": "12.25"}]
    assert indicator["baseline"] == {"on": "2017-01-01", "value": "10.5"}
    assert (content["report"]["as_of"], content["report"]["summary"]) == ("2018-04-30", "En god vår.")
    assert b"2018-04-30,on_track" in public.open_items_csv(content)


def test_nothing_is_public_before_the_first_adoption():
    plan = make.plan()
    make.area(plan)
    plans.propose(plan, by=None, at=make.NOW)
    assert public.public_content(plan) is None
    assert list(public.public_plans()) == []
    assert public.current(on=make.TODAY) is None


def test_an_adopted_plan_is_public_before_its_first_report():
    plan = make.plan()
    make.goal(plan, parent=make.area(plan))
    adopt(plan, None)
    content = public.public_content(plan)
    assert content["report"] is None
    assert content["indicators"] == []
    assert [item["follow_up"] for item in content["items"]] == [None, None]
    assert public.open_items_csv(content).count(b"\r\n") == 3


def test_a_withdrawn_document_disappears_at_once():
    plan, _version = plan_full_of_secrets()
    document = ItemDocument.objects.get(title="Analysen")
    assert public.public_document(str(document.key)) == document
    document.public = False
    document.save()
    assert public.public_document(str(document.key)) is None
    assert all(item["documents"] == [] for item in public.public_content(plan)["items"])


def test_a_document_made_public_since_waits_for_the_next_version():
    plan_full_of_secrets()
    later = ItemDocument.objects.get(title=SECRET, public=True)
    assert public.public_document(str(later.key)) is None


def test_a_field_added_to_what_is_frozen_stays_inside():
    plan = make.plan()
    make.goal(plan, parent=make.area(plan))
    version = adopt(plan, None)
    content = json.loads(json.dumps(version.content))
    content["new_field"] = content["plan"]["new_field"] = content["items"][1]["new_field"] = SECRET
    organ = version.organ
    PlanVersion.objects.create(
        plan=plan, number=9, kind=VersionKind.ADOPTED, content=content, sha256=digest(content), made_at=make.NOW,
        organ=organ, decided_on=make.TODAY, decision_reference="§ 9",
    )  # fmt: skip
    assert public.public_content(plan)["adopted"]["version"] == 9
    assert SECRET not in json.dumps(public.public_content(plan))


@pytest.mark.parametrize("size", [1, 3])
def test_four_queries_whatever_the_size(size, django_assert_max_num_queries):
    plan = make.plan()
    for number in range(size):
        make.goal(plan, parent=make.area(plan, str(number)))
    adopt(plan, None)
    with django_assert_max_num_queries(4):
        content = public.public_content(plan)
    assert len(content["items"]) == 2 * size
