"""What the public may read: a secret is planted wherever one could be, and none may come out anywhere."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests import factories as make

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.content import digest
from samsyn.plans.models import (
    Contribution,
    FollowUp,
    FollowUpRound,
    IndicatorValue,
    ItemDocument,
    PlanVersion,
    Report,
    Risk,
    SectionReady,
    Step,
    VersionKind,
)
from samsyn.plans.operations import plans
from samsyn.plans.queries import public
from samsyn.plans.queries.report import report_content

pytestmark = pytest.mark.django_db

SECRET = "canary"
LATER = make.NOW + timedelta(days=30)


def _file(name="file.pdf"):
    return StoredFile.objects.create(
        name=name, media_type="application/pdf", size=1, sha256="0" * 64, stored_at=make.NOW
    )


def _adopt(plan, officer, **fields):
    plans.propose(plan, by=officer, at=make.NOW)
    decision = {"organ": make.organ(name="Styrelsen"), "decided_on": date(2018, 1, 10), "decision_reference": "§ 7"}
    return plans.adopt(plan, **(decision | fields), by=officer, at=make.NOW)


def _complete(one, officer):
    content = report_content(one, by=officer, at=make.NOW).to_json()
    files = {name: _file() for name in ("pdf", "docx", "xlsx")}
    return Report.objects.create(
        round=one, number=one.reports.count() + 1, content=content, sha256=digest(content), completed_by=officer,
        completed_at=make.NOW, **files,
    )  # fmt: skip


def _say(item, one, **fields):
    said = {"state": "on_track", "text": "Allt går väl.", "entered_at": make.NOW} | fields
    return FollowUp.objects.create(item=item, round=one, **said)


def _plan_full_of_secrets():
    """An adopted plan with a completed report; every field that is not for the public holds the secret."""
    officer = make.user(Role.OFFICER, name=f"{SECRET} officer", email=f"{SECRET}1@council.example")
    holder = make.person(name=f"{SECRET} holder", email=f"{SECRET}2@council.example")
    head = make.function(holder, name="Kanslichef")
    plan = make.plan(title="Plan 2018", document=_file(f"{SECRET}.docx"))
    area = make.area(plan, "1", heading="Resor", owner_person=holder, internal_note=SECRET)
    goal = make.goal(plan, parent=area, wording="Fler reser hållbart.", owner_function=head, internal_note=SECRET)
    activity = make.item(plan, parent=goal, wording="Ta fram en analys.", owner_person=holder, internal_note=SECRET)
    Contribution.objects.create(item=activity, person=holder)
    Step.objects.create(item=activity, text=SECRET)
    Risk.objects.create(item=activity, text=SECRET, likelihood=1, consequence=1, response=SECRET)
    ItemDocument.objects.create(item=activity, title=SECRET, url=f"https://{SECRET}.example")
    ItemDocument.objects.create(item=activity, title="Analysen", url="https://council.example/analysen", public=True)
    indicator = make.indicator(goal, name="Andel", baseline=Decimal("10.5"), baseline_on=date(2017, 1, 1))
    indicator.targets.create(on=date(2018, 12, 31), value=Decimal(20))
    IndicatorValue.objects.create(
        indicator=indicator, on=date(2018, 3, 1), value=Decimal("12.25"), source=SECRET, entered_by=officer,
        entered_at=make.NOW,
    )  # fmt: skip
    version = _adopt(plan, officer)
    one = FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 4, 30), opens_on=date(2018, 4, 1), due_on=date(2018, 5, 10), summary="En god vår."
    )
    _say(activity, one, evidence=SECRET, entered_by=officer)
    SectionReady.objects.create(round=one, area=area, marked_by=officer, marked_at=make.NOW)
    _complete(one, officer)
    _go_on(plan, one, activity, indicator, officer)
    return plan, version


def _go_on(plan, one, activity, indicator, officer):
    """What has happened since: a revision, a new follow-up, a new value, a new round."""
    _say(activity, one, state="off_track", text=SECRET, consequence=SECRET, action=SECRET, entered_by=officer)
    later = FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 8, 31), opens_on=date(2018, 8, 1), due_on=date(2018, 9, 10), summary=SECRET
    )
    _say(activity, later, text=SECRET, effect_text=SECRET)
    value = {"on": date(2018, 4, 1), "value": Decimal("424242"), "source": SECRET, "entered_at": LATER}
    IndicatorValue.objects.create(indicator=indicator, **value)
    plan = plans.revise(plan, by=officer, at=LATER)
    plan.title = f"{SECRET} plan"
    plan.save()
    plan.items.update(wording=SECRET, short_title=SECRET, heading=SECRET)
    new = make.goal(plan, parent=activity.parent, wording=SECRET)
    _say(new, one, text=SECRET)
    make.indicator(new, name=SECRET)
    indicator.name = SECRET
    indicator.save()
    ItemDocument.objects.create(item=activity, title=SECRET, url=f"https://{SECRET}.example", public=True)
    plans.propose(plan, by=officer, at=LATER)
    plans.save_version(plan, by=officer, at=LATER)


def test_no_secret_comes_out_anywhere():
    plan, _version = _plan_full_of_secrets()
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
    plan, _version = _plan_full_of_secrets()
    officer = make.user(Role.OFFICER)
    one = plan.rounds.first()
    FollowUp.objects.create(item=plan.items.last(), round=one, state="done", text="Klart", entered_at=LATER)
    report = _complete(one, officer)
    assert SECRET in json.dumps(report.content)
    content = public.public_content(plan)
    assert content["report"]["number"] == 2
    assert SECRET not in json.dumps(
        [[item["wording"], item["heading"], item["short_title"]] for item in content["items"]]
    )
    assert len(content["items"]) == 3


def test_what_was_adopted_and_completed_is_there():
    plan, _version = _plan_full_of_secrets()
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
    _adopt(plan, None)
    content = public.public_content(plan)
    assert content["report"] is None
    assert content["indicators"] == []
    assert [item["follow_up"] for item in content["items"]] == [None, None]
    assert public.open_items_csv(content).count(b"\r\n") == 3


def test_a_withdrawn_document_disappears_at_once():
    plan, _version = _plan_full_of_secrets()
    document = ItemDocument.objects.get(title="Analysen")
    assert public.public_document(str(document.key)) == document
    document.public = False
    document.save()
    assert public.public_document(str(document.key)) is None
    assert all(item["documents"] == [] for item in public.public_content(plan)["items"])


def test_a_document_made_public_since_waits_for_the_next_version():
    _plan_full_of_secrets()
    later = ItemDocument.objects.get(title=SECRET, public=True)
    assert public.public_document(str(later.key)) is None


def test_a_field_added_to_what_is_frozen_stays_inside():
    plan = make.plan()
    make.goal(plan, parent=make.area(plan))
    version = _adopt(plan, None)
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
    _adopt(plan, None)
    with django_assert_max_num_queries(4):
        content = public.public_content(plan)
    assert len(content["items"]) == 2 * size
