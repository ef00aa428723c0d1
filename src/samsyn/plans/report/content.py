"""What a board report says: plain frozen data, without a word of any screen language.

A report is made once from the database, stored as JSON (`to_json`) and from then on only read (`from_json`). What is
said by people is text; what is said by the system is a code, so that the same content can be shown in Swedish or in
English. Dates are `date`, moments are aware `datetime` in the council's own time zone, numbers are `Decimal`; an
empty string means "nothing said".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.foundation.plain import from_plain, seal, to_plain


class Kind(StrEnum):
    """What an item of a plan is."""

    DIRECTION_GOAL = "direction_goal"
    PRIORITY = "priority"
    FOCUS_AREA = "focus_area"
    GOAL = "goal"
    ACTIVITY = "activity"


class Effect(StrEnum):
    """What an activity has led to, apart from whether it was done."""

    TOO_EARLY = "too_early"
    NONE = "none"
    SOME = "some"
    CLEAR = "clear"
    CANNOT_BE_ASSESSED = "cannot_be_assessed"


class Good(StrEnum):
    """Which way an indicator should go."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class FollowUpEntry:
    """The latest follow-up of an item in the round, in its owner's words. `state` is what was said, not shown."""

    state: State
    text: str
    by: str
    on: date
    evidence: str = ""
    consequence: str = ""
    action: str = ""
    effect: Effect | None = None
    effect_text: str = ""


@dataclass(frozen=True)
class ReportItem:
    """An item of the plan. `parent` is the key of the item that it belongs to, or "".

    Goals and activities have a shown `state`; other kinds have None. `reason` says why, where the state is
    `NOT_ASSESSED`. `owner` is a name, or "" where the item is unowned.
    """

    key: str
    kind: Kind
    name: str
    parent: str = ""
    number: str = ""
    heading: str = ""
    wording: str = ""
    owner: str = ""
    contributors: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    budget: Decimal | None = None
    outcome: Decimal | None = None
    state: State | None = None
    reason: Reason | None = None
    follow_up: FollowUpEntry | None = None


@dataclass(frozen=True)
class StateCounts:
    """How many goals and how many activities of an area are shown in each state; a state without any may be left out.

    `area` is the key of a focus area, or "" for what stands outside every area. Counts are own and nested items.
    """

    area: str
    goals: dict[State, int]
    activities: dict[State, int]


@dataclass(frozen=True)
class Change:
    """An item whose shown state is another than in the round before."""

    item: str
    before: State
    after: State


@dataclass(frozen=True)
class Point:
    """A value of an indicator, or a target, at a date."""

    on: date
    value: Decimal
    source: str = ""
    territory: str = ""


@dataclass(frozen=True)
class ReportIndicator:
    """An indicator with its history up to the report's day, in date order. `item` is a key.

    `target` is the one in force on the day; `target_reached`, `since_last` and `against_baseline` are None where they
    cannot be told. `stale` says why the value is too old or lacking, since the due date `missed_on`. The figures of a
    `modelled` one come from a model, which is told wherever they show.
    """

    key: str
    item: str
    name: str
    unit: str
    good: Good
    source: str = ""
    territory: str = ""
    baseline: Point | None = None
    targets: tuple[Point, ...] = ()
    values: tuple[Point, ...] = ()
    target: Point | None = None
    target_reached: bool | None = None
    since_last: Compared | None = None
    against_baseline: Compared | None = None
    stale: Reason | None = None
    missed_on: date | None = None
    modelled: bool = False

    @property
    def latest(self) -> Point | None:
        """The latest value."""
        return self.values[-1] if self.values else None


@dataclass(frozen=True)
class Ready:
    """An area whose owner has marked its part ready. `area` is a key."""

    area: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ReportContent:
    """All that a board report says. `items` stand in reading order, parents before children.

    `organ` receives the report. `previous_as_of` is the round that `changes` compares with, None in the first.
    `summary` is the office's prose: paragraphs parted by an empty line, lines that begin with "- " are bullets.
    `unowned` and `unmeasured` are keys of items.
    """

    council: str
    plan: str
    starts_on: date
    ends_on: date
    as_of: date
    number: int
    completed_at: datetime
    completed_by: str
    organ: str = ""
    previous_as_of: date | None = None
    summary: str = ""
    items: tuple[ReportItem, ...] = ()
    counts: tuple[StateCounts, ...] = ()
    changes: tuple[Change, ...] = ()
    indicators: tuple[ReportIndicator, ...] = ()
    unowned: tuple[str, ...] = ()
    unmeasured: tuple[str, ...] = ()
    ready: tuple[Ready, ...] = ()

    def __post_init__(self) -> None:
        known: set[str] = set()
        for item in self.items:
            if item.parent and item.parent not in known:
                raise ValueError(f"item {item.key!r} comes before its parent {item.parent!r}, or the parent is missing")
            if item.key in known:
                raise ValueError(f"item {item.key!r} stands twice")
            known.add(item.key)
        missing = sorted(set(self._references()) - known)
        if missing:
            raise ValueError(f"keys that no item has: {', '.join(missing[:5])}")

    def _references(self) -> Iterator[str]:
        yield from (counts.area for counts in self.counts if counts.area)
        yield from (change.item for change in self.changes)
        yield from (indicator.item for indicator in self.indicators)
        yield from (ready.area for ready in self.ready)
        yield from self.unowned
        yield from self.unmeasured

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON field; `from_json` gives back an equal content."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "ReportContent":
        """The content that `to_json` wrote. Raises ValueError naming the place where it does not fit."""
        content: ReportContent = from_plain(cls, plain, "report")
        return content

    def sha256(self) -> str:
        """The seal: the SHA-256 of the content as canonical JSON (sorted keys, no spaces, UTF-8)."""
        return seal(self.to_json())
