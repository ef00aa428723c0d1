"""Reading the versions of a plan and what differs between them."""

from typing import cast

from django.db.models import QuerySet

from samsyn.plans import difference
from samsyn.plans.content import PlanContent, version_scope
from samsyn.plans.difference import Difference
from samsyn.plans.models import Plan, PlanVersion, VersionKind
from samsyn.plans.queries.content import plan_content


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """The versions, latest first, without their contents."""
    rows = PlanVersion.objects.filter(plan=plan).select_related("made_by", "organ").defer("content")
    return rows.order_by("-number")


def latest_adopted(plan: Plan) -> PlanVersion | None:
    """The version that is in force: the latest adopted one, with its content."""
    rows = PlanVersion.objects.filter(plan=plan, kind=VersionKind.ADOPTED).select_related("organ")
    return rows.order_by("-number").first()


def difference_between(old: PlanVersion, new: PlanVersion) -> Difference:
    """What differs between two versions."""
    return difference.between(_content(old), _content(new))


def difference_to_now(old: PlanVersion) -> Difference:
    """What differs between a version and the plan as it is now."""
    return difference.between(_content(old), plan_content(old.plan))


def _content(version: PlanVersion) -> PlanContent:
    return version_scope(cast(PlanContent, version.content))
