"""What the pages of meetings show, each read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from samsyn.meetings import rules
from samsyn.meetings.deadlines import Deadline, Standing, What
from samsyn.meetings.models import AgendaItem, AgendaTemplate, Decision, Guest, Meeting, MeetingState
from samsyn.meetings.queries import agenda, deadlines, meetings, notices
from samsyn.meetings.queries.agenda import Handed, Line
from samsyn.meetings.queries.deadlines import Due
from samsyn.members.models import Organ, RulesOfProcedure
from samsyn.members.queries import organs
from samsyn.plans.models import Item

PAST_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list. `late` are its deadlines that have passed, for the office."""

    meeting: Meeting
    late: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The meetings that somebody may see, of all organs or of one."""

    organ: Organ | None
    coming: list[Row]
    past: Page[Meeting]
    pressing: list[Due]
    rules: RulesOfProcedure | None
    templates: list[AgendaTemplate]
    may_manage: bool
    may_subscribe: bool

    @property
    def any(self) -> bool:
        return bool(self.coming or self.past.paginator.count)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with its agenda as somebody may read it, its deadlines and what stands beside it."""

    lines: list[Line]
    deadlines: tuple[Deadline, ...]
    companions: list[Meeting]
    templates: list[AgendaTemplate]
    reads_agenda: bool
    reads_link: bool
    untold: bool
    may_arrange: bool
    may_write: bool
    may_change: bool
    minutes_long: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item with its papers, guests, decisions and neighbours, as somebody may read it."""

    papers: tuple[Handed, ...]
    guests: list[Guest]
    about: list[Item]
    decisions: list[Decision]
    children: list[AgendaItem]
    previous: AgendaItem | None
    following: AgendaItem | None
    may_write: bool
    may_arrange: bool
    may_decide: bool


def index(by: Any, *, on: date, at: datetime, page: str | None = None, organ: Organ | None = None) -> Index:
    """The meetings to come, and a page of those that have been."""
    coming, past = meetings.coming(by, on=on, at=at), meetings.past(by, on=on, at=at)
    office = rules.may_manage(by, on=on)
    pressing = deadlines.pressing(by, on=on, at=at)
    if organ is not None:
        coming, past = coming.filter(organ=organ), past.filter(organ=organ)
        pressing = [due for due in pressing if due.meeting.organ_id == organ.pk]
    late = [due for due in pressing if due.deadline.standing is Standing.LATE]
    return Index(
        organ=organ,
        coming=[Row(each, tuple(due.deadline for due in late if due.meeting.pk == each.pk)) for each in coming],
        past=Paginator(past, PAST_ON_A_PAGE).get_page(page),
        pressing=pressing,
        rules=organs.rules_on(organ, on=on) if organ else None,
        templates=list(organ.agenda_templates.all()) if organ and office else [],
        may_manage=office,
        may_subscribe=rules.may_subscribe(by, organ, on=on),
    )


def meeting(meeting: Meeting, by: Any, *, on: date) -> MeetingPage:
    """One meeting."""
    office = rules.may_manage(by, on=on)
    due = deadlines.of_meeting(meeting, on=on)
    papers_due = next((each.due_on for each in due if each.what is What.PAPERS), None)
    lines = agenda.agenda(meeting, by, on=on, papers_due=papers_due)
    beside = meetings.readable(by, on=on).filter(beside=meeting)
    arrange = office and meeting.state == MeetingState.PLANNED
    return MeetingPage(
        lines=lines,
        deadlines=due if rules.may_lead(by, meeting, on=on) else (),
        companions=list(beside.order_by("starts_at", "pk")),
        templates=list(meeting.organ.agenda_templates.all()) if arrange else [],
        reads_agenda=rules.may_read_agenda(by, meeting, on=on),
        reads_link=rules.may_read_closed(by, meeting, on=on),
        untold=office and meeting.state == MeetingState.SUMMONED and notices.is_untold(meeting),
        may_arrange=arrange,
        may_write=office and meeting.state not in rules.OVER,
        may_change=office and meeting.state in (MeetingState.PLANNED, MeetingState.SUMMONED),
        minutes_long=sum(line.item.minutes_long or 0 for line in lines),
    )


def item(item: AgendaItem, by: Any, *, on: date) -> ItemPage:
    """One item."""
    office = rules.may_manage(by, on=on)
    closed = rules.may_read_closed(by, item.meeting, on=on)
    shown = [each for each, _depth in agenda.in_order(item.meeting) if closed or not each.closed]
    place = next(n for n, each in enumerate(shown) if each.pk == item.pk)
    return ItemPage(
        papers=agenda.papers_of(item, by, on=on, papers_due=deadlines.papers_due(item.meeting, on=on)),
        guests=list(item.guests.all()),
        about=agenda.concerns(item, by, on=on),
        decisions=list(item.decisions.order_by("number")),
        children=[each for each in shown if each.parent_id == item.pk],
        previous=shown[place - 1] if place else None,
        following=shown[place + 1] if place + 1 < len(shown) else None,
        may_write=office and item.meeting.state not in rules.OVER,
        may_arrange=office and item.meeting.state == MeetingState.PLANNED,
        may_decide=rules.may_decide(by, item, on=on),
    )
