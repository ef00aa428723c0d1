"""Headings that say what the points below them are: goals, activities, direction goals, priorities of the year."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Role(Enum):
    """What the points under a label are."""

    GOAL = "goal"
    ACTIVITY = "activity"
    DIRECTION_GOAL = "direction_goal"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class Label:
    """A recognised label.

    rest    what follows the label on the same line ("Mål: Att öka resandet"), or ""
    stated  how many points the label announces ("utgår från två inriktningsmål"), or None
    """

    role: Role
    text: str
    confidence: float
    rest: str = ""
    stated: int | None = None


_WHEN = r"(?:\s+(?:för|under|i|in|for|of|år)?\s*(?:året|the year|year|perioden|20\d\d(?:\s*[-–]\s*(?:20)?\d\d)?))?"
_GOAL_KINDS = (
    r"(?:(?:övergripande|långsiktiga?|kortsiktiga?|strategiska?|prioriterade|konkreta|våra|vårt|årets|"
    r"verksamhetens|mätbara|overall|overarching|strategic|main|specific|our|key|long-term)\s+)*"
)
_GOAL_NOUNS = (
    r"(?:mål|målen|målet|målsättning|målsättningar|målsättningen|delmål|effektmål|verksamhetsmål|resultatmål|"
    r"goals?|aims?|objectives?|targets?|aims and objectives|goals and objectives)"
)
_GOAL = re.compile(
    rf"(?:the\s+)?{_GOAL_KINDS}{_GOAL_NOUNS}{_WHEN}(?:\s+(?:är|are|is)(?:\s+att|\s+to)?)?", re.IGNORECASE
)

_ACTIVITY_KINDS = r"(?:(?:planerade|prioriterade|viktiga|årets|våra|konkreta|planned|key|main|our|the)\s+)*"
_ACTIVITY_NOUNS = (
    r"(?:aktivitet|aktiviteter|aktiviteterna|insatser|insatserna|åtgärder|åtgärderna|"
    r"activity|activities|actions?|measures|initiatives)"
)
_ACTIVITY_VERBS = (
    r"(?:\s+som)?\s+(?:innefattar|omfattar|inkluderar|är(?:\s+att)?|planeras|genomförs|include|comprise|are|will be)"
    r"(?:\s+(?:följande|bland annat|bl\.a\.|the following))?"
)
_ACTIVITY = re.compile(
    rf"{_ACTIVITY_KINDS}{_ACTIVITY_NOUNS}"
    rf"(?:\s+(?:och|and)\s+{_ACTIVITY_NOUNS})?{_WHEN}(?:{_ACTIVITY_VERBS})?{_WHEN}"
    r"|(?:detta|det här|så här|så)\s+(?:gör|ska)\s+vi(?:\s+göra)?" + _WHEN + r"|vi\s+(?:ska|kommer att)"
    r"|(?:what\s+)?we\s+will(?:\s+do)?" + _WHEN,
    re.IGNORECASE,
)

_DIRECTION_NOUNS = r"(?:inriktningsmål(?:en|et)?|direction(?:al)?\s+goals?|strategic\s+directions?|guiding\s+goals?)"
_DIRECTION = re.compile(
    rf"(?:(?:våra|the|our|\w{{2,6}})\s+)?{_DIRECTION_NOUNS}{_WHEN}(?:\s+(?:är|are)(?:\s+(?:följande|the following))?)?",
    re.IGNORECASE,
)
_DIRECTION_WORD = re.compile(rf"\b{_DIRECTION_NOUNS}\b", re.IGNORECASE)

_PRIORITY = re.compile(
    r"(?:(?:årets|våra|the|our|de)\s+)?(?:prioriteringar(?:na)?|prioriterade\s+(?:områden(?:a)?|frågor(?:na)?)|"
    r"(?:\w+\s+)?priorities|priority\s+areas)" + _WHEN + r"(?:\s+(?:är|are)(?:\s+(?:följande|the following))?)?",
    re.IGNORECASE,
)
_PRIORITY_WORDS = re.compile(
    r"\bprioriter(?:ade|ar|ingar\w*)\b.*\b(?:områden\w*|frågor\w*|följande|20\d\d|året)"
    r"|\b(?:priorities|priority\s+areas)\b.*(?:\b20\d\d\b|\byear\b|\bfollowing\b|\bare\b)"
    r"|\b(?:four|three|five|two|six|yearly|annual)\s+priorities\b",
    re.IGNORECASE,
)

_NUMBERED_DIRECTION = re.compile(
    rf"(?P<label>{_DIRECTION_NOUNS}\s+(?:\d{{1,2}}|[A-Z])\s*[:.–—-])\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ("", "ett en one", "två two", "tre three", "fyra four", "fem five", "sex six", "sju seven", "åtta eight")
    )
    for word in words.split()
}
_STATED = re.compile(
    rf"\b({'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))}|[1-9])\s+(?:\w+\s+)?{_DIRECTION_NOUNS}",
    re.IGNORECASE,
)

_WHOLE = (
    (Role.DIRECTION_GOAL, _DIRECTION),
    (Role.PRIORITY, _PRIORITY),
    (Role.GOAL, _GOAL),
    (Role.ACTIVITY, _ACTIVITY),
)
_LONGEST_LABEL = 80
_LONGEST_LEAD_IN = 400


# Several steps ask about the same line, one after the other.
@lru_cache(maxsize=1024)
def recognise(text: str) -> Label | None:
    """The label that the text is, or that it begins with; None for ordinary text.

    A whole line that is only a label: 0.95 with a colon, 0.9 without. A label, a colon and more text: 0.85.
    A sentence that leads in to direction goals or priorities and ends with a colon: 0.85.
    """
    text = text.strip()
    bare = text.rstrip(":").rstrip()
    if len(bare) <= _LONGEST_LABEL:
        for role, pattern in _WHOLE:
            if pattern.fullmatch(bare):
                return Label(role, text, 0.95 if text.endswith(":") else 0.9, stated=_stated(text))
    return _lead_in(text) or _with_rest(text)


def _lead_in(text: str) -> Label | None:
    if not text.endswith(":") or len(text) > _LONGEST_LEAD_IN:
        return None
    if _DIRECTION_WORD.search(text):
        return Label(Role.DIRECTION_GOAL, text, 0.85, stated=_stated(text))
    if _PRIORITY_WORDS.search(text):
        return Label(Role.PRIORITY, text, 0.85)
    return None


def _with_rest(text: str) -> Label | None:
    if direction := _NUMBERED_DIRECTION.fullmatch(text):
        return Label(Role.DIRECTION_GOAL, direction["label"], 0.85, rest=direction["rest"].strip())
    head, colon, rest = text.partition(":")
    if not colon or not rest[:1].isspace() or len(head) > _LONGEST_LABEL:
        return None
    for role, pattern in ((Role.GOAL, _GOAL), (Role.ACTIVITY, _ACTIVITY)):
        if pattern.fullmatch(head.strip()):
            return Label(role, f"{head}:", 0.85, rest=rest.strip())
    return None


def _stated(text: str) -> int | None:
    found = _STATED.search(text)
    if not found:
        return None
    word = found[1].lower()
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]
