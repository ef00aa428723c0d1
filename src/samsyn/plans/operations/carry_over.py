"""Beginning the next plan from this one: what is chosen goes on, and remembers what it was."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.follow_up import Schedule, next_due
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.members.models import Person
from samsyn.plans import gate, rules, structure
from samsyn.plans.errors import NotUsable, WrongState
from samsyn.plans.models import Contribution, Indicator, IndicatorTarget, Item, ItemLink, Plan
from samsyn.plans.queries.content import in_reading_order
from samsyn.plans.texts import one_line

BATCH = 500


@transaction.atomic
def begin_next(
    plan: Plan,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    items: Collection[UUID],
    by: Any,
    at: datetime,
    targets: bool = True,
) -> Plan:
    """A new draft for the next period, in which the chosen items (keys) go on.

    What an item stands in comes along. Words, owners and contributors who are still here, links between what goes on,
    and indicators follow, with those of their `targets` that lie ahead; due dates go on in the same rhythm. Budgets,
    outcomes, steps, risks, documents, notes, values and follow-ups stay with the plan that they belong to.
    """
    gate.permit(rules.may_carry_over(by, plan, on=day_of(at)))
    _check_plan(plan, starts_on, ends_on)
    chosen = _chosen(plan, items)
    next_plan = Plan.objects.create(
        title=one_line(Plan, "title", title),
        starts_on=starts_on,
        ends_on=ends_on,
        decided_by=plan.decided_by,
        continues=plan,
    )
    going_on = _copy_items(chosen, next_plan, day_of(at))
    _copy_contributors(going_on, day_of(at))
    _copy_links(going_on)
    _copy_indicators(going_on, starts_on, targets)
    audit.record(
        verb="plans.carried_over",
        subject=f"plan:{next_plan.key}",
        by=by,
        at=at,
        plan=str(next_plan.key),
        continues=str(plan.key),
        items=len(chosen),
    )
    return next_plan


def _check_plan(plan: Plan, starts_on: date, ends_on: date) -> None:
    if plan.state not in rules.DECIDED and not rules.is_public(plan):
        raise WrongState(_("The plan has not been adopted. Change the draft itself instead of carrying it over."))
    if ends_on < starts_on:
        raise NotUsable(_("The period ends before it begins."))
    if starts_on <= plan.starts_on:
        raise NotUsable(_("The next plan begins after this one does (%(date)s).") % {"date": plan.starts_on})


def _chosen(plan: Plan, keys: Collection[UUID]) -> list[Item]:
    """The items with these keys and all that they stand in, in reading order."""
    known = {item.pk: item for item in plan.items.select_related("owner_person")}
    wanted = {UUID(str(key)) for key in keys}
    roots = [item.pk for item in known.values() if item.key in wanted]
    if not roots:
        raise NotUsable(_("Choose what goes on in the next plan."))
    if len(roots) < len(wanted):
        raise NotUsable(_("Some of what you chose is not in this plan any more. Read the plan again and choose anew."))
    parents = {item.pk: item.parent_id for item in known.values()}
    kept = set(roots).union(*(structure.ancestors(pk, parents) for pk in roots))
    return in_reading_order([item for item in known.values() if item.pk in kept])


def _copy_items(chosen: list[Item], next_plan: Plan, on: date) -> dict[int, Item]:
    """The new items by the ids of those that they continue. A level at a time: a row needs its parent's number."""
    copies: dict[int, Item] = {}
    places: dict[int | None, int] = {}
    for level in _levels(chosen):
        for item in level:
            places[item.parent_id] = places.get(item.parent_id, -1) + 1
            parent = copies[item.parent_id] if item.parent_id else None
            copies[item.pk] = _copy(item, next_plan, parent, places[item.parent_id], on)
        Item.objects.bulk_create([copies[item.pk] for item in level], batch_size=BATCH)
    return copies


def _levels(items: list[Item]) -> Iterator[list[Item]]:
    depth: dict[int, int] = {}
    levels: dict[int, list[Item]] = {}
    for item in items:
        depth[item.pk] = depth[item.parent_id] + 1 if item.parent_id else 0
        levels.setdefault(depth[item.pk], []).append(item)
    yield from (levels[n] for n in sorted(levels))


def _copy(item: Item, next_plan: Plan, parent: Item | None, position: int, on: date) -> Item:
    goes_on = item.ends_on is not None and item.ends_on >= next_plan.starts_on
    return Item(
        plan=next_plan,
        kind=item.kind,
        parent=parent,
        position=position,
        number=item.number,
        heading=item.heading,
        wording=item.wording,
        short_title=item.short_title,
        labelled=item.labelled,
        continues=item,
        owner_person=item.owner_person if _is_here(item.owner_person, on) else None,
        owner_function_id=item.owner_function_id,
        starts_on=item.starts_on if goes_on else None,
        ends_on=item.ends_on if goes_on else None,
        stems=item.stems,
    )


def _is_here(person: Person | None, on: date) -> bool:
    if person is None or person.erased_at is not None:
        return False
    return person.left_on is None or person.left_on > on


def _copy_contributors(copies: Mapping[int, Item], on: date) -> None:
    rows = Contribution.objects.filter(item__in=copies).select_related("person").order_by("pk")
    Contribution.objects.bulk_create(
        [
            Contribution(item=copies[row.item_id], person=row.person, function_id=row.function_id)
            for row in rows
            if row.function_id is not None or _is_here(row.person, on)
        ],
        batch_size=BATCH,
    )


def _copy_links(copies: Mapping[int, Item]) -> None:
    rows = ItemLink.objects.filter(source__in=copies, target__in=copies).order_by("pk")
    links = [ItemLink(source=copies[r.source_id], target=copies[r.target_id], kind=r.kind) for r in rows]
    ItemLink.objects.bulk_create(links, batch_size=BATCH)


def _copy_indicators(copies: Mapping[int, Item], starts_on: date, with_targets: bool) -> None:
    rows = list(Indicator.objects.filter(item__in=copies).order_by("pk"))
    new = {row.pk: _copy_indicator(row, copies[row.item_id], starts_on) for row in rows}
    Indicator.objects.bulk_create(list(new.values()), batch_size=BATCH)
    if with_targets:
        ahead = IndicatorTarget.objects.filter(indicator__in=new, on__gte=starts_on).order_by("pk")
        targets = [IndicatorTarget(indicator=new[row.indicator_id], on=row.on, value=row.value) for row in ahead]
        IndicatorTarget.objects.bulk_create(targets, batch_size=BATCH)


def _copy_indicator(row: Indicator, item: Item, starts_on: date) -> Indicator:
    """The same indicator, due from the first date of its rhythm in the new period.

    One that follows a published series has its history there, so its rhythm needs no new beginning.
    """
    due = row.first_due if row.series_id else next_due(Schedule(row.first_due, row.every_months), on=starts_on)
    return Indicator(
        item=item,
        name=row.name,
        unit=row.unit,
        good_direction=row.good_direction,
        territory=row.territory,
        source=row.source,
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        first_due=due,
        every_months=row.every_months if due else None,
        series_id=row.series_id,
    )
