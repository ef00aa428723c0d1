"""By when a summons and its papers must be out, and how it stands on a day.

The rules of procedure in force on the day of the meeting say how many days before it the summons and the papers go
out. The day of the meeting does not count: a meeting on the 20th with a summons of 7 days is called on the 13th at
the latest. What went out on its last day is in time. Where both have the same last day, the summons carries the
papers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=14)
"""What falls due within this time is near."""


class What(StrEnum):
    """What has a deadline."""

    SUMMONS = "summons"
    PAPERS = "papers"


class Standing(StrEnum):
    """How a deadline stands on a day."""

    MET = "met"
    MET_LATE = "met_late"
    LATE = "late"
    NEAR = "near"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a summons or of papers, when it was done (None: not yet), and how it stands."""

    what: What
    due_on: date
    done_on: date | None
    standing: Standing


def deadlines(
    meets_on: date, *, summons_days: int, papers_days: int, sent: dict[What, date], on: date
) -> tuple[Deadline, ...]:
    """The deadlines of a meeting as they stand on a day; `sent` is when the first of each went out."""
    last = {What.SUMMONS: meets_on - timedelta(days=summons_days), What.PAPERS: meets_on - timedelta(days=papers_days)}
    done = dict(sent)
    if last[What.PAPERS] <= last[What.SUMMONS] and What.SUMMONS in sent:
        done.setdefault(What.PAPERS, sent[What.SUMMONS])
    return tuple(
        Deadline(what, due_on, done.get(what), standing(due_on, done.get(what), on=on)) for what, due_on in last.items()
    )


def standing(due_on: date, done_on: date | None, *, on: date) -> Standing:
    """How one deadline stands on a day."""
    if done_on is not None:
        return Standing.MET if done_on <= due_on else Standing.MET_LATE
    if on > due_on:
        return Standing.LATE
    return Standing.NEAR if due_on - on <= SOON else Standing.AHEAD
