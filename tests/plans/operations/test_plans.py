"""The life of a plan, step by step, and every step that is refused."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.plans import content, rules
from samsyn.plans.errors import FollowedUp, NotUsable, WrongState
from samsyn.plans.models import FollowUp, FollowUpRound, Plan, PlanState, VersionKind
from samsyn.plans.operations import plans
from samsyn.plans.queries import versions
from samsyn.plans.queries.content import plan_content
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def officer():
    return make.user(Role.OFFICER)


@pytest.fixture
def draft():
    plan = make.plan(decided_by=make.organ(name="Board"))
    make.area(plan)
    return plan


def adopt(plan: Plan, officer, **fields):
    decision = {"organ": plan.decided_by, "decided_on": NOW.date(), "decision_reference": "§ 12"} | fields
    return plans.adopt(plan, **decision, by=officer, at=NOW)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))


def test_a_plan_is_made_proposed_adopted_revised_adopted_again_and_closed(officer):
    board = make.organ()
    plan = plans.create(
        title="  Plan \n 2019 ", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31), by=officer, at=NOW
    )
    assert (plan.title, plan.state) == ("Plan 2019", PlanState.DRAFT)
    make.area(plan)
    proposed = plans.propose(plan, by=officer, at=NOW)
    first = plans.adopt(plan, organ=board, decided_on=NOW.date(), decision_reference=" § 9 ", by=officer, at=NOW)
    assert plans.revise(plan, by=officer, at=NOW).state == PlanState.DRAFT
    assert versions.latest_adopted(plan) == first, "the public keeps the adopted version while it is revised"
    plans.propose(plan, by=officer, at=NOW)
    plan.refresh_from_db()
    second = adopt(plan, officer)
    assert plans.close(plan, by=officer, at=NOW).state == PlanState.CLOSED
    assert [v.number for v in (proposed, first, second)] == [1, 2, 4]
    assert (first.kind, first.organ, first.decision_reference) == (VersionKind.ADOPTED, board, "§ 9")
    assert plan.decided_by == board
    steps = ["created", "proposed", "adopted", "revised", "proposed", "adopted", "closed"]
    assert verbs() == [f"plans.{step}" for step in steps]


def test_a_version_seals_the_plan_as_it_was(draft, officer):
    version = plans.save_version(draft, by=officer, at=NOW)
    version.refresh_from_db()
    assert version.content == plan_content(draft)
    assert version.sha256 == content.digest(version.content)
    draft.items.update(heading="Changed")
    version.refresh_from_db()
    assert version.content["items"][0]["heading"] == "Area 1"


def _take(step: str, plan: Plan, officer):
    if step == "adopt":
        return adopt(plan, officer)
    return getattr(plans, step)(plan, by=officer, at=NOW)


ILLEGAL = [(step, state) for step, (allowed, _) in rules.STEPS.items() for state in PlanState if state not in allowed]


@pytest.mark.parametrize(("step", "state"), ILLEGAL)
def test_each_illegal_step_is_refused_and_changes_nothing(step, state, draft, officer):
    Plan.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(WrongState) as refusal:
        _take(step, draft, officer)
    assert str(refusal.value)
    draft.refresh_from_db()
    assert draft.state == state
    assert not draft.versions.exists()
    assert verbs() == []


def test_each_refusal_of_a_step_says_something_of_its_own_unless_the_plan_is_closed():
    texts = [str(text) for (_, state), text in plans._REFUSED.items() if state != PlanState.CLOSED]
    assert len(texts) == len(set(texts))
    assert set(plans._REFUSED) == set(ILLEGAL)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision_reference": "  "}, "reference"),
        ({"decided_on": NOW.date() + timedelta(days=1)}, "after today"),
    ],
)
def test_a_decision_must_be_whole(fields, words, draft, officer):
    plans.propose(draft, by=officer, at=NOW)
    with translation.override("en"), pytest.raises(NotUsable, match=words):
        adopt(draft, officer, **fields)
    draft.refresh_from_db()
    assert draft.state == PlanState.PROPOSED


def test_another_organ_cannot_adopt_unless_it_is_chosen_first(draft, officer):
    council = make.organ(name="Council")
    plans.propose(draft, by=officer, at=NOW)
    with pytest.raises(NotUsable, match="Board"):
        adopt(draft, officer, organ=council)
    plans.choose_organ(draft, organ=council, by=officer, at=NOW)
    assert adopt(draft, officer, organ=council).organ == council


def test_the_deciding_organ_of_an_adopted_plan_stands(draft, officer):
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.ADOPTED)
    with pytest.raises(WrongState):
        plans.choose_organ(draft, organ=None, by=officer, at=NOW)


def test_an_empty_plan_is_not_proposed(officer):
    plan = make.plan()
    with pytest.raises(NotUsable):
        plans.propose(plan, by=officer, at=NOW)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


@pytest.mark.parametrize("state", [PlanState.PROPOSED, PlanState.ADOPTED, PlanState.CLOSED])
def test_only_a_draft_is_renamed_dated_or_deleted(state, draft, officer):
    Plan.objects.filter(pk=draft.pk).update(state=state)
    for change in (
        lambda: plans.rename(draft, title="Other", by=officer, at=NOW),
        lambda: plans.set_period(draft, starts_on=NOW.date(), ends_on=NOW.date(), by=officer, at=NOW),
        lambda: plans.delete(draft, by=officer, at=NOW),
    ):
        with pytest.raises(WrongState):
            change()
    draft.refresh_from_db()
    assert (draft.title, draft.starts_on) == ("Plan 2018", date(2018, 1, 1))


def test_a_draft_is_renamed_and_dated(draft, officer):
    plans.rename(draft, title="Verksamhetsplan", by=officer, at=NOW)
    plan = plans.set_period(draft, starts_on=date(2018, 1, 1), ends_on=date(2021, 12, 31), by=officer, at=NOW)
    assert (plan.title, plan.ends_on) == ("Verksamhetsplan", date(2021, 12, 31))


@pytest.mark.parametrize("title", ["", "  ", "x" * 301])
def test_a_title_has_some_length(title, draft, officer):
    with pytest.raises(NotUsable):
        plans.rename(draft, title=title, by=officer, at=NOW)


def test_a_period_does_not_end_before_it_begins(draft, officer):
    with pytest.raises(NotUsable):
        plans.set_period(draft, starts_on=date(2018, 2, 1), ends_on=date(2018, 1, 1), by=officer, at=NOW)


def test_a_draft_that_nothing_has_come_of_is_deleted_with_what_is_in_it(draft, officer):
    plans.delete(draft, by=officer, at=NOW)
    assert not Plan.objects.exists()
    assert verbs() == ["plans.deleted"]


def test_a_plan_with_a_version_a_follow_up_or_a_successor_is_kept(draft, officer):
    followed, kept, before = make.plan(), make.plan(), make.plan()
    item = make.item(followed)
    open_round = FollowUpRound.objects.create(plan=followed, as_of=NOW.date(), opens_on=NOW.date(), due_on=NOW.date())
    FollowUp.objects.create(item=item, round=open_round, state="done", text="Klart.", entered_at=NOW)
    plans.save_version(kept, by=officer, at=NOW)
    make.plan(continues=before)
    with pytest.raises(FollowedUp):
        plans.delete(followed, by=officer, at=NOW)
    for plan in (kept, before):
        with pytest.raises(WrongState):
            plans.delete(plan, by=officer, at=NOW)
    assert Plan.objects.filter(pk__in=[followed.pk, kept.pk, before.pk]).count() == 3


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICER])
def test_only_the_office_runs_plans(role, draft):
    other = make.user(role)
    for verb in ("propose", "revise", "close", "delete", "save_version"):
        with pytest.raises(NotPermitted):
            getattr(plans, verb)(draft, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        plans.create(title="X", starts_on=NOW.date(), ends_on=NOW.date(), by=other, at=NOW)
    assert verbs() == []


def test_the_operator_may_do_what_the_office_may(draft):
    assert plans.propose(draft, by=None, at=NOW).made_by is None


def test_title_period_and_organ_are_set_up_whole_or_not_at_all(draft, officer):
    typed = {"title": "Efter", "starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31), "decided_by": make.organ()}
    plans.set_up(draft, **typed, by=officer, at=NOW)
    draft.refresh_from_db()
    assert (draft.title, draft.ends_on, draft.decided_by) == ("Efter", date(2019, 12, 31), typed["decided_by"])
    assert verbs() == ["plans.renamed", "plans.period_set", "plans.organ_chosen"]
    plans.set_up(draft, **typed, by=officer, at=NOW)
    assert len(verbs()) == 3, "nothing differed"
    with pytest.raises(NotUsable):
        plans.set_up(draft, **typed | {"title": "Annat", "ends_on": date(2018, 1, 1)}, by=officer, at=NOW)
    draft.refresh_from_db()
    assert draft.title == "Efter"
    with pytest.raises(NotPermitted):
        plans.set_up(draft, **typed, by=make.user(), at=NOW)
