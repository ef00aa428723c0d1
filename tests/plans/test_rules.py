"""Who may do what: the table is the specification."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.members.models import FunctionHolder
from samsyn.plans import rules
from samsyn.plans.models import Item, Plan, PlanState, PlanVersion, VersionKind
from samsyn.plans.queries import plans as plan_queries
from tests import factories as make

pytestmark = pytest.mark.django_db

WHO = ("system", "officer", "analyst", "owner", "delegate", "contact", "participant", "admin", "anyone")

# x: may. Everything not marked is refused.
TABLE = """
                            system officer analyst owner delegate contact participant admin anyone
may_read draft                x       x       x      x      .        .         .        .     .
may_read proposed             x       x       x      x      .        .         .        .     .
may_read adopted              x       x       x      x      x        x         x        x     .
may_read closed               x       x       x      x      x        x         x        x     .
may_read_internal             x       x       x      .      .        .         .        .     .
may_read_internal_of          x       x       x      x      .        .         .        .     .
may_create                    x       x       .      .      .        .         .        .     .
may_import                    x       x       .      .      .        .         .        .     .
may_edit_wording draft        x       x       .      .      .        .         .        .     .
may_edit_wording proposed     .       .       .      .      .        .         .        .     .
may_edit_wording adopted      .       .       .      .      .        .         .        .     .
may_edit_wording closed       .       .       .      .      .        .         .        .     .
propose draft                 x       x       .      .      .        .         .        .     .
propose proposed              .       .       .      .      .        .         .        .     .
adopt proposed                x       x       .      .      .        .         .        .     .
adopt draft                   .       .       .      .      .        .         .        .     .
revise adopted                x       x       .      .      .        .         .        .     .
revise closed                 .       .       .      .      .        .         .        .     .
close adopted                 x       x       .      .      .        .         .        .     .
close proposed                .       .       .      .      .        .         .        .     .
may_delete draft              x       x       .      .      .        .         .        .     .
may_delete adopted            .       .       .      .      .        .         .        .     .
may_carry_over adopted        x       x       .      .      .        .         .        .     .
may_export_full adopted       x       x       x      .      .        .         .        .     .
may_assign_owner adopted      x       x       .      .      .        .         .        .     .
may_link adopted              x       x       .      .      .        .         .        .     .
may_edit_follow_up_data       x       x       .      x      .        .         .        .     .
may_publish_document          x       x       .      .      .        .         .        .     .
may_manage_indicator          x       x       .      .      .        .         .        .     .
may_enter_value               x       x       x      x      .        .         .        .     .
may_follow_up                 x       x       .      x      .        .         .        .     .
may_open_round adopted        x       x       .      .      .        .         .        .     .
may_mark_ready                x       x       .      x      .        .         .        .     .
may_complete_report adopted   x       x       .      .      .        .         .        .     .
"""


def _rows():
    for line in TABLE.strip().splitlines()[1:]:
        words = line.split()
        state = words[1] if words[1] in PlanState.values else None
        marks = words[2 if state else 1 :]
        assert len(marks) == len(WHO), line
        yield pytest.param(words[0], state, marks, id=" ".join(words[: 2 if state else 1]))


def test_the_table_names_every_rule():
    tabled = {row.values[0] for row in _rows()}
    general = {"may_manage", "may_read_all_plans", "may_read_decided_plans", "may_take_step"}
    assert tabled == {name for name in dir(rules) if name.startswith("may_")} - general | set(rules.STEPS)


@pytest.fixture
def people():
    return {
        "system": None,
        "officer": make.user(Role.OFFICER),
        "analyst": make.user(Role.ANALYST),
        "owner": make.user(),
        "delegate": make.user(Role.DELEGATE),
        "contact": make.user(Role.MEMBER_CONTACT),
        "participant": make.user(Role.PARTICIPANT),
        "admin": make.user(Role.ADMINISTRATOR),
        "anyone": AnonymousUser(),
    }


def _asked(rule: str, item: Item):
    """What the rule is about: nothing, the plan, the item, its area or its indicator."""
    if rule in {"may_create", "may_import", "may_read_internal"}:
        return ()
    if rule == "may_enter_value":
        return (make.indicator(item),)
    if rule == "may_mark_ready":
        return (item.parent,)
    about_item = {
        "may_read_internal_of",
        "may_edit_follow_up_data",
        "may_publish_document",
        "may_manage_indicator",
        "may_follow_up",
    }
    return (item,) if rule in about_item else (item.plan,)


def _adopted_version(plan: Plan) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan,
        number=1,
        kind=VersionKind.ADOPTED,
        content={},
        sha256="",
        made_at=make.NOW,
        organ=make.organ(),
        decided_on=make.TODAY,
        decision_reference="§ 1",
    )


@pytest.mark.parametrize(("rule", "state", "marks"), list(_rows()))
def test_who_may(rule, state, marks, people):
    plan = make.plan(state=state or PlanState.ADOPTED)
    if plan.state in rules.DECIDED:
        _adopted_version(plan)
    area = make.area(plan, owner_person=make.person(account=people["owner"]))
    item = make.item(plan, parent=area)
    asked = _asked(rule, item)
    may = partial(rules.may_take_step, step=rule) if rule in rules.STEPS else getattr(rules, rule)
    allowed = {who for who, by in people.items() if may(by, *asked, on=make.TODAY)}
    assert allowed == {who for who, mark in zip(WHO, marks, strict=True) if mark == "x"}


def test_reading_lists_and_reading_one_plan_agree(people):
    plans = [make.plan(state=state) for state in PlanState]
    make.item(plans[0], owner_person=make.person(account=people["owner"]))
    for who, by in people.items():
        listed = set(plan_queries.readable(by, on=make.TODAY))
        assert listed == {plan for plan in plans if rules.may_read(by, plan, on=make.TODAY)}, who


def test_an_owner_of_an_area_owns_all_in_it_and_nothing_beside():
    plan = make.plan()
    owner = make.user()
    mine = make.area(plan, "1", owner_person=make.person(account=owner))
    goal = make.goal(plan, parent=mine)
    inner = make.item(plan, parent=goal)
    make.item(plan, parent=make.area(plan, "2"))
    assert rules.owned_items(owner, plan, on=make.TODAY) == {mine.pk, goal.pk, inner.pk}


def test_a_person_who_has_left_owns_nothing_from_that_day():
    plan, owner = make.plan(), make.user()
    item = make.item(plan, owner_person=make.person(account=owner, left_on=date(2018, 5, 2)))
    assert rules.is_owner(owner, item, on=date(2018, 5, 1))
    assert not rules.is_owner(owner, item, on=date(2018, 5, 2))


def test_a_holder_owns_what_the_function_owns_while_holding_it():
    plan, account = make.plan(), make.user()
    post, holder = make.function(), make.person(account=account)
    FunctionHolder.objects.create(function=post, person=holder, since=make.TODAY, until=make.TODAY + timedelta(days=9))
    item = make.item(plan, owner_function=post)
    days = {day: rules.is_owner(account, item, on=make.TODAY + timedelta(days=day)) for day in (-1, 0, 9, 10)}
    assert days == {-1: False, 0: True, 9: True, 10: False}


def test_an_account_that_may_not_sign_in_owns_nothing():
    plan, account = make.plan(), make.user(is_active=False)
    item = make.item(plan, owner_person=make.person(account=account))
    assert not rules.is_owner(account, item, on=make.TODAY)


@pytest.mark.parametrize("size", [3, 300])
def test_ownership_of_a_plan_takes_four_queries(size, django_assert_num_queries):
    plan, account = make.plan(), make.user()
    area = make.area(plan, owner_person=make.person(account=account))
    Item.objects.bulk_create(Item(plan=plan, kind="activity", parent=area, position=n) for n in range(size))
    with django_assert_num_queries(4):
        assert len(rules.owned_items(account, plan, on=make.TODAY)) == size + 1
