"""What minutes say: plain frozen data, made once from what was recorded, sealed, and from then on only read.

What is said by people is text; what is said by the system is a code (the values of the models' choices), so that pages
and paper find the words. Moments are aware `datetime` in the council's own time zone. "" means that nothing was said.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from samsyn.foundation.plain import from_plain, seal, to_plain


@dataclass(frozen=True)
class Moment:
    """What happened to somebody after the first item was opened; `item` is the number of the item at hand."""

    kind: str
    at: datetime
    item: str = ""


@dataclass(frozen=True)
class Attendant:
    """Somebody who was there: `served` says for whom a substitute served, `moments` when they came and went.

    `role` is a mandate's role, or "" for a guest.
    """

    name: str
    role: str
    represents: str = ""
    party: str = ""
    served: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """Those who served, substitutes who were there without serving, those who were absent, and others in the room."""

    served: tuple[Attendant, ...]
    listened: tuple[Attendant, ...] = ()
    absent: tuple[Attendant, ...] = ()
    others: tuple[Attendant, ...] = ()


@dataclass(frozen=True)
class Said:
    """How one seat voted in an open vote."""

    name: str
    choice: str
    served: str = ""


@dataclass(frozen=True)
class VoteRecord:
    """A vote with its figures; `said` is empty where the ballot was secret. `proof` is the address to recount at."""

    question: str
    yes_means: str
    no_means: str
    kind: str
    entitled: int
    present: int
    absent: int
    cast: int
    not_voted: int
    yes: int
    no: int
    abstain: int
    invalid: int
    outcome: str
    decided_by: str
    roll_hash: str
    drawn_by: str = ""
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Heard:
    """Who was heard when a decision was taken by consensus, and what they said."""

    who: str
    said: str
    note: str = ""


@dataclass(frozen=True)
class StatementRecord:
    """A reservation or a separate statement."""

    who: str
    kind: str
    text: str = ""


@dataclass(frozen=True)
class DecisionRecord:
    """A decision under its paragraph."""

    number: int
    wording: str
    method: str
    outcome: str
    vote: VoteRecord | None = None
    heard: tuple[Heard, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    adopts: str = ""
    assigns: str = ""
    responsible: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class ItemRecord:
    """An agenda item: what it was about, who was not part of it, what was decided."""

    key: str
    number: str
    title: str
    closed: bool
    state: str
    background: str = ""
    prose: str = ""
    proposal: str = ""
    papers: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()


@dataclass(frozen=True)
class MinutesContent:
    """The minutes of a meeting. `adjusters` are named in them; that they have confirmed is no part of the content."""

    council: str
    organ: str
    title: str
    place: str
    starts_at: datetime
    opened_at: datetime
    ended_at: datetime
    attendance: Attendance
    items: tuple[ItemRecord, ...]
    chair: str
    secretary: str
    adjusters: tuple[str, ...]
    made_at: datetime
    prose: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON field; `from_json` gives back an equal content."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        """The content that `to_json` wrote. Raises ValueError naming the place where it does not fit."""
        content: Self = from_plain(cls, plain, "minutes")
        return content

    def sha256(self) -> str:
        """The seal that the adjusters confirm."""
        return seal(self.to_json())
