"""What differs between sealed versions, and between a version and the plan as it is."""

import pytest

from samsyn.plans.operations import items, plans
from samsyn.plans.queries.versions import difference_between, difference_to_now
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_revision_is_told_in_words():
    plan = make.plan()
    area = make.area(plan)
    goal = make.goal(plan, parent=area, wording="Att öka handeln.")
    first = plans.save_version(plan, by=None, at=make.NOW)
    assert difference_to_now(first).is_empty

    items.reword(goal, wording="Att stärka handeln.", by=None, at=make.NOW)
    added = items.add(plan, kind="activity", parent=area, wording="Att mötas.", by=None, at=make.NOW)
    second = plans.save_version(plan, by=None, at=make.NOW)
    found = difference_between(first, second)
    assert [change.item["key"] for change in found.reworded] == [str(goal.key)]
    assert [item["key"] for item in found.added] == [str(added.key)]
    assert found.moved == ()
    assert difference_to_now(second).is_empty


def test_what_has_been_followed_up_since_is_no_difference_of_the_plan():
    plan = make.plan()
    goal = make.goal(plan, parent=make.area(plan))
    indicator = make.indicator(goal)
    version = plans.save_version(plan, by=None, at=make.NOW)
    indicator.values.create(on=make.TODAY, value=1, entered_at=make.NOW)
    goal.internal_note = "note"
    goal.save()
    assert difference_to_now(version).is_empty
