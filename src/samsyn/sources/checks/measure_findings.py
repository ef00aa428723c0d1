"""What checks of candidate measures tell: sentences of their own. Light to import, as pages show these sentences."""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.sources.checks.findings import Severity
from samsyn.sources.errors import Place


class MeasureKind(StrEnum):
    """What was found."""

    UNUSABLE = "Changes whose minutes are missing or below zero, whose kilometres are below zero, or that lead nowhere."
    UNNAMED = "Changes that name no link: neither its code nor the nodes that it leads between."
    TWICE = "Measures that change one link or node twice."
    STATED_TWICE = "Measures whose rows state different names, costs, years, owners or notes."
    NEGATIVE_COST = "Measures with a cost below zero."
    MISSING_LINKS = "Changes of links that the network does not have."
    AMBIGUOUS = "Changes that could mean several links between the same nodes."
    MISSING_NODES = "New links to or from nodes that neither the network nor the measure has."
    ALREADY_THERE = "New links or nodes that the network has already."
    AGAINST = "Links that are said to become faster but become slower, or the other way round."
    NO_CHANGE = "Changes to the minutes that the link has already."
    NO_COST = "Measures without a cost: nothing can be said of what they give for the money."
    PRICE_YEARS = "Costs in the prices of different years, which cannot be compared as they stand."

    @property
    def blocks(self) -> bool:
        """Whether a measure with it cannot be computed."""
        return self not in (
            MeasureKind.AGAINST,
            MeasureKind.NO_CHANGE,
            MeasureKind.NO_COST,
            MeasureKind.PRICE_YEARS,
            MeasureKind.STATED_TWICE,
        )


class MeasureCure(StrEnum):
    """What the user can do."""

    LEAVE_OUT = "Leave these measures out; the result says which."
    FIRST_ROW = "Take what the first row of the measure says."
    OTHER_NETWORK = "Choose the network that the measures were written for."
    CORRECT_MEASURE = "Correct the rows of the measure in the file."
    ACCEPT = "Go on; it is said beside the figures."


@dataclass(frozen=True, slots=True)
class MeasureFinding:
    """One thing that was found: how often, where first, and what can be done about it."""

    kind: MeasureKind
    severity: Severity
    count: int
    places: tuple[Place, ...]
    examples: tuple[str, ...]
    cures: tuple[MeasureCure, ...]
