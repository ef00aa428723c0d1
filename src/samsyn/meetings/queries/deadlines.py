"""The deadlines of meetings, by the rules of procedure in force on each meeting's day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from samsyn.foundation.days import day_of
from samsyn.meetings import rules
from samsyn.meetings.deadlines import Deadline, Standing, What, deadlines
from samsyn.meetings.models import Meeting, MeetingKind, MeetingState, Notice, NoticeKind
from samsyn.members.models import RulesOfProcedure

WHAT = {NoticeKind.SUMMONS: What.SUMMONS, NoticeKind.PAPERS: What.PAPERS}
PRESSING = (Standing.LATE, Standing.NEAR)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of a meeting."""

    meeting: Meeting
    deadline: Deadline


def of_meeting(meeting: Meeting, *, on: date) -> tuple[Deadline, ...]:
    """The deadlines of a meeting as they stand on a day; none where no rules are in force on its day."""
    return of_meetings([meeting], on=on)[meeting.pk]


def of_meetings(meetings: Iterable[Meeting], *, on: date) -> dict[int, tuple[Deadline, ...]]:
    """The same of many meetings, by their id, in two queries. Only an organ's own meetings have deadlines."""
    meetings = list(meetings)
    in_force, sent = _rules_of(meetings), _first_sent(meetings)
    return {meeting.pk: _of(meeting, in_force.get(meeting.organ_id, ()), sent[meeting.pk], on) for meeting in meetings}


def papers_due(meeting: Meeting, *, on: date) -> date | None:
    """The last day of papers; None where nothing says."""
    return next((each.due_on for each in of_meeting(meeting, on=on) if each.what is What.PAPERS), None)


def pressing(by: Any, *, on: date, at: datetime) -> list[Due]:
    """For the office: what is late or near of the meetings to come, the most urgent first; for others nothing."""
    if not rules.may_manage(by, on=on):
        return []
    states = (MeetingState.PLANNED, MeetingState.SUMMONED)
    coming = list(Meeting.objects.filter(state__in=states, ends_at__gte=at).select_related("organ"))
    found = of_meetings(coming, on=on)
    due = [Due(meeting, each) for meeting in coming for each in found[meeting.pk] if each.standing in PRESSING]
    return sorted(due, key=lambda each: each.deadline.due_on)


def _of(
    meeting: Meeting, in_force: Iterable[RulesOfProcedure], sent: Mapping[What, date], on: date
) -> tuple[Deadline, ...]:
    meets_on = day_of(meeting.starts_at)
    ruling = next((each for each in in_force if each.since <= meets_on), None)
    if ruling is None or meeting.kind != MeetingKind.MEETING or meeting.state == MeetingState.CANCELLED:
        return ()
    return deadlines(meets_on, summons_days=ruling.summons_days, papers_days=ruling.papers_days, sent=dict(sent), on=on)


def _rules_of(meetings: list[Meeting]) -> dict[int, list[RulesOfProcedure]]:
    """The rules of each organ, latest first."""
    found: dict[int, list[RulesOfProcedure]] = defaultdict(list)
    for each in RulesOfProcedure.objects.filter(organ__in={m.organ_id for m in meetings}).order_by("-since"):
        found[each.organ_id].append(each)
    return found


def _first_sent(meetings: list[Meeting]) -> dict[int, dict[What, date]]:
    """The day that the first summons and the first papers of each meeting went out."""
    found: dict[int, dict[What, date]] = defaultdict(dict)
    sent = Notice.objects.filter(meeting__in=[meeting.pk for meeting in meetings], kind__in=WHAT).order_by()
    for meeting, kind, at in sent.values_list("meeting", "kind").annotate(Min("sent_at")):
        found[meeting][WHAT[NoticeKind(kind)]] = day_of(at)
    return found
