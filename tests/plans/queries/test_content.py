"""A plan read as data."""

from datetime import date
from decimal import Decimal

import pytest

from samsyn.plans.content import canonical, decimal_text, digest, version_scope
from samsyn.plans.models import Contribution, FollowUp, FollowUpRound, IndicatorValue, ItemLink, LinkKind, Step
from samsyn.plans.queries.content import plan_content
from samsyn.plans.queries.export import full_content
from tests import factories as make

pytestmark = pytest.mark.django_db


def _grown(size: int):
    """A plan of `size` areas, each with a goal, an activity and everything that can hang on them."""
    plan = make.plan()
    author = make.user()
    one_round = FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 4, 30), opens_on=date(2018, 4, 1), due_on=date(2018, 5, 10)
    )
    before = None
    for number in range(size):
        area = make.area(plan, str(number + 1))
        goal = make.goal(plan, parent=area, owner_person=make.person(), internal_note="inside")
        activity = make.item(plan, parent=goal, owner_function=make.function(), budget=Decimal("100.50"))
        Contribution.objects.create(item=goal, person=make.person())
        Step.objects.create(item=activity, text="First")
        indicator = make.indicator(goal, baseline=Decimal("1"), baseline_on=date(2017, 1, 1))
        indicator.targets.create(on=date(2018, 12, 31), value=Decimal("12.5"))
        IndicatorValue.objects.create(
            indicator=indicator, on=date(2018, 1, 1), value=Decimal("0.25"), entered_by=author, entered_at=make.NOW
        )
        FollowUp.objects.create(
            item=activity, round=one_round, state="done", text="Did", entered_by=author, entered_at=make.NOW
        )
        if before:
            ItemLink.objects.create(source=goal, target=before, kind=LinkKind.SUPPORTS)
        before = goal
    return plan


@pytest.mark.parametrize("size", [1, 3])
def test_reading_a_plan_takes_the_same_few_queries_whatever_its_size(size, django_assert_max_num_queries):
    plan = _grown(size)
    with django_assert_max_num_queries(9):
        content = plan_content(plan)
    with django_assert_max_num_queries(15):
        full = full_content(plan)
    assert len(content["items"]) == len(full["items"]) == 3 * size


def test_an_item_says_all_that_the_format_promises():
    plan = _grown(1)
    goal, activity = plan_content(plan)["items"][1:]
    assert goal["owner"]["person"]
    assert goal["owner"]["function"] is None
    assert goal["indicators"][0]["baseline"] == {"on": "2017-01-01", "value": "1"}
    assert goal["indicators"][0]["targets"] == [{"on": "2018-12-31", "value": "12.5"}]
    assert activity["budget"] == "100.5"
    assert activity["parent"] == goal["key"]
    assert activity["steps"] == [{"text": "First", "due_on": None, "done_on": None}]


def test_a_version_holds_neither_names_nor_addresses_nor_what_is_internal():
    plan = make.plan()
    owner = make.person(name="Canary Namesson", email="canary@mail.example")
    item = make.goal(plan, owner_person=owner, internal_note="canary note")
    Contribution.objects.create(item=item, person=owner)
    assert b"canary" not in canonical(plan_content(plan)).lower()
    assert b"canary note" in canonical(full_content(plan))


def test_the_part_of_a_full_content_that_a_version_seals_is_the_version():
    plan = _grown(2)
    assert digest(version_scope(full_content(plan))) == digest(plan_content(plan))


def test_items_stand_in_reading_order():
    plan = make.plan()
    second = make.area(plan, "2", position=2)
    first = make.area(plan, "1", position=1)
    inside = make.goal(plan, parent=first, position=9)
    assert [item["key"] for item in plan_content(plan)["items"]] == [str(one.key) for one in (first, inside, second)]


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0"), ("-0.00", "0"), ("100", "100"), ("1250.50", "1250.5"), ("1E+3", "1000"), ("-0.000001", "-0.000001")],
)
def test_numbers_are_written_plainly(number, text):
    assert decimal_text(Decimal(number)) == text


def test_the_digest_depends_on_content_and_not_on_the_order_of_names():
    assert digest({"a": 1, "b": "å"}) == digest({"b": "å", "a": 1}) != digest({"a": 1, "b": "a"})
