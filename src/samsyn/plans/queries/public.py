"""What the public may read of a plan: nothing but what has been adopted and completed (`exchange.opendata`).

Made from two frozen contents: the latest adopted version and the latest completed report. The only live thing read is
which documents are still public, so that a document withdrawn by the office disappears at once; a document made
public since the adoption waits for the next version. People are never named: an owner shows as the function that
answers for the item, or not at all (the public's interest is in the office, not in who holds it, and a name in open
data cannot be called back; articles 5 and 25 of the GDPR).
"""

from datetime import date
from typing import NamedTuple, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from samsyn.plans.content import PlanContent
from samsyn.plans.exchange import jsonfile, sheets
from samsyn.plans.exchange.opendata import Decision, OpenPlan, open_plan
from samsyn.plans.models import FollowUpRound, ItemDocument, Plan, PlanVersion, Report, VersionKind
from samsyn.plans.queries.content import named
from samsyn.plans.queries.versions import latest_adopted


class ListedPlan(NamedTuple):
    """A public plan in a list."""

    key: str
    title: str
    starts_on: date
    ends_on: date


def public_plans() -> QuerySet[Plan]:
    """The plans that have ever been adopted, latest period first."""
    adopted = PlanVersion.objects.filter(plan=OuterRef("pk"), kind=VersionKind.ADOPTED)
    return Plan.objects.filter(Exists(adopted))


def listed() -> list[ListedPlan]:
    """The public plans as they were adopted (never as they are now), latest period first: one query."""
    newer = PlanVersion.objects.filter(plan=OuterRef("plan"), kind=VersionKind.ADOPTED, number__gt=OuterRef("number"))
    rows = PlanVersion.objects.filter(~Exists(newer), kind=VersionKind.ADOPTED).values_list(
        KT("content__plan__key"),
        KT("content__plan__title"),
        KT("content__plan__starts_on"),
        KT("content__plan__ends_on"),
    )
    plans = [
        ListedPlan(key, title, date.fromisoformat(first), date.fromisoformat(last)) for key, title, first, last in rows
    ]
    return sorted(plans, key=lambda plan: (plan.starts_on, plan.title), reverse=True)


def current(*, on: date) -> Plan | None:
    """The public plan whose period the day is in, else the latest."""
    plans = public_plans()
    return plans.filter(starts_on__lte=on, ends_on__gte=on).first() or plans.first()


def public_content(plan: Plan, *, as_of: date | None = None) -> OpenPlan | None:
    """What anybody may know of the plan, by its latest completed report or that of a round up to a day.

    None before the first adoption, and where no such report has been completed. Four queries.
    """
    version = latest_adopted(plan)
    report = latest_report(plan, as_of=as_of)
    if version is None or (as_of is not None and report is None):
        return None
    content = cast(PlanContent, version.content)
    return open_plan(content, _decision(version), report.content if report else None, _still_public(plan))


def latest_report(plan: Plan, *, as_of: date | None = None) -> Report | None:
    """The latest completed report: of the latest round that has one (or the round up to a day), the highest number."""
    reports = Report.objects.filter(round__plan=plan).select_related("round")
    if as_of is not None:
        reports = reports.filter(round__as_of=as_of)
    return reports.order_by("-round__as_of", "-number").first()


def followed_up(plan: Plan) -> list[date]:
    """The days up to which the plan has been followed up in a completed report, latest first."""
    rounds = FollowUpRound.objects.filter(plan=plan, reports__isnull=False).order_by("-as_of").distinct()
    return list(rounds.values_list("as_of", flat=True))


def open_json(plan: OpenPlan) -> bytes:
    """Open data: the whole as JSON."""
    return jsonfile.write(plan)


def open_items_csv(plan: OpenPlan) -> bytes:
    """Open data: the items as CSV, each as it stood in the latest completed report."""
    return sheets.csv_bytes(sheets.open_items_sheet(plan))


def open_values_csv(plan: OpenPlan) -> bytes:
    """Open data: the indicators' baselines, targets and values as CSV."""
    return sheets.csv_bytes(sheets.open_values_sheet(plan))


def public_document(key: str) -> ItemDocument | None:
    """The document with a key, where the adopted version of its plan shows it and it has not been withdrawn."""
    document = ItemDocument.objects.filter(key=key, public=True).select_related("item__plan", "file").first()
    if document is None:
        return None
    version = latest_adopted(document.item.plan)
    shown = version and any(
        one["public"] and one["key"] == str(document.key)
        for item in cast(PlanContent, version.content)["items"]
        for one in item["documents"]
    )
    return document if shown else None


def _decision(version: PlanVersion) -> Decision:
    return Decision(
        version=version.number,
        organ=named(version.organ),
        decided_on=version.decided_on.isoformat() if version.decided_on else "",
        decision_reference=version.decision_reference,
    )


def _still_public(plan: Plan) -> set[str]:
    keys = ItemDocument.objects.filter(item__plan=plan, public=True).values_list("key", flat=True)
    return {str(key) for key in keys}
