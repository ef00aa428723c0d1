"""What anybody may know of a plan: its adopted version, and the latest completed report on it.

Everything here is named one by one: a field that is added to a version or a report stays inside until it is written
here. Left out on purpose: people (an owner shows only as the function that answers for the item), budgets, risks,
steps, contributors, internal notes and documents, evidence, and items that only the report knows. Wordings come from
the adopted version alone, never from the report, which may have been made of a plan under revision.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, TypedDict

from samsyn.plans.content import DocumentContent, ItemContent, Named, PlanContent, decimal_text

FORMAT = "samsyn.open-plan"
VERSION = 1


class Decision(TypedDict):
    """The adoption of the version: its number, by whom, when, and the reference of the decision."""

    version: int
    organ: Named | None
    decided_on: str
    decision_reference: str


class OpenFollowUp(TypedDict):
    """How an item stood in the report. `state` is as shown; `reason` says why, where that is `not_assessed`."""

    state: str
    reason: str
    text: str
    consequence: str
    action: str
    effect: str
    effect_text: str


class OpenDocument(TypedDict):
    """A public document: an address, or a file (its key names it; the page knows its address)."""

    key: str
    title: str
    url: str


class OpenItem(TypedDict):
    key: str
    parent: str | None
    kind: str
    number: str
    heading: str
    wording: str
    short_title: str
    responsible: str
    starts_on: str | None
    ends_on: str | None
    documents: list[OpenDocument]
    follow_up: OpenFollowUp | None


class OpenPoint(TypedDict):
    on: str
    value: str


class OpenIndicator(TypedDict):
    """`target_reached` and `since_last` are how the report judged the latest value; `stale` is why it was too old."""

    key: str
    item: str
    name: str
    unit: str
    good: str
    territory: str
    source: str
    target_reached: bool | None
    since_last: str
    stale: str
    baseline: OpenPoint | None
    targets: list[OpenPoint]
    values: list[OpenPoint]


class OpenCounts(TypedDict):
    """How many goals and activities of an area ("" for those outside) were shown in each state."""

    area: str
    goals: dict[str, int]
    activities: dict[str, int]


class OpenReport(TypedDict):
    as_of: str
    number: int
    completed_on: str
    summary: str
    counts: list[OpenCounts]


class OpenPlan(TypedDict):
    """The whole. `report` and each follow-up are null, and `indicators` empty, before the first completed report."""

    format: str
    version: int
    key: str
    title: str
    starts_on: str
    ends_on: str
    adopted: Decision
    items: list[OpenItem]
    links: list[dict[str, str]]
    indicators: list[OpenIndicator]
    report: OpenReport | None


def open_plan(
    content: PlanContent, decision: Decision, report: dict[str, Any] | None, still_public: Collection[str]
) -> OpenPlan:
    """What anybody may know. `still_public` are the keys of documents whose publication has not been withdrawn."""
    keys = {item["key"] for item in content["items"]}
    followed = {one["key"]: one for one in report["items"]} if report else {}
    return OpenPlan(
        format=FORMAT,
        version=VERSION,
        key=content["plan"]["key"],
        title=content["plan"]["title"],
        starts_on=content["plan"]["starts_on"],
        ends_on=content["plan"]["ends_on"],
        adopted=decision,
        items=[_item(item, followed.get(item["key"]), still_public) for item in content["items"]],
        links=[{"source": one["source"], "target": one["target"], "kind": one["kind"]} for one in content["links"]],
        indicators=[_indicator(one) for one in report["indicators"] if one["item"] in keys] if report else [],
        report=_report(report, keys) if report else None,
    )


def _item(item: ItemContent, reported: dict[str, Any] | None, still_public: Collection[str]) -> OpenItem:
    function = item["owner"]["function"] if item["owner"] else None
    return OpenItem(
        key=item["key"],
        parent=item["parent"],
        kind=item["kind"],
        number=item["number"],
        heading=item["heading"],
        wording=item["wording"],
        short_title=item["short_title"],
        responsible=function["name"] if function else "",
        starts_on=item["starts_on"],
        ends_on=item["ends_on"],
        documents=[_document(one) for one in item["documents"] if one["public"] and one["key"] in still_public],
        follow_up=_follow_up(reported) if reported and reported["state"] else None,
    )


def _document(document: DocumentContent) -> OpenDocument:
    return OpenDocument(key=document["key"], title=document["title"], url=document["url"])


def _follow_up(reported: dict[str, Any]) -> OpenFollowUp:
    said = reported["follow_up"] or {}
    return OpenFollowUp(
        state=reported["state"],
        reason=reported["reason"] or "",
        text=said.get("text", ""),
        consequence=said.get("consequence", ""),
        action=said.get("action", ""),
        effect=said.get("effect") or "",
        effect_text=said.get("effect_text", ""),
    )


def _indicator(one: dict[str, Any]) -> OpenIndicator:
    return OpenIndicator(
        key=one["key"],
        item=one["item"],
        name=one["name"],
        unit=one["unit"],
        good=one["good"],
        territory=one["territory"],
        source=one["source"],
        target_reached=one["target_reached"],
        since_last=one["since_last"] or "",
        stale=one["stale"] or "",
        baseline=_point(one["baseline"]) if one["baseline"] else None,
        targets=[_point(point) for point in one["targets"]],
        values=[_point(point) for point in one["values"]],
    )


def _point(point: dict[str, Any]) -> OpenPoint:
    return OpenPoint(on=point["on"], value=decimal_text(Decimal(point["value"])) or "0")


def _report(report: dict[str, Any], keys: Collection[str]) -> OpenReport:
    counts = [
        OpenCounts(area=one["area"], goals=dict(one["goals"]), activities=dict(one["activities"]))
        for one in report["counts"]
        if not one["area"] or one["area"] in keys
    ]
    return OpenReport(
        as_of=report["as_of"],
        number=report["number"],
        completed_on=report["completed_at"][:10],
        summary=report["summary"],
        counts=counts,
    )
