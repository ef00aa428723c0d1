"""What checks of networks tell: sentences of their own, since what cures networks has nothing to do with what cures
flows. Light to import, as pages show these sentences.
"""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.sources.checks.findings import Severity
from samsyn.sources.errors import Place

LEAST_MINUTES = 0.1
"""The time that links without any are given, where that is chosen."""


class NetworkKind(StrEnum):
    """What was found."""

    UNLISTED_NODES = "Links that begin or end at a node that is not listed."
    UNUSABLE = "Links whose length, time, capacity or delay is missing or below zero, or whose capacity is zero."
    UNREACHED_ZONES = "Zones that no way leads to from most of the network."
    CLOSED_IN_ZONES = "Zones that no way leads from to most of the network."
    ONE_WAY_TRAPS = "Places that can only be entered, or only be left: one-way links that may be drawn the wrong way."
    PARALLEL = "Links between the same nodes, in the same direction and of the same mode."
    NO_TIME = "Links that take no time and are no connectors."
    TOO_FAST = "Links that are faster than any vehicle."
    TO_ITSELF = "Links from a node to itself."


class NetworkCure(StrEnum):
    """What the user can do."""

    DROP = "Leave these links out; the result says how many."
    QUICKEST = "Keep the quickest of them."
    LEAST_TIME = "Give them a least time of six seconds."
    TURN = "Turn the link, or add one in the other direction."
    CONNECT = "Connect the zone, or open the link that it lacks."
    UNITS = "Say the units of length and time."
    CORRECT = "Correct the rows in the file."
    ACCEPT = "Go on; it is said beside the figures."


@dataclass(frozen=True, slots=True)
class NetworkFinding:
    """One thing that was found: how often, where first, and what can be done about it."""

    kind: NetworkKind
    severity: Severity
    count: int
    places: tuple[Place, ...]
    examples: tuple[str, ...]
    cures: tuple[NetworkCure, ...]
