"""Taking in a plan from a content: all of it, or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.plans import gate, rules
from samsyn.plans.content import PlanContent, digest
from samsyn.plans.errors import Circle, NotUsable
from samsyn.plans.exchange import jsonfile
from samsyn.plans.exchange.errors import ContentError
from samsyn.plans.models import FollowUp, FollowUpRound, Indicator, Item, ItemDocument, Plan, Report
from samsyn.plans.operations.arrivals import Added, Arrivals
from samsyn.plans.operations.rows import Rows
from samsyn.plans.progress import Progress, silent
from samsyn.plans.structure import has_circle, tied_within

Conclude = Callable[["Imported"], object]
"""Called with the outcome inside the transaction that wrote it, so that a job can end in the same transaction."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The plan that came in, and what was added to the members' register for it."""

    plan: Plan
    added: Added


def import_file(
    data: bytes,
    *,
    by: Any,
    at: datetime,
    as_copy: bool = False,
    progress: Progress = silent,
    conclude: Conclude | None = None,
) -> Imported:
    """Take in a plan from the bytes of a JSON file."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    content = _checked(lambda: jsonfile.read(data))
    return import_content(content, by=by, at=at, as_copy=as_copy, progress=progress, conclude=conclude)


def import_content(
    content: PlanContent,
    *,
    by: Any,
    at: datetime,
    as_copy: bool = False,
    progress: Progress = silent,
    conclude: Conclude | None = None,
) -> Imported:
    """Take in a plan. With `as_copy` it becomes a draft with keys of its own, without versions and reports.

    Refuses a content that does not follow the format, a plan that is here already (unless as a copy), and whatever
    points at a plan, a file or a series that is not here.
    """
    gate.permit(rules.may_import(by, on=day_of(at)))
    progress(0.0, _("Checking the file"))
    content = _copy(content) if as_copy else content
    _checked(lambda: jsonfile.check(content))
    _refuse_circles(content)
    with transaction.atomic():
        _refuse_what_is_here(content)
        plans_before, items_before = _lineage(content)
        progress(0.2, _("Finding people, organs and files"))
        arrivals = Arrivals.of(content, by=by, at=at)
        progress(0.4, _("Writing the plan"))
        plan = Rows(content, arrivals, plans_before, items_before).write()
        counts = {"items": len(content["items"]), "copy": as_copy, "digest": digest(content)}
        audit.record(verb="plans.imported", subject=f"plan:{plan.key}", by=by, at=at, plan=str(plan.key), **counts)
        imported = Imported(plan, arrivals.added)
        if conclude:
            conclude(imported)
    return imported


def _checked(read: Callable[[], PlanContent]) -> PlanContent:
    try:
        return read()
    except ContentError as error:
        expected = error.params.get("expected")
        params = error.params | ({"expected": _(expected)} if expected else {})
        raise NotUsable(_(error.template) % params) from error


def _refuse_circles(content: PlanContent) -> None:
    number = {item["key"]: index for index, item in enumerate(content["items"])}
    parents = {number[item["key"]]: number[item["parent"]] if item["parent"] else None for item in content["items"]}
    ties = [(number[link["source"]], number[link["target"]]) for link in content["links"]]
    supports = [tie for tie, link in zip(ties, content["links"], strict=True) if link["kind"] == "supports"]
    if has_circle(parents, supports) or tied_within(parents, ties):
        raise Circle(_("The links of the plan go in a circle: something in it would serve itself."))


def _refuse_what_is_here(content: PlanContent) -> None:
    if Plan.objects.filter(key=content["plan"]["key"]).exists():
        raise NotUsable(
            _("“%(title)s” is here already. Import it as a copy, or delete the draft that is here first.")
            % {"title": content["plan"]["title"]}
        )
    for model, keys in _keys(content):
        if any(model.objects.filter(key__in=some).exists() for some in _batches(sorted(keys))):
            raise NotUsable(_("Parts of this plan are here already, in another plan. Import it as a copy."))


def _batches(keys: list[str]) -> Iterable[list[str]]:
    """As many at a time as a statement of SQLite may name."""
    return (keys[start : start + 1000] for start in range(0, len(keys), 1000))


def _keys(content: PlanContent) -> Iterable[tuple[Any, set[str]]]:
    items, rounds = content["items"], content.get("rounds", [])
    yield Item, {item["key"] for item in items}
    yield Indicator, {one["key"] for item in items for one in item["indicators"]}
    yield ItemDocument, {one["key"] for item in items for one in item["documents"]}
    yield FollowUpRound, {one["key"] for one in rounds}
    yield FollowUp, {entry["key"] for one in rounds for entry in one["follow_ups"]}
    yield Report, {report["key"] for report in content.get("reports", ())}


def _lineage(content: PlanContent) -> tuple[dict[str, Plan], dict[str, Item]]:
    """The earlier plans and items that these continue, by key. Refuses where they are not here."""
    plan_key = content["plan"]["continues"]
    item_keys = {item["continues"] for item in content["items"] if item["continues"]}
    plans = {str(plan.key): plan for plan in Plan.objects.filter(key__in=[plan_key] if plan_key else [])}
    found = (Item.objects.filter(key__in=some) for some in _batches(sorted(item_keys)))
    items = {str(item.key): item for some in found for item in some}
    missing = sorted(({plan_key} if plan_key else set()) - plans.keys() | item_keys - items.keys())
    if missing:
        raise NotUsable(
            _("The plan continues an earlier plan that is not here (%(keys)s). Import the earlier plan first.")
            % {"keys": ", ".join(missing[:3])}
        )
    return plans, items


def _copy(content: PlanContent) -> PlanContent:
    """The same plan under keys of its own, as a draft. What it continues stays as it was."""
    own: dict[str, str] = {}
    _checked(lambda: jsonfile.shaped(content))
    for _model, keys in _keys(content):
        own |= {key: str(uuid4()) for key in sorted(keys)}
    copy = {name: _rekeyed(part, own) for name, part in content.items() if name not in ("versions", "reports")}
    copy["plan"] |= {"key": str(uuid4()), "state": "draft"}
    return cast(PlanContent, copy)


def _rekeyed(part: Any, own: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {name: part_ if name == "continues" else _rekeyed(part_, own) for name, part_ in part.items()}
    if isinstance(part, list):
        return [_rekeyed(one, own) for one in part]
    return own.get(part, part) if isinstance(part, str) else part
