"""The nouns of meetings: what is called, said, decided, recorded. A file a noun."""

from samsyn.meetings.models.decisions import (
    Decision,
    DecisionFollowUp,
    DecisionMethod,
    DecisionOutcome,
    DecisionState,
    Statement,
    StatementKind,
    Voice,
    VoiceKind,
)
from samsyn.meetings.models.meetings import (
    AgendaItem,
    AgendaTemplate,
    Guest,
    ItemKind,
    ItemState,
    Meeting,
    MeetingKind,
    MeetingState,
    TemplateItem,
)
from samsyn.meetings.models.minutes import Adjuster, Correction, Minutes, MinutesState, Prose
from samsyn.meetings.models.notices import Dispatch, DispatchState, Notice, NoticeKind
from samsyn.meetings.models.papers import Paper, PaperVersion
from samsyn.meetings.models.published import Publication, PublishedObject
from samsyn.meetings.models.rolls import RollEvent, RollEventKind
from samsyn.meetings.models.subscriptions import CalendarSubscription
from samsyn.meetings.models.votes import (
    Absence,
    Ballot,
    Choice,
    DecidedBy,
    RollEntry,
    Vote,
    VoteKind,
    VoteOutcome,
    VoteState,
)

__all__ = [
    "Absence",
    "Adjuster",
    "AgendaItem",
    "AgendaTemplate",
    "Ballot",
    "CalendarSubscription",
    "Choice",
    "Correction",
    "DecidedBy",
    "Decision",
    "DecisionFollowUp",
    "DecisionMethod",
    "DecisionOutcome",
    "DecisionState",
    "Dispatch",
    "DispatchState",
    "Guest",
    "ItemKind",
    "ItemState",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Minutes",
    "MinutesState",
    "Notice",
    "NoticeKind",
    "Paper",
    "PaperVersion",
    "Prose",
    "Publication",
    "PublishedObject",
    "RollEntry",
    "RollEvent",
    "RollEventKind",
    "Statement",
    "StatementKind",
    "TemplateItem",
    "Voice",
    "VoiceKind",
    "Vote",
    "VoteKind",
    "VoteOutcome",
    "VoteState",
]
