"""Decisions: of a meeting, of an item of a plan, and the register of what is still to be carried out."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from samsyn.foundation.days import day_of
from samsyn.meetings import rules
from samsyn.meetings.models import AgendaItem, Decision, DecisionFollowUp, DecisionState, Meeting, Statement, Voice
from samsyn.meetings.queries import meetings
from samsyn.plans.models import Item, Plan, PlanState

LEADS_TO = Q(responsible__isnull=False) | Q(due_on__isnull=False) | Q(assigns__isnull=False)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought in the register: an organ's code, a year, a state ("" for any), words, only what is late."""

    organ: str = ""
    year: int | None = None
    state: str = ""
    words: str = ""
    late: bool = False


def by_key(key: UUID) -> Decision:
    """A decision with all that belongs to it; raises `Decision.DoesNotExist`."""
    return _whole(Decision.objects.all()).get(key=key)


def reference(decision: Decision) -> str:
    """How others refer to a decision: "§ 12, 2018-03-21"."""
    return f"§ {decision.number}, {day_of(decision.decided_at).isoformat()}"


def of_meeting(meeting: Meeting) -> QuerySet[Decision]:
    """The decisions of a meeting, in the order of their paragraphs."""
    return _whole(Decision.objects.filter(item__meeting=meeting)).order_by("number")


def readable(by: Any, *, on: date) -> QuerySet[Decision]:
    """The decisions that somebody may read: of open items, and of closed ones where they are a member."""
    found = Decision.objects.filter(item__meeting__in=meetings.readable(by, on=on).values("pk"))
    if not rules.may_manage(by, on=on):
        inside = meetings.of_members(by, on=on).values("pk")
        found = found.filter(Q(item__closed=False) | Q(item__meeting__in=inside))
    return found


def register(by: Any, sought: Sought, *, on: date) -> QuerySet[Decision]:
    """The decisions that a person may read, latest first, each with its `standing` ("" where nothing is to be done)."""
    found = with_standing(readable(by, on=on)).select_related("item__meeting__organ", "responsible", "assigns")
    if sought.organ:
        found = found.filter(organ_code=sought.organ)
    if sought.year:
        found = found.filter(year=sought.year)
    if sought.state:
        found = found.filter(standing=sought.state)
    if sought.words:
        found = found.filter(Q(wording__icontains=sought.words) | Q(item__title__icontains=sought.words))
    if sought.late:
        found = found.filter(standing=DecisionState.OPEN, due_on__lt=on)
    return found.order_by("-year", "organ_code", "-number")


def with_standing(decisions: QuerySet[Decision]) -> QuerySet[Any]:
    """Each with its `standing`: what its latest follow-up says; open where something is to be done and none has."""
    said = DecisionFollowUp.objects.filter(decision=OuterRef("pk")).order_by("-said_at", "-pk")
    to_do = Decision.objects.filter(LEADS_TO, pk=OuterRef("pk"))
    decisions = decisions.annotate(leads_to=Exists(to_do), said=Subquery(said.values("state")[:1]))
    unsaid = Case(
        When(leads_to=True, then=Value(DecisionState.OPEN.value)), default=Value(""), output_field=CharField()
    )
    return decisions.annotate(standing=Coalesce("said", unsaid))


def to_carry_out(by: Any, *, on: date) -> QuerySet[Decision]:
    """What a person is responsible for that remains to be done, most urgent first."""
    mine = with_standing(readable(by, on=on).filter(responsible__account=by)).filter(standing=DecisionState.OPEN)
    return mine.select_related("item__meeting").order_by("due_on", "pk")


def about(item: Item, by: Any, *, on: date) -> QuerySet[Decision]:
    """The decisions about an item of a plan, which a person may read: on agenda items about it, or that assign it."""
    found = readable(by, on=on).filter(Q(item__about=item) | Q(assigns=item)).distinct()
    return with_standing(found).select_related("item__meeting__organ").order_by("-decided_at", "-pk")


def adopting(plan: Plan, by: Any, *, on: date) -> QuerySet[Decision]:
    """The decisions that adopted versions of a plan, which a person may read."""
    found = readable(by, on=on).filter(adopts__plan=plan)
    return found.select_related("item__meeting__organ", "adopts").order_by("-decided_at")


def plans_to_adopt() -> QuerySet[Plan]:
    """The plans that have been proposed."""
    return Plan.objects.filter(state=PlanState.PROPOSED).order_by("-starts_on", "title")


def years() -> list[int]:
    """The years that have decisions, latest first."""
    return list(Decision.objects.order_by("-year").values_list("year", flat=True).distinct())


def votes_without_decision(item: AgendaItem) -> QuerySet[Any]:
    """The closed votes on an item that no decision follows yet."""
    return item.votes.filter(state="closed", decision__isnull=True).order_by("number")


def _whole(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.select_related(
        "item__meeting__organ", "vote", "adopts__plan", "assigns__plan", "responsible"
    ).prefetch_related(
        Prefetch("voices", Voice.objects.select_related("organisation", "mandate__person")),
        Prefetch("statements", Statement.objects.select_related("mandate__person")),
        Prefetch("follow_ups", DecisionFollowUp.objects.order_by("-said_at", "-pk")),
    )
