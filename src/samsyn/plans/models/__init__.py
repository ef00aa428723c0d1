"""The nouns of a plan and of its follow-up."""

from samsyn.plans.models.importing import ImportDraft
from samsyn.plans.models.indicators import GoodDirection, Indicator, IndicatorTarget, IndicatorValue
from samsyn.plans.models.items import (
    Contribution,
    Item,
    ItemDocument,
    ItemKind,
    ItemLink,
    LinkKind,
    Risk,
    Step,
    name_of,
)
from samsyn.plans.models.plans import Plan, PlanState, PlanVersion, VersionKind
from samsyn.plans.models.rounds import (
    Effect,
    FollowUp,
    FollowUpRound,
    FollowUpState,
    Report,
    RoundDate,
    SectionReady,
)

__all__ = [
    "Contribution",
    "Effect",
    "FollowUp",
    "FollowUpRound",
    "FollowUpState",
    "GoodDirection",
    "ImportDraft",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Item",
    "ItemDocument",
    "ItemKind",
    "ItemLink",
    "LinkKind",
    "Plan",
    "PlanState",
    "PlanVersion",
    "Report",
    "Risk",
    "RoundDate",
    "SectionReady",
    "Step",
    "VersionKind",
    "name_of",
]
