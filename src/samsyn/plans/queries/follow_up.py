"""Reading rounds and what was said in them: how a plan stands, in constant queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from samsyn.analysis.follow_up import Reason, Shown, State, shown_state
from samsyn.plans.models import FollowUp, FollowUpRound, Item, ItemKind, Plan, Report, SectionReady
from samsyn.plans.queries import indicators
from samsyn.plans.queries.owners import FOLLOWED


@dataclass(frozen=True, slots=True)
class Standing:
    """How a goal or an activity stands in a round.

    `state` is what may be shown; where that is `not_assessed`, `reason` says why, and `said` is what the latest entry
    of the round said. The other fields are the latest entry's, empty where there is none.
    """

    state: State
    reason: Reason | None = None
    said: State | None = None
    entry: int | None = None
    text: str = ""
    evidence: str = ""
    consequence: str = ""
    action: str = ""
    effect: str = ""
    effect_text: str = ""
    entered_at: datetime | None = None
    entered_by: str = ""


def rounds_of(plan: Plan) -> QuerySet[FollowUpRound]:
    """The rounds of a plan in order, each with `said` (entries) and `completed` (reports)."""
    counted = {"said": Count("follow_ups", distinct=True), "completed": Count("reports", distinct=True)}
    return FollowUpRound.objects.filter(plan=plan).annotate(**counted).order_by("as_of")


def current_round(plan: Plan, *, on: date) -> FollowUpRound | None:
    """The latest round that has opened, or None before the first."""
    return FollowUpRound.objects.filter(plan=plan, opens_on__lte=on).order_by("-as_of").first()


def previous_round(round: FollowUpRound) -> FollowUpRound | None:
    """The round before, in the same plan."""
    return FollowUpRound.objects.filter(plan=round.plan_id, as_of__lt=round.as_of).order_by("-as_of").first()


def latest_entries(round: FollowUpRound) -> QuerySet[FollowUp]:
    """The entries of a round that count: the latest of each item."""
    latest = FollowUp.objects.filter(round=round).order_by().values("item").annotate(latest=Max("pk"))
    return FollowUp.objects.filter(pk__in=latest.values("latest"))


def shown(plan: Plan, on: date, round: FollowUpRound | None = None) -> dict[int, Shown]:
    """The state to show of every goal and activity of a plan in a round, by item id: at most five queries.

    Judged on a day. Without a `round`, in the latest that has opened on the day; before the first, nothing has been
    assessed.
    """
    chosen = round or current_round(plan, on=on)
    said = dict(latest_entries(chosen).values_list("item_id", "state")) if chosen else {}
    stale = indicators.stale_by_item(plan, on=on)
    followed = Item.objects.filter(plan=plan, kind__in=FOLLOWED).order_by("pk")
    return {
        pk: shown_state(State(said[pk]) if pk in said else None, stale.get(pk, ()) if kind == ItemKind.GOAL else ())
        for pk, kind in followed.values_list("pk", "kind")
    }


def standing(plan: Plan, on: date, round: FollowUpRound | None = None) -> dict[int, Standing]:
    """The same as `shown`, with what the latest entries of the round say: at most six queries."""
    chosen = round or current_round(plan, on=on)
    said = _said(latest_entries(chosen)) if chosen else {}
    return {pk: _standing(each, said.get(pk)) for pk, each in shown(plan, on, chosen).items()}


def standing_of(item: Item, on: date, round: FollowUpRound | None = None) -> Standing:
    """How one goal or activity stands: at most six queries."""
    chosen = round or current_round(item.plan, on=on)
    entry = _said(latest_entries(chosen).filter(item=item)).get(item.pk) if chosen else None
    readings = indicators.of_item(item) if item.kind == ItemKind.GOAL else ()
    said = State(entry["state"]) if entry else None
    return _standing(shown_state(said, [each.stale(on=on) for each in readings]), entry)


def before(round: FollowUpRound) -> tuple[FollowUpRound | None, dict[int, Shown]]:
    """The round before, and what was shown of the plan in it, judged on its last day."""
    previous = previous_round(round)
    if previous is None:
        return None, {}
    return previous, shown(previous.plan, previous.due_on, previous)


def timeline(item: Item) -> QuerySet[FollowUp]:
    """Everything that was ever said about an item, latest first; only the first of a round counts."""
    return item.follow_ups.select_related("round", "entered_by").order_by("-round__as_of", "-pk")


def without_entry(round: FollowUpRound) -> QuerySet[Item]:
    """The goals and activities that nobody has said anything about in a round."""
    said = FollowUp.objects.filter(round=round).values("item")
    return Item.objects.filter(plan=round.plan_id, kind__in=FOLLOWED).exclude(pk__in=said).order_by("position", "pk")


def ready_sections(round: FollowUpRound) -> QuerySet[SectionReady]:
    """The areas that are marked ready in a round."""
    return SectionReady.objects.filter(round=round).select_related("area", "marked_by").order_by("area__position", "pk")


def reports_of(plan: Plan) -> QuerySet[Report]:
    """The completed reports of a plan, latest first, without their content."""
    reports = Report.objects.filter(round__plan=plan).select_related("round", "pdf", "docx", "xlsx", "completed_by")
    return reports.defer("content").order_by("-completed_at", "-pk")


def latest_report(plan: Plan) -> Report | None:
    """The latest completed report of a plan: of its latest round, the highest number."""
    return Report.objects.filter(round__plan=plan).select_related("round").order_by("-round__as_of", "-number").first()


def _said(latest: QuerySet[FollowUp]) -> dict[int, dict[str, Any]]:
    fields = ("text", "evidence", "consequence", "action", "effect", "effect_text", "entered_at", "entered_by__name")
    return {row["item_id"]: row for row in latest.values("item_id", "pk", "state", *fields)}


def _standing(shown: Shown, entry: Mapping[str, Any] | None) -> Standing:
    if entry is None:
        return Standing(shown.state, shown.reason)
    return Standing(
        state=shown.state,
        reason=shown.reason,
        said=shown.said,
        entry=entry["pk"],
        text=entry["text"],
        evidence=entry["evidence"],
        consequence=entry["consequence"],
        action=entry["action"],
        effect=entry["effect"],
        effect_text=entry["effect_text"],
        entered_at=entry["entered_at"],
        entered_by=entry["entered_by__name"] or "",
    )
