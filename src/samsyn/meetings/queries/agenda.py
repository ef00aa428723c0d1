"""The agenda of a meeting as somebody may read it, and as it is frozen in a notice: a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from samsyn.foundation.days import day_of
from samsyn.meetings import rules
from samsyn.meetings.models import AgendaItem, Meeting, Paper, PaperVersion
from samsyn.meetings.numbering import Node, numbered
from samsyn.plans.models import Item, PlanState
from samsyn.plans.queries import plans


@dataclass(frozen=True, slots=True)
class Handed:
    """A paper with its versions, the latest first; `late`: handed in after the last day of papers."""

    paper: Paper
    versions: tuple[PaperVersion, ...]
    late: bool = False

    @property
    def latest(self) -> PaperVersion:
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the agenda, how deep it stands, and its papers that the reader may see."""

    item: AgendaItem
    depth: int
    papers: tuple[Handed, ...]


def concerns(item: AgendaItem, by: Any, *, on: date) -> list[Item]:
    """The parts of plans that an item concerns, of the plans that the reader may read."""
    return list(item.about.filter(plan__in=plans.readable(by, on=on).values("pk")).select_related("plan"))


def parts_to_tie(item: AgendaItem) -> QuerySet[Item]:
    """The parts of plans that are not closed and that the item is not tied to yet, plan by plan."""
    found = Item.objects.exclude(plan__state=PlanState.CLOSED).exclude(agenda_items=item)
    return found.select_related("plan").order_by("-plan__starts_on", "plan", "number", "pk")


def in_order(meeting: Meeting) -> list[tuple[AgendaItem, int]]:
    """Every item in reading order, with its depth."""
    return as_read(meeting.items.select_related("rapporteur"))


def as_read(rows: Iterable[AgendaItem]) -> list[tuple[AgendaItem, int]]:
    """All the items of a meeting, however they were fetched, in reading order, each with its depth."""
    items = {item.pk: item for item in rows}
    found = numbered(Node(item.pk, item.parent_id, item.position) for item in items.values())
    return [(items[each.id], each.depth) for each in found]


def agenda(meeting: Meeting, by: Any, *, on: date, papers_due: date | None = None) -> list[Line]:
    """What somebody may read of the agenda, in reading order; closed items of others' are left out."""
    if not rules.may_read_agenda(by, meeting, on=on):
        return []
    closed, office = rules.may_read_closed(by, meeting, on=on), rules.may_manage(by, on=on)
    papers = Paper.objects.prefetch_related(_versions())
    if not closed:
        papers = papers.filter(closed=False)
    if not office:
        papers = papers.filter(withdrawn_at__isnull=True)
    rows = meeting.items.select_related("rapporteur").prefetch_related(Prefetch("papers", papers), "guests")
    shown = ((item, depth) for item, depth in as_read(rows) if closed or not item.closed)
    return [Line(item, depth, handed(item, papers_due)) for item, depth in shown]


def handed(item: AgendaItem, papers_due: date | None = None) -> tuple[Handed, ...]:
    """The papers of an item that have been fetched with it."""
    return tuple(Handed(paper, tuple(paper.versions.all()), _is_late(paper, papers_due)) for paper in item.papers.all())


def papers_of(item: AgendaItem, by: Any, *, on: date, papers_due: date | None = None) -> tuple[Handed, ...]:
    """The papers of one item that somebody may read."""
    rows = item.papers.select_related("item__meeting__organ").prefetch_related(_versions())
    found = [paper for paper in rows if rules.may_read_paper(by, paper, on=on)]
    return tuple(Handed(paper, tuple(paper.versions.all()), _is_late(paper, papers_due)) for paper in found)


def frozen(meeting: Meeting) -> dict[str, Any]:
    """The meeting and its agenda as plain data, for the notice that tells of it."""
    papers = Paper.objects.filter(withdrawn_at__isnull=True).prefetch_related(_versions())
    items = meeting.items.prefetch_related(Prefetch("papers", papers))
    rows = {item.pk: item for item in items}
    found = numbered(Node(item.pk, item.parent_id, item.position) for item in rows.values())
    return {
        "title": meeting.title,
        "organ": meeting.organ.name,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "link": meeting.link,
        "items": [_frozen_item(rows[each.id]) for each in found],
    }


def _frozen_item(item: AgendaItem) -> dict[str, Any]:
    return {
        "key": str(item.key),
        "number": item.number,
        "title": item.title,
        "closed": item.closed,
        "state": item.state,
        "papers": [
            {
                "key": str(each.paper.key),
                "title": each.paper.title,
                "closed": each.paper.closed,
                "version": each.latest.number,
                "sha256": each.latest.file.sha256,
            }
            for each in handed(item)
        ],
    }


def _versions() -> Prefetch:
    versions: QuerySet[PaperVersion] = PaperVersion.objects.select_related("file").order_by("-number")
    return Prefetch("versions", versions)


def _is_late(paper: Paper, papers_due: date | None) -> bool:
    return papers_due is not None and day_of(paper.created_at) > papers_due
