"""Does a content of the right shape hang together? Everything here is also a rule of the database or of the plan."""

import base64
import binascii
import hashlib
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from samsyn.plans.content import (
    STANDS_UNDER,
    FileRef,
    FollowUpContent,
    IndicatorContent,
    ItemContent,
    PlanContent,
    ReportContent,
    RoundContent,
    VersionContent,
    Who,
    digest,
)
from samsyn.plans.exchange.errors import ContentError

Wrong = Iterator[ContentError]


def check_references(content: PlanContent) -> None:
    """Raise `ContentError` at the first place that contradicts another."""
    for error in _problems(content):
        raise error


def _problems(content: PlanContent) -> Wrong:
    yield from _head(content)
    yield from _keys(content)
    yield from _items(content["items"])
    for index, item in enumerate(content["items"]):
        yield from _item(item, f"$.items[{index}]")
    yield from _links(content)
    yield from _rounds(content)
    yield from _reports(content)
    for index, version in enumerate(content.get("versions", ())):
        yield from _version(version, f"$.versions[{index}]")
    yield from _named_ones(content)
    yield from _embedded(content.get("files", {}))


def _head(content: PlanContent) -> Wrong:
    plan = content["plan"]
    yield from _period(plan["starts_on"], plan["ends_on"], "$.plan.ends_on")
    if not plan["title"].strip():
        yield ContentError("empty", "$.plan.title")
    adopted = any(version["kind"] == "adopted" for version in content.get("versions", ()))
    if plan["state"] in ("adopted", "closed") and not adopted:
        yield ContentError("undecided", "$.plan.state", found=plan["state"])


def _keys(content: PlanContent) -> Wrong:
    items, rounds = content["items"], content.get("rounds", [])
    yield from _twice(((item["key"], f"$.items[{i}].key") for i, item in enumerate(items)))
    for name, children in (("indicators", _indicators(items)), ("documents", _documents(items))):
        yield from _twice((key, f"{path}.{name}") for key, path in children)
    yield from _twice(((one["key"], f"$.rounds[{i}].key") for i, one in enumerate(rounds)))
    yield from _twice(((one["as_of"], f"$.rounds[{i}].as_of") for i, one in enumerate(rounds)))
    yield from _twice(
        (entry["key"], f"$.rounds[{i}].follow_ups[{j}].key")
        for i, one in enumerate(rounds)
        for j, entry in enumerate(one["follow_ups"])
    )
    for name, field in (("people", "key"), ("accounts", "email"), ("versions", "number"), ("reports", "key")):
        rows: list[dict[str, Any]] = content.get(name, [])  # type: ignore[assignment]
        yield from _twice(((row[field], f"$.{name}[{i}].{field}") for i, row in enumerate(rows)))


def _indicators(items: list[ItemContent]) -> Iterator[tuple[str, str]]:
    return ((one["key"], f"$.items[{i}]") for i, item in enumerate(items) for one in item["indicators"])


def _documents(items: list[ItemContent]) -> Iterator[tuple[str, str]]:
    return ((one["key"], f"$.items[{i}]") for i, item in enumerate(items) for one in item["documents"])


def _twice(pairs: Iterable[tuple[Hashable, str]]) -> Wrong:
    seen: set[Hashable] = set()
    for value, path in pairs:
        if value in seen:
            yield ContentError("twice", path, found=value)
        seen.add(value)


def _items(items: list[ItemContent]) -> Wrong:
    kinds: dict[str, Any] = {}
    for index, item in enumerate(items):
        parent = item["parent"]
        if parent is not None and parent not in kinds:
            yield ContentError("parent_first", f"$.items[{index}].parent", found=parent)
        if kinds.get(parent or "") not in STANDS_UNDER[item["kind"]]:
            yield ContentError("stands_under", f"$.items[{index}].parent", found=item["kind"])
        kinds[item["key"]] = item["kind"]


def _item(item: ItemContent, path: str) -> Wrong:
    yield from _period(item["starts_on"], item["ends_on"], f"{path}.ends_on")
    if item["owner"] is not None:
        yield from _who(item["owner"], f"{path}.owner")
    for index, one in enumerate(item["contributions"]):
        yield from _who(one, f"{path}.contributions[{index}]")
    yield from _twice((_identity(one), f"{path}.contributions[{i}]") for i, one in enumerate(item["contributions"]))
    for index, document in enumerate(item["documents"]):
        if (document["file"] is None) == (not document["url"]):
            yield ContentError("exactly_one", f"{path}.documents[{index}]", expected="url, file")
    for index, indicator in enumerate(item["indicators"]):
        yield from _indicator(indicator, f"{path}.indicators[{index}]")


def _identity(who: Who) -> str:
    return who["person"] or (who["function"]["code"] if who["function"] else "")


def _who(who: Who, path: str) -> Wrong:
    if (who["person"] is None) == (who["function"] is None):
        yield ContentError("exactly_one", path, expected="person, function")


def _period(start: str | None, end: str | None, path: str) -> Wrong:
    if start is not None and end is not None and end < start:
        yield ContentError("end_before_start", path, found=end, expected=start)


def _indicator(indicator: IndicatorContent, path: str) -> Wrong:
    if indicator["every_months"] is not None and indicator["first_due"] is None:
        yield ContentError("both", f"{path}.every_months", expected="first_due")
    yield from _twice((target["on"], f"{path}.targets[{i}].on") for i, target in enumerate(indicator["targets"]))


def _links(content: PlanContent) -> Wrong:
    keys = {item["key"] for item in content["items"]}
    for index, link in enumerate(content["links"]):
        path = f"$.links[{index}]"
        for end, key in (("source", link["source"]), ("target", link["target"])):
            if key not in keys:
                yield ContentError("unknown_key", f"{path}.{end}", found=key)
        if link["source"] == link["target"]:
            yield ContentError("itself", path)
    yield from _twice(
        ((link["source"], link["target"], link["kind"]), f"$.links[{i}]") for i, link in enumerate(content["links"])
    )


def _rounds(content: PlanContent) -> Wrong:
    kinds = {item["key"]: item["kind"] for item in content["items"]}
    for index, one in enumerate(content.get("rounds", ())):
        path = f"$.rounds[{index}]"
        yield from _period(one["opens_on"], one["due_on"], f"{path}.due_on")
        yield from _ready(one, kinds, path)
        for place, entry in enumerate(one["follow_ups"]):
            yield from _follow_up(entry, kinds, f"{path}.follow_ups[{place}]")


def _ready(one: RoundContent, kinds: dict[str, Any], path: str) -> Wrong:
    for index, mark in enumerate(one["ready"]):
        if mark["area"] not in kinds:
            yield ContentError("unknown_key", f"{path}.ready[{index}].area", found=mark["area"])
    yield from _twice((mark["area"], f"{path}.ready[{i}].area") for i, mark in enumerate(one["ready"]))


def _follow_up(entry: FollowUpContent, kinds: dict[str, Any], path: str) -> Wrong:
    if entry["item"] not in kinds:
        yield ContentError("unknown_key", f"{path}.item", found=entry["item"])
    needed = ["text", "consequence", "action"] if entry["state"] in ("at_risk", "off_track") else ["text"]
    for field in needed:
        if not entry[field]:  # type: ignore[literal-required]
            yield ContentError("empty", f"{path}.{field}")


def _version(version: VersionContent, path: str) -> Wrong:
    if digest(version["content"]) != version["sha256"]:
        yield ContentError("seal", f"{path}.sha256")
    if version["kind"] == "adopted":
        for field in ("organ", "decided_on", "decision_reference"):
            if not version[field]:
                yield ContentError("empty", f"{path}.{field}")


def _reports(content: PlanContent) -> Wrong:
    rounds = {one["key"] for one in content.get("rounds", ())}
    reports = content.get("reports", [])
    for index, report in enumerate(reports):
        yield from _report(report, rounds, f"$.reports[{index}]")
    yield from _twice(((one["round"], one["number"]), f"$.reports[{i}].number") for i, one in enumerate(reports))


def _report(report: ReportContent, rounds: set[str], path: str) -> Wrong:
    if report["round"] not in rounds:
        yield ContentError("unknown_key", f"{path}.round", found=report["round"])
    if digest(report["content"]) != report["sha256"]:
        yield ContentError("seal", f"{path}.sha256")


def _named_ones(content: PlanContent) -> Wrong:
    """Everybody who did something is listed, and so is every person, where the file lists them at all."""
    accounts = {account["email"] for account in content.get("accounts", ())}
    for email, path in accounts_named(content):
        if email is not None and email not in accounts:
            yield ContentError("not_listed", path, found=email, expected="accounts")
    people = content.get("people")
    if people is not None:
        listed = {person["key"] for person in people}
        for who, path in everybody(content):
            if who["person"] is not None and who["person"] not in listed:
                yield ContentError("not_listed", path, found=who["person"], expected="people")


def everybody(content: PlanContent) -> Iterator[tuple[Who, str]]:
    """Each owner and contributor, with where it stands."""
    for index, item in enumerate(content["items"]):
        if item["owner"] is not None:
            yield item["owner"], f"$.items[{index}].owner"
        yield from ((one, f"$.items[{index}].contributions[{i}]") for i, one in enumerate(item["contributions"]))


def accounts_named(content: PlanContent) -> Iterator[tuple[str | None, str]]:
    """The e-mail address of each who entered or decided something, with where it stands."""
    for i, item in enumerate(content["items"]):
        for j, indicator in enumerate(item["indicators"]):
            for k, value in enumerate(indicator.get("values", ())):
                yield value["entered_by"], f"$.items[{i}].indicators[{j}].values[{k}].entered_by"
    for i, one in enumerate(content.get("rounds", ())):
        for j, mark in enumerate(one["ready"]):
            yield mark["marked_by"], f"$.rounds[{i}].ready[{j}].marked_by"
        for j, entry in enumerate(one["follow_ups"]):
            yield entry["entered_by"], f"$.rounds[{i}].follow_ups[{j}].entered_by"
    for i, version in enumerate(content.get("versions", ())):
        yield version["made_by"], f"$.versions[{i}].made_by"
    for i, report in enumerate(content.get("reports", ())):
        yield report["completed_by"], f"$.reports[{i}].completed_by"


def files_named(content: PlanContent) -> Iterator[FileRef]:
    """Each file that the content points at, possibly several times."""
    if content["plan"]["document"] is not None:
        yield content["plan"]["document"]
    for item in content["items"]:
        yield from (document["file"] for document in item["documents"] if document["file"] is not None)
    for report in content.get("reports", ()):
        yield from (report["pdf"], report["docx"], report["xlsx"])


def _embedded(files: dict[str, str]) -> Wrong:
    for sha256, text in files.items():
        if _sha256_of(text) != sha256:
            yield ContentError("bytes", f"$.files.{sha256}")


def _sha256_of(text: str) -> str:
    try:
        return hashlib.sha256(base64.b64decode(text, validate=True)).hexdigest()
    except (binascii.Error, ValueError):
        return ""
