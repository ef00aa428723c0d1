"""Reading a plan as data (`samsyn.plans.content`), in a number of queries that does not grow with the plan."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from samsyn.foundation.accounts.models import User
from samsyn.foundation.files.models import StoredFile
from samsyn.members.models import Function, Organ, Person
from samsyn.plans.content import (
    FORMAT,
    VERSION,
    DocumentContent,
    FileRef,
    IndicatorContent,
    ItemContent,
    LinkContent,
    Named,
    PlanContent,
    PlanHead,
    Who,
    day_text,
    decimal_text,
)
from samsyn.plans.models import Contribution, Indicator, Item, ItemDocument, ItemLink, Plan


def plan_content(plan: Plan) -> PlanContent:
    """The plan in the scope "version": what a version seals and two versions are compared in.

    No names of people, no internal notes, no values and no follow-up: see `samsyn.plans.content`.
    """
    items = in_reading_order(items_of(plan))
    return PlanContent(
        format=FORMAT,
        version=VERSION,
        plan=head_content(plan),
        items=[item_content(item) for item in items],
        links=links_of(plan, items),
    )


def in_reading_order(items: list[Item]) -> list[Item]:
    """Parents before children, siblings by position (then by age)."""
    below: dict[int | None, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent_id, []).append(item)
    for siblings in below.values():
        siblings.sort(key=lambda item: (item.position, item.pk), reverse=True)
    stack, ordered = below.get(None, []).copy(), []
    while stack:
        item = stack.pop()
        ordered.append(item)
        stack.extend(below.get(item.pk, ()))
    return ordered


def items_of(plan: Plan, indicators: QuerySet[Indicator] | None = None) -> list[Item]:
    """The items with all that their content needs; `indicators` says how much of those to read."""
    if indicators is None:
        indicators = Indicator.objects.all()
    rows = (
        Item.objects.filter(plan=plan)
        .select_related("parent", "continues", "owner_person", "owner_function")
        .prefetch_related(
            Prefetch("contributions", Contribution.objects.select_related("person", "function").order_by("pk")),
            "steps",
            "risks",
            Prefetch("documents", ItemDocument.objects.select_related("file").order_by("pk")),
            Prefetch("indicators", indicators.select_related("series").prefetch_related("targets").order_by("pk")),
        )
    )
    return list(rows.order_by("position", "pk"))


def head_content(plan: Plan) -> PlanHead:
    """The plan without its items, as data."""
    whole = Plan.objects.select_related("decided_by", "document", "continues").get(pk=plan.pk)
    return PlanHead(
        key=str(whole.key),
        title=whole.title,
        starts_on=whole.starts_on.isoformat(),
        ends_on=whole.ends_on.isoformat(),
        state=whole.state,  # type: ignore[typeddict-item]
        decided_by=named(whole.decided_by),
        document=_file_or_none(whole.document),
        continues=key_of(whole.continues),
    )


def item_content(item: Item) -> ItemContent:
    """One item as data, from a row with all its relations read."""
    return ItemContent(
        key=str(item.key),
        parent=key_of(item.parent),
        kind=item.kind,  # type: ignore[typeddict-item]
        position=item.position,
        number=item.number,
        heading=item.heading,
        wording=item.wording,
        short_title=item.short_title,
        labelled=item.labelled,
        place=item.place,
        continues=key_of(item.continues),
        owner=_owner(item),
        starts_on=day_text(item.starts_on),
        ends_on=day_text(item.ends_on),
        budget=decimal_text(item.budget),
        outcome=decimal_text(item.outcome),
        contributions=[_who(one.person, one.function) for one in item.contributions.all()],
        steps=[
            {"text": step.text, "due_on": day_text(step.due_on), "done_on": day_text(step.done_on)}
            for step in sorted(item.steps.all(), key=lambda step: step.pk)
        ],
        risks=[
            {
                "text": risk.text,
                "likelihood": risk.likelihood,
                "consequence": risk.consequence,
                "response": risk.response,
            }
            for risk in item.risks.all()
        ],
        documents=[_document(document) for document in item.documents.all()],
        indicators=[indicator_content(indicator) for indicator in item.indicators.all()],
    )


def indicator_content(indicator: Indicator) -> IndicatorContent:
    """One indicator as data, without its values."""
    baseline = None
    if indicator.baseline is not None and indicator.baseline_on is not None:
        baseline = {"on": indicator.baseline_on.isoformat(), "value": decimal_text(indicator.baseline)}
    return IndicatorContent(
        key=str(indicator.key),
        name=indicator.name,
        unit=indicator.unit,
        good_direction=indicator.good_direction,  # type: ignore[typeddict-item]
        territory=indicator.territory,
        source=indicator.source,
        baseline=baseline,  # type: ignore[typeddict-item]
        first_due=day_text(indicator.first_due),
        every_months=indicator.every_months,
        series=indicator.series.code if indicator.series else None,
        targets=[
            {"on": target.on.isoformat(), "value": decimal_text(target.value) or "0"}
            for target in indicator.targets.all()
        ],
    )


def _document(document: ItemDocument) -> DocumentContent:
    return DocumentContent(
        key=str(document.key),
        title=document.title,
        url=document.url,
        file=_file_or_none(document.file),
        public=document.public,
    )


def links_of(plan: Plan, items: list[Item]) -> list[LinkContent]:
    """The links between the plan's items, in the order of the items."""
    order = {item.pk: index for index, item in enumerate(items)}
    keys = {item.pk: str(item.key) for item in items}
    rows = ItemLink.objects.filter(source__plan=plan, target__plan=plan)
    inside = sorted(rows, key=lambda link: (order[link.source_id], order[link.target_id], link.kind))
    return [
        LinkContent(source=keys[link.source_id], target=keys[link.target_id], kind=link.kind)  # type: ignore[typeddict-item]
        for link in inside
    ]


def _owner(item: Item) -> Who | None:
    if item.owner_person is None and item.owner_function is None:
        return None
    return _who(item.owner_person, item.owner_function)


def _who(person: Person | None, function: Function | None) -> Who:
    return Who(person=key_of(person), function=named(function))


def named(row: Organ | Function | None) -> Named | None:
    """An organ or a function by its code and name."""
    return None if row is None else Named(code=row.code, name=row.name)


def file_of(row: StoredFile) -> FileRef:
    """A stored file by the SHA-256 of its bytes."""
    return FileRef(sha256=row.sha256, name=row.name, media_type=row.media_type, size=row.size)


def _file_or_none(row: StoredFile | None) -> FileRef | None:
    return None if row is None else file_of(row)


def key_of(row: Plan | Item | Person | None) -> str | None:
    """The key of a row as text."""
    return None if row is None else str(row.key)


def mail_of(user: User | None) -> str | None:
    """How an account is named in an export."""
    return None if user is None else user.email


def people_of(items: list[Item]) -> Iterator[Person]:
    """Everybody who owns or contributes to an item, each possibly several times."""
    for item in items:
        if item.owner_person is not None:
            yield item.owner_person
        yield from (one.person for one in item.contributions.all() if one.person is not None)
