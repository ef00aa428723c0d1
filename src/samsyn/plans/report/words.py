"""The words, marks and colours of the report's codes. A state is always a mark and a word; colour only helps.

Colours keep at least 3:1 against white as marks and are told apart with every common colour vision (after Okabe and
Ito). Marks are characters that both Word and Excel have; the PDF draws the same shapes.
"""

from dataclasses import dataclass
from typing import Any

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.plans.report.content import Effect, Good, Kind
from samsyn.plans.report.language import Language


@dataclass(frozen=True)
class Mark:
    """How a state looks: a character for Word and Excel, and a colour."""

    character: str
    colour: str


MARKS = {
    State.OFF_TRACK: Mark("◆", "#B3341C"),
    State.AT_RISK: Mark("▲", "#B87400"),
    State.ON_TRACK: Mark("●", "#00785A"),
    State.DONE: Mark("✓", "#00599C"),
    State.NOT_STARTED: Mark("○", "#5C6670"),
    State.NOT_REACHED: Mark("✕", "#7A1F4B"),
    State.STOPPED: Mark("■", "#3D444B"),
    State.CANNOT_BE_ASSESSED: Mark("?", "#6A5A8C"),
    State.NOT_ASSESSED: Mark("–", "#7A848D"),
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
