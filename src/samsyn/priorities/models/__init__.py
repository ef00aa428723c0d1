"""The nouns of priorities: rounds of analysis, needs, candidate objects, and what was decided about them."""

from samsyn.priorities.models.choices import COUNTIES_LONGEST, Mode
from samsyn.priorities.models.imports import DecisionDraft, DraftRow, RowState
from samsyn.priorities.models.needs import (
    Answer,
    Commitment,
    CommitmentState,
    Evidence,
    EvidenceKind,
    Need,
    NeedFunction,
    NeedGoal,
    NeedRank,
    NeedSupport,
)
from samsyn.priorities.models.objects import ObjectProgress, ProgressState, TentNetwork, TransportObject
from samsyn.priorities.models.outcomes import (
    Decider,
    Outcome,
    OutcomeEvent,
    PlanRound,
    PriceIndex,
    PriceIndexValue,
    Stage,
)
from samsyn.priorities.models.rounds import AnalysisRound, RoundStep, StepDocument, StepKind

__all__ = [
    "COUNTIES_LONGEST",
    "AnalysisRound",
    "Answer",
    "Commitment",
    "CommitmentState",
    "Decider",
    "DecisionDraft",
    "DraftRow",
    "Evidence",
    "EvidenceKind",
    "Mode",
    "Need",
    "NeedFunction",
    "NeedGoal",
    "NeedRank",
    "NeedSupport",
    "ObjectProgress",
    "Outcome",
    "OutcomeEvent",
    "PlanRound",
    "PriceIndex",
    "PriceIndexValue",
    "ProgressState",
    "RoundStep",
    "RowState",
    "Stage",
    "StepDocument",
    "StepKind",
    "TentNetwork",
    "TransportObject",
]
