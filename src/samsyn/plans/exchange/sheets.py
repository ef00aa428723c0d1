"""A plan as tables: a sheet a noun, written as CSV here (for machines) or XLSX by `workbook` (for people).

No cell is ever a formula: a text that a spreadsheet could take for one is written so that it is read as text. In XLSX
the cell is marked as text and keeps its characters; CSV has no types, so an apostrophe is put before it.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from samsyn.plans.content import FollowUpContent, ItemContent, PlanContent, Who, day_of, decimal_of
from samsyn.plans.exchange.opendata import OpenPlan

Cell = str | int | bool | Decimal | date | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `codes` are the columns that hold codes (kinds, states), which are put into words for people."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    codes: frozenset[str] = frozenset({"kind", "state", "effect", "good_direction", "reason", "what"})


def csv_bytes(sheet: Sheet) -> bytes:
    """RFC 4180 in UTF-8, the columns by their names in the format, true and false as those words."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(sheet.columns)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return file.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
    return "" if cell is None else str(cell)


# The whole plan, for the office


ITEMS = (
    "key", "parent", "kind", "number", "heading", "wording", "short_title", "owner", "starts_on", "ends_on", "budget",
    "outcome", "as_of", "state", "text", "evidence", "consequence", "action", "effect", "effect_text", "internal_note",
)  # fmt: skip


def items_sheet(content: PlanContent) -> Sheet:
    """The items in reading order, each with its latest follow-up."""
    names, latest = _names(content), _latest(content)
    return Sheet("items", ITEMS, [_item_row(item, names, latest.get(item["key"])) for item in content["items"]])


def sheets(content: PlanContent) -> list[Sheet]:
    """All tables of a plan: items with their latest follow-up, then a sheet for each noun that hangs on them."""
    return [
        items_sheet(content),
        Sheet("follow_ups", _FOLLOW_UPS, list(_follow_ups(content))),
        Sheet("indicators", _INDICATORS, list(_indicators(content))),
        Sheet("values", ("key", "name", "what", "on", "value", "source", "territory"), list(_values(content))),
        Sheet("steps", ("item", "item_name", "text", "due_on", "done_on"), list(_steps(content))),
        Sheet("risks", ("item", "item_name", "text", "likelihood", "consequence", "response"), list(_risks(content))),
        Sheet("contributors", ("item", "item_name", "who"), list(_contributors(content))),
        Sheet("documents", ("item", "item_name", "title", "url", "file", "public"), list(_documents(content))),
        Sheet(
            "links",
            ("item", "kind", "linked_to"),
            [(one["source"], one["kind"], one["target"]) for one in content["links"]],
        ),
    ]


_FOLLOW_UPS = (
    "as_of", "item", "item_name", "state", "text", "evidence", "consequence", "action", "effect", "effect_text",
    "entered_at",
)  # fmt: skip
_INDICATORS = (
    "key", "item", "item_name", "name", "unit", "good_direction", "territory", "source", "first_due", "every_months",
    "series",
)  # fmt: skip
_Row = tuple[Cell, ...]


def _item_row(item: ItemContent, names: dict[str, str], follow_up: tuple[str, FollowUpContent] | None) -> _Row:
    as_of, said = follow_up if follow_up else (None, None)
    fields = ("state", "text", "evidence", "consequence", "action", "effect", "effect_text")
    return (
        item["key"], item["parent"], item["kind"], item["number"], item["heading"], item["wording"],
        item["short_title"], _who(item["owner"], names), day_of(item["starts_on"]), day_of(item["ends_on"]),
        decimal_of(item["budget"]), decimal_of(item["outcome"]), day_of(as_of),
        *((said[field] for field in fields) if said else (None,) * len(fields)),  # type: ignore[literal-required]
        item.get("internal_note", ""),
    )  # fmt: skip


def _names(content: PlanContent) -> dict[str, str]:
    return {person["key"]: person["name"] for person in content.get("people", ())}


def _who(who: Who | None, names: dict[str, str]) -> str:
    if who is None:
        return ""
    return who["function"]["name"] if who["function"] else names.get(who["person"] or "", "")


def _latest(content: PlanContent) -> dict[str, tuple[str, FollowUpContent]]:
    """The latest entry of the latest round, by item."""
    rounds = sorted(content.get("rounds", ()), key=lambda one: one["as_of"])
    return {entry["item"]: (one["as_of"], entry) for one in rounds for entry in one["follow_ups"]}


def _item_names(content: PlanContent) -> dict[str, str]:
    return {item["key"]: item["short_title"] or item["heading"] or item["wording"][:90] for item in content["items"]}


def _follow_ups(content: PlanContent) -> Iterator[_Row]:
    names = _item_names(content)
    fields = _FOLLOW_UPS[3:]
    for one in content.get("rounds", ()):
        for entry in one["follow_ups"]:
            said = (entry[field] for field in fields)  # type: ignore[literal-required]
            yield day_of(one["as_of"]), entry["item"], names[entry["item"]], *said


def _hanging(content: PlanContent, noun: str) -> Iterator[tuple[str, str, Any]]:
    names = _item_names(content)
    for item in content["items"]:
        yield from ((item["key"], names[item["key"]], one) for one in item[noun])  # type: ignore[literal-required]


def _indicators(content: PlanContent) -> Iterator[_Row]:
    for item, name, one in _hanging(content, "indicators"):
        defined = (one["name"], one["unit"], one["good_direction"], one["territory"], one["source"])
        yield one["key"], item, name, *defined, day_of(one["first_due"]), one["every_months"], one["series"]


def _values(content: PlanContent) -> Iterator[_Row]:
    for _item, _name, one in _hanging(content, "indicators"):
        start = (one["key"], one["name"])
        if one["baseline"]:
            yield *start, "baseline", day_of(one["baseline"]["on"]), decimal_of(one["baseline"]["value"]), "", ""
        for target in one["targets"]:
            yield *start, "target", day_of(target["on"]), decimal_of(target["value"]), "", ""
        for value in one.get("values", ()):
            yield *start, "value", day_of(value["on"]), decimal_of(value["value"]), value["source"], value["territory"]


def _steps(content: PlanContent) -> Iterator[_Row]:
    for item, name, one in _hanging(content, "steps"):
        yield item, name, one["text"], day_of(one["due_on"]), day_of(one["done_on"])


def _risks(content: PlanContent) -> Iterator[_Row]:
    for item, name, one in _hanging(content, "risks"):
        yield item, name, one["text"], one["likelihood"], one["consequence"], one["response"]


def _contributors(content: PlanContent) -> Iterator[_Row]:
    people = _names(content)
    for item, name, one in _hanging(content, "contributions"):
        yield item, name, _who(one, people)


def _documents(content: PlanContent) -> Iterator[_Row]:
    for item, name, one in _hanging(content, "documents"):
        yield item, name, one["title"], one["url"], one["file"]["name"] if one["file"] else "", one["public"]


# What anybody may know


OPEN_ITEMS = (
    "key", "parent", "kind", "number", "heading", "wording", "short_title", "responsible", "starts_on", "ends_on",
    "as_of", "state", "reason", "text", "consequence", "action", "effect", "effect_text",
)  # fmt: skip


def open_items_sheet(plan: OpenPlan) -> Sheet:
    """The public items, each as it stood in the latest completed report."""
    as_of = day_of(plan["report"]["as_of"]) if plan["report"] else None
    own, said = OPEN_ITEMS[:8], OPEN_ITEMS[11:]
    rows = []
    for item in plan["items"]:
        entry = item["follow_up"]
        follow_up = tuple(entry[field] for field in said) if entry else (None,) * len(said)  # type: ignore[literal-required]
        period = (day_of(item["starts_on"]), day_of(item["ends_on"]))
        plain = tuple(item[field] for field in own)  # type: ignore[literal-required]
        rows.append((*plain, *period, as_of if entry else None, *follow_up))
    return Sheet("items", OPEN_ITEMS, rows)


def open_values_sheet(plan: OpenPlan) -> Sheet:
    """The public indicators: baseline, targets and values, a row each."""
    columns = ("item", "key", "name", "unit", "territory", "source", "what", "on", "value")
    rows: list[_Row] = []
    for one in plan["indicators"]:
        start = tuple(one[field] for field in columns[:6])  # type: ignore[literal-required]
        points = [("baseline", one["baseline"])] if one["baseline"] else []
        points += [("target", point) for point in one["targets"]] + [("value", point) for point in one["values"]]
        rows += [(*start, what, day_of(point["on"]), decimal_of(point["value"])) for what, point in points if point]
    return Sheet("indicators", columns, rows)
