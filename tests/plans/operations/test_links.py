"""Ties across the tree, and the circles that they must not make."""

import threading

import pytest
from django.db import connection

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.plans import structure
from samsyn.plans.errors import Circle, NotUsable, WrongState
from samsyn.plans.models import Item, ItemKind, ItemLink, LinkKind, Plan, PlanState
from samsyn.plans.operations import links
from samsyn.plans.queries.items import graph
from tests import factories as make

NOW = make.NOW
SUPPORTS, SHARES = LinkKind.SUPPORTS, LinkKind.SHARES


@pytest.fixture
def officer(db):
    return make.user(Role.OFFICER)


@pytest.fixture
def drawn(db) -> dict[str, Item]:
    """Two areas, A with a goal that has an activity, B with an activity; and a direction goal."""
    plan = make.plan()
    a, b = make.area(plan, "A"), make.area(plan, "B")
    goal = make.goal(plan, parent=a, wording="a-goal")
    return {
        "A": a,
        "B": b,
        "a-goal": goal,
        "a-activity": make.item(plan, parent=goal),
        "b-activity": make.item(plan, parent=b),
        "direction": make.item(plan, ItemKind.DIRECTION_GOAL),
    }


def test_an_item_supports_others_across_the_tree(drawn, officer):
    links.link(drawn["a-goal"], to=drawn["direction"], kind=SUPPORTS, by=officer, at=NOW)
    links.link(drawn["a-activity"], to=drawn["B"], kind=SUPPORTS, by=officer, at=NOW)
    links.link(drawn["b-activity"], to=drawn["A"], kind=SUPPORTS, by=officer, at=NOW)
    assert ItemLink.objects.count() == 3


@pytest.mark.parametrize("kind", LinkKind)
@pytest.mark.parametrize(
    ("source", "target"), [("A", "A"), ("a-activity", "A"), ("A", "a-activity"), ("a-goal", "a-activity")]
)
def test_nothing_is_tied_to_itself_or_to_what_it_stands_in(kind, source, target, drawn, officer):
    with pytest.raises(Circle):
        links.link(drawn[source], to=drawn[target], kind=kind, by=officer, at=NOW)
    assert not ItemLink.objects.exists()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("A", "B"), ("B", "A")),
        (("A", "b-activity"), ("B", "A")),  # A supports what stands in B, so B may not support A
        (("A", "b-activity"), ("B", "a-goal")),
        (("direction", "a-activity"), ("a-goal", "direction")),
    ],
)
def test_a_circle_is_refused_also_by_way_of_the_tree(first, second, drawn, officer):
    links.link(drawn[first[0]], to=drawn[first[1]], kind=SUPPORTS, by=officer, at=NOW)
    with pytest.raises(Circle):
        links.link(drawn[second[0]], to=drawn[second[1]], kind=SUPPORTS, by=officer, at=NOW)


def test_what_is_shared_is_kept_once_whichever_way_it_is_said(drawn, officer):
    later, earlier = drawn["b-activity"], drawn["a-activity"]
    made = links.link(later, to=earlier, kind=SHARES, by=officer, at=NOW)
    assert (made.source, made.target) == (earlier, later)
    for one, other in ((later, earlier), (earlier, later)):
        with pytest.raises(NotUsable):
            links.link(one, to=other, kind=SHARES, by=officer, at=NOW)
    assert links.link(later, to=earlier, kind=SUPPORTS, by=officer, at=NOW).source == later


def test_a_tie_stays_in_its_plan(drawn, officer):
    with pytest.raises(NotUsable):
        links.link(drawn["A"], to=make.area(make.plan()), kind=SUPPORTS, by=officer, at=NOW)


def test_a_tie_is_taken_away_once(drawn, officer):
    made = links.link(drawn["A"], to=drawn["B"], kind=SUPPORTS, by=officer, at=NOW)
    links.unlink(made, by=officer, at=NOW)
    with pytest.raises(NotUsable):
        links.unlink(made, by=officer, at=NOW)
    assert not ItemLink.objects.exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["plans.items_linked", "plans.items_unlinked"]


def test_ties_are_the_offices_and_end_with_the_plan(drawn, officer):
    with pytest.raises(NotPermitted):
        links.link(drawn["A"], to=drawn["B"], kind=SUPPORTS, by=make.user(Role.ANALYST), at=NOW)
    Plan.objects.update(state=PlanState.ADOPTED)
    made = links.link(drawn["A"], to=drawn["B"], kind=SUPPORTS, by=officer, at=NOW)
    Plan.objects.update(state=PlanState.CLOSED)
    with pytest.raises(WrongState):
        links.unlink(made, by=officer, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_opposite_ties_made_at_the_same_moment_never_make_a_circle():
    plan = make.plan()
    areas = [make.area(plan, str(n)) for n in range(4)]
    pairs = [(one, other) for one in areas for other in areas if one != other]
    start, refused = threading.Barrier(len(pairs)), []

    def tie(source, target):
        start.wait()
        try:
            links.link(source, to=target, kind=SUPPORTS, by=None, at=NOW)
        except Circle:
            refused.append((source, target))
        finally:
            connection.close()

    threads = [threading.Thread(target=tie, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = graph(plan)
    assert not structure.has_circle(whole.parents, whole.supports)
    assert (len(whole.supports), len(refused)) == (6, 6), "of two opposite ties exactly one is made"
