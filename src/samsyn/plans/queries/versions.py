"""Reading what differs between two versions of a plan."""

from typing import cast

from samsyn.plans import difference
from samsyn.plans.content import PlanContent, version_scope
from samsyn.plans.difference import Difference
from samsyn.plans.models import PlanVersion
from samsyn.plans.queries.content import plan_content


def difference_between(old: PlanVersion, new: PlanVersion) -> Difference:
    """What differs between two versions."""
    return difference.between(_content(old), _content(new))


def difference_to_now(old: PlanVersion) -> Difference:
    """What differs between a version and the plan as it is now."""
    return difference.between(_content(old), plan_content(old.plan))


def _content(version: PlanVersion) -> PlanContent:
    return version_scope(cast(PlanContent, version.content))
