"""Goals that hide in sentences, and points that are activities by their wording alone."""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-ZÅÄÖÉ\"“”])")
# A full stop after one of these, or after a single letter or a number, ends no sentence.
_ABBREVIATION = re.compile(
    r"\b(?:(?:bl|t|m|o|d|s|f|e|i)\.\s?[a-zåäö]|ca|dvs|etc|jfr|kl|nr|osv|prof|resp|st|tex|no|\w)\.$", re.IGNORECASE
)
_LONGEST_ABBREVIATION = 12

_KINDS = (
    r"(?:(?:övergripande|långsiktiga|främsta|strategiska|gemensamma|överordnade|viktigaste|"
    r"overall|overarching|main|primary|long-term)\s+)*"
)
_GOAL = re.compile(
    rf"^(?:(?:det|vårt|våra|de|the|our)\s+)?{_KINDS}"
    r"(?:mål(?:et|en|sättning(?:en|ar|arna)?)?|goals?|aims?|objectives?)\b(?:\s[^:]{0,240}?)?\s(?:är|is|are)\b",
    re.IGNORECASE,
)
_SHALL_AIM = re.compile(
    r"\b(?:ska|skall)\b[^:]{0,160}?\bsyfta\s+till\b|\b(?:shall|should|will)\b[^:]{0,160}?\baim\s+(?:to|at)\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:\b(?:att|till|to|at|är|is|are)|:)$", re.IGNORECASE)

_PROMISE = re.compile(r"\b(?:ska|skall|kommer att|avser att|will|shall|is going to)\b", re.IGNORECASE)
_INFINITIVE = re.compile(r"(?:att|to)\s+\w|(?:\w{3,}[aA]|få|ge|gå|se|nå|bli|bistå|förstå|utgå)\b", re.IGNORECASE)
# Words that end in -a and are no verbs, at the beginning of a point.
_NOT_VERBS = {
    "alla", "andra", "bra", "båda", "dessa", "egna", "flera", "gemensamma", "goda", "hela", "många", "nya", "olika",
    "ökade", "samma", "stora", "våra", "data", "digitala", "hållbara", "lokala", "regionala", "nationella", "det",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HiddenGoal:
    """A goal in a sentence; `opens_list` where the sentence ends openly and its goals are the points after it."""

    text: str
    confidence: float
    opens_list: bool


def split(text: str) -> list[str]:
    """The sentences of a paragraph; a doubtful full stop does not divide."""
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, end.start() - _LONGEST_ABBREVIATION) : end.start()]):
            continue
        sentences.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def hidden_goals(paragraph: str) -> list[HiddenGoal]:
    """The goals in a paragraph: "Målet är att ..." 0.8, "... ska syfta till ..." 0.6 (0.7 before a list)."""
    found = []
    for sentence in split(paragraph):
        certain = _GOAL.match(sentence)
        if not certain and not _SHALL_AIM.search(sentence):
            continue
        opens = _OPEN_END.search(sentence) is not None
        confidence = 0.8 if certain else 0.7 if opens else 0.6
        found.append(HiddenGoal(sentence, confidence, opens))
    return found


def promises(lead_in: str) -> bool:
    """A sentence that leads in to what will be done: it ends with a colon and says "ska" or "will"."""
    return lead_in.rstrip().endswith(":") and _PROMISE.search(lead_in) is not None


def is_infinitive(point: str) -> bool:
    """The point begins with a verb in the infinitive: "Att bygga", "Stärka", "To build"."""
    first = point.split(maxsplit=1)[0].lower().strip(",.") if point.strip() else ""
    return first not in _NOT_VERBS and _INFINITIVE.match(point) is not None
