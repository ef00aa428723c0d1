"""A plan as data: the format ``samsyn.plan``, version 1.

One format serves three needs: what a `PlanVersion` seals, what is exported and imported, and what two versions are
compared in. Two scopes:

version  the plan itself, as it can be decided: no internal notes, no values, no follow-up. This is what is sealed.
full     all of it, with the people, versions and reports, so that it can be imported elsewhere without loss.

People stand in the plan by their key only. Their names are in `people`, which only the full scope has: a sealed
version outlives an erasure, so it must not hold what may have to be erased.

Numbers with decimals are strings ("1250.5"), days are "2018-04-30", moments are ISO 8601 with their offset. Lists
are in a fixed order, so the same plan gives the same bytes. The page ``docs/methods/plan-exchange-format.md``
explains each field; a test compares it with the classes here, and the check of a foreign file reads them.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Final, Literal, NotRequired, TypedDict, cast

FORMAT: Final = "samsyn.plan"
VERSION = 1
SIGNIFICANT_DIGITS = 15
"""What every database that we run on keeps of a number with decimals."""


class Form(Enum):
    """What a text must look like."""

    KEY = "key"
    DAY = "day"
    MOMENT = "moment"
    SHA256 = "sha256"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Length:
    """The most characters that a text may have."""

    most: int


@dataclass(frozen=True, slots=True)
class Digits:
    """How many digits a number with decimals may have, and how many of them after the decimal sign."""

    most: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest that a number may be (and the largest, where there is one)."""

    value: int
    most: int | None = None


Key = Annotated[str, Form.KEY]
"""A UUID in its usual form."""
Day = Annotated[str, Form.DAY]
Moment = Annotated[str, Form.MOMENT]
Sha256 = Annotated[str, Form.SHA256]
Quantity = Annotated[str, Digits(20, 6)]
Code = Annotated[str, Form.CODE, Length(40)]
Count = Annotated[int, Least(0)]
Number = Annotated[int, Least(1)]
Grade = Annotated[int, Least(1, 5)]

PlanStateName = Literal["draft", "proposed", "adopted", "closed"]
Kind = Literal["direction_goal", "priority", "focus_area", "goal", "activity"]
STANDS_UNDER: dict[Kind, tuple[Kind | None, ...]] = {
    "direction_goal": (None,),
    "priority": (None,),
    "focus_area": (None, "focus_area"),
    "goal": ("focus_area", "goal"),
    "activity": ("focus_area", "goal"),
}
"""What each kind of item may stand directly under; None is the plan itself. All else is made of this."""

LinkName = Literal["supports", "shares"]
VersionName = Literal["saved", "proposed", "adopted"]
FollowUpStateName = Literal[
    "not_started", "on_track", "at_risk", "off_track", "done", "not_reached", "stopped", "cannot_be_assessed"
]
EffectName = Literal["", "too_early", "none", "some", "clear", "cannot_be_assessed"]


class Named(TypedDict):
    """An organ or a function: its code, and its name at the time."""

    code: Code
    name: Annotated[str, Length(200)]


class FileRef(TypedDict):
    """A file by the SHA-256 of its bytes."""

    sha256: Sha256
    name: Annotated[str, Length(255)]
    media_type: Annotated[str, Length(100)]
    size: Count


class Who(TypedDict):
    """A person (by key) or a function; exactly one is filled in."""

    person: Key | None
    function: Named | None


class PlanHead(TypedDict):
    """The plan without its items. `continues` is the key of the plan before."""

    key: Key
    title: Annotated[str, Length(300)]
    starts_on: Day
    ends_on: Day
    state: PlanStateName
    decided_by: Named | None
    document: FileRef | None
    continues: Key | None


class StepContent(TypedDict):
    text: Annotated[str, Length(300)]
    due_on: Day | None
    done_on: Day | None


class RiskContent(TypedDict):
    """`likelihood` and `consequence` from 1 to 5."""

    text: Annotated[str, Length(500)]
    likelihood: Grade
    consequence: Grade
    response: Annotated[str, Length(500)]


class DocumentContent(TypedDict):
    """A file or an address; exactly one is filled in (`url` is "" for a file)."""

    key: Key
    title: Annotated[str, Length(200)]
    url: Annotated[str, Length(200)]
    file: FileRef | None
    public: bool


class Baseline(TypedDict):
    on: Day
    value: Quantity


class TargetContent(TypedDict):
    on: Day
    value: Quantity


class ValueContent(TypedDict):
    """`entered_by` is the e-mail address of an account in `accounts`."""

    on: Day
    value: Quantity
    source: Annotated[str, Length(300)]
    territory: Annotated[str, Length(200)]
    entered_by: str | None
    entered_at: Moment


class IndicatorContent(TypedDict):
    """`series` is the code of the published series that the values come from. `values`: full scope only."""

    key: Key
    name: Annotated[str, Length(200)]
    unit: Annotated[str, Length(60)]
    good_direction: Literal["higher", "lower"]
    territory: Annotated[str, Length(200)]
    source: Annotated[str, Length(300)]
    baseline: Baseline | None
    first_due: Day | None
    every_months: Number | None
    series: Annotated[str, Form.CODE, Length(80)] | None
    targets: list[TargetContent]
    values: NotRequired[list[ValueContent]]


class ItemContent(TypedDict):
    """One item. `parent` is the key of an item that stands before it. `internal_note`: full scope only."""

    key: Key
    parent: Key | None
    kind: Kind
    position: Count
    number: Annotated[str, Length(20)]
    heading: Annotated[str, Length(500)]
    wording: str
    short_title: Annotated[str, Length(120)]
    labelled: bool
    place: Annotated[str, Length(60)]
    continues: Key | None
    owner: Who | None
    starts_on: Day | None
    ends_on: Day | None
    budget: Annotated[str, Digits(14, 2), Least(0)] | None
    outcome: Annotated[str, Digits(14, 2)] | None
    contributions: list[Who]
    steps: list[StepContent]
    risks: list[RiskContent]
    documents: list[DocumentContent]
    indicators: list[IndicatorContent]
    internal_note: NotRequired[str]


class LinkContent(TypedDict):
    source: Key
    target: Key
    kind: LinkName


class ReadyContent(TypedDict):
    """The area whose part of the round was marked ready."""

    area: Key
    marked_by: str | None
    marked_at: Moment


class FollowUpContent(TypedDict):
    """One entry, oldest first; the latest of a round counts. `entered_by` is an e-mail address in `accounts`."""

    key: Key
    item: Key
    state: FollowUpStateName
    text: str
    evidence: str
    consequence: str
    action: str
    effect: EffectName
    effect_text: str
    entered_by: str | None
    entered_at: Moment


class RoundContent(TypedDict):
    key: Key
    as_of: Day
    opens_on: Day
    due_on: Day
    summary: str
    ready: list[ReadyContent]
    follow_ups: list[FollowUpContent]


class PersonContent(TypedDict):
    key: Key
    name: Annotated[str, Length(200)]
    email: Annotated[str, Length(254)]


class AccountContent(TypedDict):
    """Somebody who entered or decided something, by e-mail address."""

    email: Annotated[str, Length(254)]
    name: Annotated[str, Length(200)]


class VersionContent(TypedDict):
    """A sealed version; `sha256` is the digest of its `content`."""

    number: Number
    kind: VersionName
    content: dict[str, Any]
    sha256: Sha256
    made_by: str | None
    made_at: Moment
    organ: Named | None
    decided_on: Day | None
    decision_reference: Annotated[str, Length(100)]


class ReportContent(TypedDict):
    """A completed report of the round with the key `round`; `sha256` seals its `content`."""

    key: Key
    round: Key
    number: Number
    content: dict[str, Any]
    sha256: Sha256
    pdf: FileRef
    docx: FileRef
    xlsx: FileRef
    completed_by: str | None
    completed_at: Moment


class PlanContent(TypedDict):
    """The whole. From `rounds` on: full scope only. `files`: bytes in base64 by SHA-256, only where asked for."""

    format: Literal["samsyn.plan"]
    version: Number
    plan: PlanHead
    items: list[ItemContent]
    links: list[LinkContent]
    rounds: NotRequired[list[RoundContent]]
    people: NotRequired[list[PersonContent]]
    accounts: NotRequired[list[AccountContent]]
    versions: NotRequired[list[VersionContent]]
    reports: NotRequired[list[ReportContent]]
    files: NotRequired[dict[str, str]]


def canonical(content: Any) -> bytes:
    """The one way to write a content as bytes: sorted names, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(content: Any) -> str:
    """The SHA-256 (hex) of the content's canonical bytes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def version_scope(content: PlanContent) -> PlanContent:
    """The part of a full content that a version seals."""
    items = [{name: value for name, value in item.items() if name != "internal_note"} for item in content["items"]]
    for item in items:
        indicators = cast(list[IndicatorContent], item["indicators"])
        item["indicators"] = [{name: value for name, value in one.items() if name != "values"} for one in indicators]
    return PlanContent(
        format="samsyn.plan",
        version=content["version"],
        plan=content["plan"],
        items=cast(list[ItemContent], items),
        links=content["links"],
    )


def decimal_text(value: Decimal | None) -> str | None:
    """A number as the format writes it: plain digits, no zeros at the end ("1250.5", "0")."""
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def day_text(value: date | None) -> str | None:
    """A day as the format writes it."""
    return None if value is None else value.isoformat()


def decimal_of(text: str | None) -> Decimal | None:
    """The number that `decimal_text` wrote."""
    return None if text is None else Decimal(text)


def day_of(text: str | None) -> date | None:
    """The day that `day_text` wrote."""
    return None if text is None else date.fromisoformat(text)


def moment_text(value: datetime) -> str:
    """A moment as the format writes it."""
    return value.isoformat()
