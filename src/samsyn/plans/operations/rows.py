"""Writing a checked content into the tables, a few statements a table whatever the size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samsyn.plans.content import ItemContent, PlanContent, day_of, decimal_of
from samsyn.plans.models import (
    Contribution,
    FollowUp,
    FollowUpRound,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Item,
    ItemDocument,
    ItemLink,
    Plan,
    PlanVersion,
    Report,
    Risk,
    SectionReady,
    Step,
)
from samsyn.plans.models.rounds import WORDS_SAID
from samsyn.plans.operations.arrivals import Arrivals
from samsyn.plans.search import stems

BATCH = 500


@dataclass
class Rows:
    """One plan being written. `lineage` holds the rows of earlier plans by key."""

    content: PlanContent
    arrivals: Arrivals
    plans_before: dict[str, Plan]
    items_before: dict[str, Item]
    items: dict[str, Item] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    rounds: dict[str, FollowUpRound] = field(default_factory=dict)

    def write(self) -> Plan:
        """All rows of the plan, in the order of the content."""
        plan = self._plan()
        self._write_items(plan)
        self._write_parts()
        self._write_indicators()
        self._write_links()
        self._write_rounds(plan)
        self._write_versions(plan)
        self._write_reports()
        return plan

    def _plan(self) -> Plan:
        head = self.content["plan"]
        return Plan.objects.create(
            key=head["key"],
            title=head["title"],
            starts_on=date.fromisoformat(head["starts_on"]),
            ends_on=date.fromisoformat(head["ends_on"]),
            state=head["state"],
            decided_by=self.arrivals.organ(head["decided_by"]),
            document=self.arrivals.file(head["document"]),
            continues=self.plans_before[head["continues"]] if head["continues"] else None,
        )

    def _write_items(self, plan: Plan) -> None:
        """A level of the tree at a time: a row needs the number of its parent's."""
        for level in _levels(self.content["items"]):
            rows = [self._item(plan, item) for item in level]
            Item.objects.bulk_create(rows, batch_size=BATCH)
            self.items |= {str(row.key): row for row in rows}

    def _item(self, plan: Plan, item: ItemContent) -> Item:
        return Item(
            key=item["key"],
            plan=plan,
            kind=item["kind"],
            parent=self.items[item["parent"]] if item["parent"] else None,
            position=item["position"],
            number=item["number"],
            heading=item["heading"],
            wording=item["wording"],
            short_title=item["short_title"],
            labelled=item["labelled"],
            place=item["place"],
            continues=self.items_before[item["continues"]] if item["continues"] else None,
            owner_person=self.arrivals.person(item["owner"]),
            owner_function=self.arrivals.function(item["owner"]),
            starts_on=day_of(item["starts_on"]),
            ends_on=day_of(item["ends_on"]),
            budget=decimal_of(item["budget"]),
            outcome=decimal_of(item["outcome"]),
            internal_note=item.get("internal_note", ""),
            stems=stems(item["number"], item["short_title"], item["heading"], item["wording"]),
        )

    def _write_parts(self) -> None:
        contributions, steps, risks, documents = [], [], [], []
        for item in self.content["items"]:
            row = self.items[item["key"]]
            contributions += [
                Contribution(item=row, person=self.arrivals.person(who), function=self.arrivals.function(who))
                for who in item["contributions"]
            ]
            steps += [
                Step(item=row, text=step["text"], due_on=day_of(step["due_on"]), done_on=day_of(step["done_on"]))
                for step in item["steps"]
            ]
            risks += [Risk(item=row, **risk) for risk in item["risks"]]
            documents += [
                ItemDocument(item=row, **{**document, "file": self.arrivals.file(document["file"])})
                for document in item["documents"]
            ]
        _create(Contribution, contributions)
        _create(Step, steps)
        _create(Risk, risks)
        _create(ItemDocument, documents)

    def _write_indicators(self) -> None:
        parts = [(self.items[item["key"]], one) for item in self.content["items"] for one in item["indicators"]]
        rows = [self._indicator(item, one) for item, one in parts]
        _create(Indicator, rows)
        targets, values = [], []
        for row, (_item, one) in zip(rows, parts, strict=True):
            targets += [
                IndicatorTarget(indicator=row, on=date.fromisoformat(target["on"]), value=Decimal(target["value"]))
                for target in one["targets"]
            ]
            values += [self._value(row, value) for value in one.get("values", ())]
        _create(IndicatorTarget, targets)
        _create(IndicatorValue, values)

    def _indicator(self, item: Item, one: Any) -> Indicator:
        baseline = one["baseline"] or {"on": None, "value": None}
        return Indicator(
            key=one["key"],
            item=item,
            name=one["name"],
            unit=one["unit"],
            good_direction=one["good_direction"],
            territory=one["territory"],
            source=one["source"],
            baseline=decimal_of(baseline["value"]),
            baseline_on=day_of(baseline["on"]),
            first_due=day_of(one["first_due"]),
            every_months=one["every_months"],
            series=self.arrivals.series[one["series"]] if one["series"] else None,
        )

    def _value(self, indicator: Indicator, value: Any) -> IndicatorValue:
        return IndicatorValue(
            indicator=indicator,
            on=date.fromisoformat(value["on"]),
            value=Decimal(value["value"]),
            source=value["source"],
            territory=value["territory"],
            entered_by=self.arrivals.account(value["entered_by"]),
            entered_at=datetime.fromisoformat(value["entered_at"]),
        )

    def _write_links(self) -> None:
        links = [
            ItemLink(source=self.items[link["source"]], target=self.items[link["target"]], kind=link["kind"])
            for link in self.content["links"]
        ]
        _create(ItemLink, links)

    def _write_rounds(self, plan: Plan) -> None:
        marks, entries = [], []
        for one in self.content.get("rounds", ()):
            row = self.rounds[one["key"]] = FollowUpRound.objects.create(
                key=one["key"],
                plan=plan,
                as_of=date.fromisoformat(one["as_of"]),
                opens_on=date.fromisoformat(one["opens_on"]),
                due_on=date.fromisoformat(one["due_on"]),
                summary=one["summary"],
            )
            marks += [self._ready(row, mark) for mark in one["ready"]]
            entries += [self._follow_up(row, entry) for entry in one["follow_ups"]]
        _create(SectionReady, marks)
        _create(FollowUp, entries)

    def _ready(self, one: FollowUpRound, mark: Any) -> SectionReady:
        return SectionReady(
            round=one,
            area=self.items[mark["area"]],
            marked_by=self.arrivals.account(mark["marked_by"]),
            marked_at=datetime.fromisoformat(mark["marked_at"]),
        )

    def _follow_up(self, one: FollowUpRound, entry: Any) -> FollowUp:
        return FollowUp(
            round=one,
            **{
                **entry,
                "item": self.items[entry["item"]],
                "entered_by": self.arrivals.account(entry["entered_by"]),
                "entered_at": datetime.fromisoformat(entry["entered_at"]),
                "stems": stems(*(entry[name] for name in WORDS_SAID)),
            },
        )

    def _write_versions(self, plan: Plan) -> None:
        rows = [
            PlanVersion(
                plan=plan,
                **{
                    **version,
                    "made_by": self.arrivals.account(version["made_by"]),
                    "made_at": datetime.fromisoformat(version["made_at"]),
                    "organ": self.arrivals.organ(version["organ"]),
                    "decided_on": day_of(version["decided_on"]),
                },
            )
            for version in self.content.get("versions", ())
        ]
        _create(PlanVersion, rows)

    def _write_reports(self) -> None:
        rows = [
            Report(
                **{
                    **report,
                    "round": self.rounds[report["round"]],
                    "pdf": self.arrivals.file(report["pdf"]),
                    "docx": self.arrivals.file(report["docx"]),
                    "xlsx": self.arrivals.file(report["xlsx"]),
                    "completed_by": self.arrivals.account(report["completed_by"]),
                    "completed_at": datetime.fromisoformat(report["completed_at"]),
                }
            )
            for report in self.content.get("reports", ())
        ]
        _create(Report, rows)


def _levels(items: list[ItemContent]) -> Iterable[list[ItemContent]]:
    depth: dict[str | None, int] = {None: -1}
    levels: list[list[ItemContent]] = []
    for item in items:
        depth[item["key"]] = level = depth[item["parent"]] + 1
        if level == len(levels):
            levels.append([])
        levels[level].append(item)
    return levels


def _create(model: Any, rows: list[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)
