"""What a round still needs: how far it has come, and the list that one works down. Constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.analysis.follow_up import Reason, State
from samsyn.plans import rules, structure
from samsyn.plans.models import FollowUp, FollowUpRound, Item, ItemKind, Plan, PlanState, RoundDate, SectionReady
from samsyn.plans.queries import follow_up
from samsyn.plans.queries.content import in_reading_order
from samsyn.plans.queries.owners import FOLLOWED, Owner, owners


@dataclass(frozen=True, slots=True)
class Task:
    """A goal or an activity in a round. `mine`: the reader answers for it; `may_enter`: may say how it stands."""

    item: Item
    area: str
    owner: Owner | None
    state: State
    reason: Reason | None
    said: bool
    mine: bool
    may_enter: bool


class Tally(NamedTuple):
    """How many of all have been said something about."""

    said: int
    all: int

    @property
    def share(self) -> float:
        return self.said / self.all if self.all else 0.0

    @property
    def left(self) -> int:
        return self.all - self.said


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """A focus area in a round, with all that stands in it. `ready` is the mark of its owner."""

    area: Item
    depth: int
    tally: Tally
    ready: SectionReady | None
    may_mark: bool


@dataclass(frozen=True)
class RoundPage:
    """A round on a day, for a reader. `tasks` in reading order; `areas` in reading order, nested ones indented."""

    round: FollowUpRound
    previous: FollowUpRound | None
    tasks: tuple[Task, ...]
    areas: tuple[AreaProgress, ...]

    @cached_property
    def tally(self) -> Tally:
        return _tally(self.tasks)

    @cached_property
    def to_do(self) -> tuple[Task, ...]:
        """What lacks an entry, the reader's own before others'."""
        return tuple(sorted(self.without_entry, key=lambda task: not task.mine))

    @cached_property
    def done(self) -> tuple[Task, ...]:
        """What has an entry, in reading order."""
        return tuple(task for task in self.tasks if task.said)

    @cached_property
    def to_enter(self) -> tuple[Task, ...]:
        """What lacks an entry and the reader may say something about, in the order of work."""
        return tuple(task for task in self.to_do if task.may_enter)

    @cached_property
    def owners(self) -> tuple[tuple[str, Tally], ...]:
        """How far each owner has come, the one with most left first; "" is nobody."""
        names = sorted({_answering(task) for task in self.tasks})
        found = [(name, _tally(task for task in self.tasks if _answering(task) == name)) for name in names]
        return tuple(sorted(found, key=lambda pair: -pair[1].left))

    @cached_property
    def not_ready(self) -> tuple[AreaProgress, ...]:
        """The areas that stand in no other and have not been marked ready."""
        return tuple(each for each in self.areas if not each.depth and each.ready is None)

    @cached_property
    def without_entry(self) -> tuple[Task, ...]:
        """What nobody has said anything about, in reading order."""
        return tuple(task for task in self.tasks if not task.said)

    def next_after(self, item: Item) -> Task | None:
        """The next to say something about after an item: on from there in the order of work, then from its start."""
        order = [task for task in sorted(self.tasks, key=lambda task: not task.mine) if task.may_enter]
        place = next((n for n, task in enumerate(order) if task.item.pk == item.pk), -1) + 1
        others = (task for task in [*order[place:], *order[:place]] if task.item.pk != item.pk)
        return next((task for task in others if not task.said), None)


def by_key(key: UUID) -> FollowUpRound:
    """The round with a key; raises `FollowUpRound.DoesNotExist`."""
    return FollowUpRound.objects.select_related("plan__decided_by").get(key=key)


def of_plan(plan: Plan, key: str, *, on: date) -> FollowUpRound | None:
    """The round of a plan with a key; without one, the latest that has opened."""
    if not key:
        return follow_up.current_round(plan, on=on)
    return next((each for each in plan.rounds.all() if str(each.key) == key), None)


def last_said(item: Item, round: FollowUpRound) -> FollowUp | None:
    """What was last said about an item in a round."""
    return FollowUp.objects.filter(item=item, round=round).select_related("entered_by").order_by("-pk").first()


def said_before(item: Item, round: FollowUpRound) -> FollowUp | None:
    """What was last said about an item in the rounds before."""
    earlier = FollowUp.objects.filter(item=item, round__as_of__lt=round.as_of)
    return earlier.select_related("round", "entered_by").order_by("-round__as_of", "-pk").first()


def dates() -> list[RoundDate]:
    """The council's own follow-up dates; none where it keeps the usual ones."""
    return list(RoundDate.objects.order_by("month", "day"))


def page(round: FollowUpRound, *, by: Any, on: date) -> RoundPage:
    """The round with its work, for a reader on a day."""
    plan = round.plan
    items = in_reading_order(list(Item.objects.filter(plan=plan).defer("stems", "internal_note")))
    manages = rules.may_manage(by, on=on)
    owned = rules.owned_items(by, plan, on=on)
    tasks = _tasks(items, round, on, owned, manages)
    return RoundPage(round, follow_up.previous_round(round), tasks, _areas(items, tasks, round, owned, manages))


def _tasks(items: list[Item], round: FollowUpRound, on: date, owned: frozenset[int], manages: bool) -> tuple[Task, ...]:
    known = owners(round.plan, on=on)
    shown = follow_up.shown(round.plan, on, round)
    places = _areas_above(items)
    return tuple(
        Task(
            item=item,
            area=places.get(item.pk, ""),
            owner=known.of(item.owner_person_id, item.owner_function_id),
            state=shown[item.pk].state,
            reason=shown[item.pk].reason,
            said=shown[item.pk].said is not None,
            mine=item.pk in owned,
            may_enter=manages or item.pk in owned,
        )
        for item in items
        if item.kind in FOLLOWED
    )


def _areas_above(items: list[Item]) -> dict[int, str]:
    """The nearest focus area above each item, in words; parents come before children."""
    names: dict[int, str] = {}
    for item in items:
        above = names.get(item.parent_id or 0, "")
        names[item.pk] = f"{item.number} {item.name}".strip() if item.kind == ItemKind.FOCUS_AREA else above
    return names


def _areas(
    items: list[Item], tasks: tuple[Task, ...], round: FollowUpRound, owned: frozenset[int], manages: bool
) -> tuple[AreaProgress, ...]:
    parents = {item.pk: item.parent_id for item in items}
    ready = {each.area_id: each for each in follow_up.ready_sections(round)}
    inside: dict[int, list[Task]] = {}
    for task in tasks:
        for above in structure.ancestors(task.item.pk, parents):
            inside.setdefault(above, []).append(task)
    return tuple(
        AreaProgress(
            area=item,
            depth=sum(1 for _above in structure.ancestors(item.pk, parents)),
            tally=_tally(inside.get(item.pk, ())),
            ready=ready.get(item.pk),
            may_mark=manages or item.pk in owned,
        )
        for item in items
        if item.kind == ItemKind.FOCUS_AREA
    )


def _tally(tasks: Iterable[Task]) -> Tally:
    counted = list(tasks)
    return Tally(sum(task.said for task in counted), len(counted))


def _answering(task: Task) -> str:
    """Who answers for a task, or "": somebody who has left answers for nothing."""
    return task.owner.name if task.owner and task.owner.present else ""


def is_followed(plan: Plan) -> bool:
    """Whether the plan is followed up: from its adoption until it is closed, also while it is being revised."""
    return plan.state == PlanState.ADOPTED or (plan.state != PlanState.CLOSED and rules.is_public(plan))
