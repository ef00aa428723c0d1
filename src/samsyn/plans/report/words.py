"""The words and marks of the report's codes. A state is always a mark and a word; colour only helps.

The order of `MARKS` is the order in which states are shown. The characters are for Word and Excel and resemble the
shapes of the pages, which the PDF draws.
"""

from typing import Any

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.plans.report.content import Effect, Good, Kind
from samsyn.plans.report.language import Language

MARKS = {
    State.NOT_STARTED: "○",
    State.ON_TRACK: "►",
    State.AT_RISK: "▲",
    State.OFF_TRACK: "◆",
    State.DONE: "✓",
    State.NOT_REACHED: "✕",
    State.STOPPED: "■",
    State.CANNOT_BE_ASSESSED: "?",
    State.NOT_ASSESSED: "–",
}

_STATES = {
    State.NOT_STARTED: "Not started",
    State.ON_TRACK: "On track",
    State.AT_RISK: "At risk",
    State.OFF_TRACK: "Off track",
    State.DONE: "Done",
    State.NOT_REACHED: "Not reached",
    State.STOPPED: "Stopped",
    State.CANNOT_BE_ASSESSED: "Cannot be assessed",
    State.NOT_ASSESSED: "Not assessed",
}
_KINDS = {
    Kind.DIRECTION_GOAL: "Direction goal",
    Kind.PRIORITY: "Priority of the year",
    Kind.FOCUS_AREA: "Focus area",
    Kind.GOAL: "Goal",
    Kind.ACTIVITY: "Activity",
}
_EFFECTS = {
    Effect.TOO_EARLY: "Too early to see",
    Effect.NONE: "No effect seen",
    Effect.SOME: "Some effect seen",
    Effect.CLEAR: "Clear effect seen",
    Effect.CANNOT_BE_ASSESSED: "Cannot be assessed",
}
_GOOD = {Good.HIGHER: "Higher is better", Good.LOWER: "Lower is better"}
_COMPARED = {
    Compared.BETTER: "Better than before",
    Compared.WORSE: "Worse than before",
    Compared.UNCHANGED: "Unchanged",
}
_REASONS = {
    Reason.NO_ENTRY: "Nothing was entered in this follow-up.",
    Reason.STALE: "An indicator is stale.",
    Reason.NEVER_MEASURED: "An indicator has never been measured.",
}
# By type first: codes of different types may have equal values.
_WORDS: dict[type, dict[Any, str]] = {
    State: _STATES,
    Kind: _KINDS,
    Effect: _EFFECTS,
    Good: _GOOD,
    Compared: _COMPARED,
}


def name(code: State | Kind | Effect | Good | Compared, language: Language) -> str:
    """The word for a code."""
    return language.say(_WORDS[type(code)][code])


def reason(code: Reason, language: Language) -> str:
    """Why something is not assessed, as a sentence."""
    return language.say(_REASONS[code])
