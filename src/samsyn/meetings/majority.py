"""What a vote comes to: figures and a rule in, an outcome out. All in whole numbers: no share is ever rounded.

**Valid votes** are yes and no; who abstains, or hands in an invalid ballot, has cast a vote that is not valid. A
majority is counted of the valid votes, of those present (on the frozen roll), or of all entitled (every seat, vacant
ones too). Yes carries when its share passes the threshold (*more than*) or reaches it (*at least*); without a single
yes nothing carries. Otherwise it is no.

**Equal votes** are settled by the chair's vote or a lot, where one vote more would have carried: yes and no are as many
and yes has exactly the share that must be passed. Where more is asked for (two thirds, more than half of all) an equal
number has simply not reached it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from samsyn.meetings.errors import TieUnsettled

Base = Literal["valid", "present", "all"]
Answer = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Share:
    """A rational part of a whole that must be passed (`more_than`) or reached (`at_least`)."""

    threshold: str
    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.threshold not in ("more_than", "at_least") or not 0 <= self.numerator <= self.denominator > 0:
            raise ValueError(f"not a share: {self}")

    def met(self, part: int, whole: int) -> bool:
        """Is `part` enough of `whole`?"""
        ours, asked = part * self.denominator, self.numerator * whole
        return ours > asked if self.threshold == "more_than" else ours >= asked

    def exact(self, part: int, whole: int) -> bool:
        """Is `part` the very share?"""
        return part * self.denominator == self.numerator * whole

    def least(self, whole: int) -> int:
        """The smallest number that is enough of `whole`."""
        asked = self.numerator * whole
        return asked // self.denominator + 1 if self.threshold == "more_than" else -(-asked // self.denominator)


@dataclass(frozen=True, slots=True)
class Rule:
    """By what a vote is judged: a share of a base, and what settles equal votes."""

    base: Base
    share: Share
    tie: Literal["chair", "lot"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The count of a vote; cannot be made where it does not reconcile."""

    entitled: int
    present: int
    yes: int
    no: int
    abstain: int
    invalid: int

    def __post_init__(self) -> None:
        if min(self.entitled, self.present, self.yes, self.no, self.abstain, self.invalid) < 0:
            raise ValueError("a figure is negative")
        if self.present > self.entitled:
            raise ValueError("more are present than are entitled")
        if self.cast > self.present:
            raise ValueError("more votes are cast than there are voters")

    @property
    def absent(self) -> int:
        return self.entitled - self.present

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain + self.invalid

    @property
    def not_voted(self) -> int:
        return self.present - self.cast

    def of(self, base: Base) -> int:
        """The number that a majority is counted of."""
        return {"valid": self.yes + self.no, "present": self.present, "all": self.entitled}[base]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and by what: `majority`, `chair` or `lot`."""

    answer: Answer
    decided_by: str


def is_tie(figures: Figures, rule: Rule) -> bool:
    """Are votes equal where one more would have carried?"""
    equal = figures.yes == figures.no > 0
    passing = rule.share.threshold == "more_than"
    return equal and passing and rule.share.exact(figures.yes, figures.of(rule.base))


def decide(figures: Figures, rule: Rule, *, settled: Answer | None = None) -> Verdict:
    """The outcome; `settled` is what the chair voted or the lot gave, asked for at a tie alone."""
    if is_tie(figures, rule):
        if settled is None:
            raise TieUnsettled(_("Votes are equal. Settle it by the chair's vote or by lot, as the rules say."))
        return Verdict(settled, rule.tie)
    carried = figures.yes > 0 and rule.share.met(figures.yes, figures.of(rule.base))
    return Verdict("yes" if carried else "no", "majority")


def draw(lots: Sequence[str], seed: str) -> str:
    """One of the lots, by a method that anybody can repeat with pen, paper and a program for SHA-256.

    The lots are put in alphabetical order and numbered from 0. The seed is written on one line as UTF-8; its SHA-256,
    read as one large number, is divided by how many lots there are: the remainder is the number of the lot drawn.
    """
    ordered = sorted(lots)
    return ordered[int(hashlib.sha256(seed.encode()).hexdigest(), 16) % len(ordered)]
