"""Minutes: which there are, who adjusts them, and what they say while they are read from what was recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.meetings.models import (
    Adjuster,
    AgendaItem,
    Ballot,
    Decision,
    Meeting,
    Minutes,
    MinutesState,
    Paper,
    RollEvent,
    RollEventKind,
    Vote,
    VoteKind,
)
from samsyn.meetings.queries import agenda, decisions, rolls, taking_part
from samsyn.meetings.queries.rolls import Sitting
from samsyn.meetings.report.content import (
    Attendance,
    Attendant,
    DecisionRecord,
    Heard,
    ItemRecord,
    MinutesContent,
    Moment,
    Said,
    StatementRecord,
    VoteRecord,
)
from samsyn.meetings.roll import standing
from samsyn.members.models import Mandate, MandateRole
from samsyn.members.queries import mandates, organs
from samsyn.plans.models import Item, name_of


def by_meeting(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, with those who adjust them."""
    adjusters = Adjuster.objects.select_related("person__account")
    found = Minutes.objects.filter(meeting=meeting).select_related("meeting__organ", "pdf", "docx")
    return found.prefetch_related(Prefetch("adjusters", adjusters), "corrections__item").first()


def said(minutes: Minutes, *, at: datetime) -> MinutesContent:
    """What minutes say: as sealed, or as recorded so far while they are a draft."""
    if minutes.state == MinutesState.DRAFT:
        return content(minutes, at=at)
    return MinutesContent.from_json(minutes.content)


def adjuster_of(minutes: Minutes, by: Any) -> Adjuster | None:
    """The place among the adjusters that an account has."""
    if by is None or not by.is_authenticated:
        return None
    return minutes.adjusters.filter(person__account=by).select_related("person").first()


def address_of(adjuster: Adjuster) -> str:
    """Where an adjuster is written to: at the account that confirms, else as the register says; "" for nowhere."""
    account = adjuster.person.account
    return account.email if account is not None else adjuster.person.email


def adjusters_needed(minutes: Minutes) -> int:
    """How many adjusters the rules of the meeting's day ask for, beside the chair."""
    meeting = minutes.meeting
    rules = organs.rules_on(meeting.organ, on=day_of(meeting.starts_at))
    return rules.adjusters if rules else 0


def to_adjust(by: Any) -> QuerySet[Minutes]:
    """The minutes that wait for a person's confirmation."""
    waits = Adjuster.objects.filter(person__account=by, confirmed_at__isnull=True)
    found = Minutes.objects.filter(state=MinutesState.ADJUSTING, adjusters__in=waits)
    return found.select_related("meeting__organ").order_by("meeting__starts_at", "pk").distinct()


def file_name(minutes: Minutes) -> str:
    """What the files of minutes are called, without an ending."""
    meeting = minutes.meeting
    return f"{slugify(_('Minutes of %(meeting)s') % {'meeting': meeting.organ})}-{day_of(meeting.starts_at)}"


def content(minutes: Minutes, *, at: datetime) -> MinutesContent:
    """What was recorded at the meeting, as the minutes say it, in a fixed number of queries."""
    meeting = minutes.meeting
    now = rolls.sitting(meeting)
    items = _items(meeting)
    return MinutesContent(
        council=settings.COUNCIL,
        organ=meeting.organ.name,
        title=meeting.title,
        place=meeting.place or meeting.link,
        starts_at=localtime(meeting.starts_at),
        opened_at=localtime(meeting.opened_at),
        ended_at=localtime(meeting.ended_at or at),
        attendance=_attendance(now, items),
        items=_item_records(minutes, now, items),
        chair=_named_adjuster(minutes, chair=True),
        secretary=", ".join(_secretaries(meeting)),
        adjusters=tuple(each.person.name for each in minutes.adjusters.all()),
        made_at=localtime(at),
        prose=_prose(minutes).get(None, ""),
    )


def _items(meeting: Meeting) -> list[AgendaItem]:
    papers = Paper.objects.filter(withdrawn_at__isnull=True).order_by("position", "pk")
    found = meeting.items.prefetch_related(Prefetch("papers", papers), "guests")
    return [item for item, _depth in agenda.as_read(found)]


def _prose(minutes: Minutes) -> dict[int | None, str]:
    return dict(minutes.prose.values_list("item", "text"))


def _secretaries(meeting: Meeting) -> list[str]:
    holding = mandates.holding(meeting.organ, on=day_of(meeting.starts_at))
    return [each.person.name for each in holding if each.role == MandateRole.SECRETARY]


def _named_adjuster(minutes: Minutes, *, chair: bool) -> str:
    return ", ".join(each.person.name for each in minutes.adjusters.all() if each.chair == chair)


# Who was there


def _attendance(now: Sitting, items: list[AgendaItem]) -> Attendance:
    rows = list(now.meeting.roll.order_by("pk"))
    served = _served(now, items, rows)
    held = _standing(rows)
    happened = _moments(held, items)
    present = {row.mandate_id for row in held if row.kind == RollEventKind.ARRIVED}

    def attendants(keys: Iterable[int]) -> tuple[Attendant, ...]:
        return tuple(_attendant(now, pk, served.get(pk, ()), happened.get(pk, ())) for pk in keys)

    order = list(now.mandates)
    return Attendance(
        served=attendants(pk for pk in order if pk in served),
        listened=attendants(pk for pk in order if pk in present and pk not in served),
        absent=attendants(pk for pk in now.seats if pk not in present),
        others=_guests(items),
    )


def _served(now: Sitting, items: list[AgendaItem], rows: list[RollEvent]) -> dict[int, tuple[str, ...]]:
    """Who served at some item, and for whom beside themselves."""
    found: dict[int, dict[str, None]] = {}
    for item in (each for each in items if each.opened_at):
        for seat, who in taking_part.as_of(now, item, rows).serve().items():
            names = found.setdefault(who, {})
            if seat != who:
                names[now.mandates[seat].person.name] = None
    return {who: tuple(names) for who, names in found.items()}


def _moments(held: list[RollEvent], items: list[AgendaItem]) -> dict[int, tuple[Moment, ...]]:
    """What happened after the first item was opened, by mandate."""
    first = min((item.opened_at for item in items if item.opened_at), default=None)
    numbers = {item.pk: item.number for item in items}
    found: dict[int, tuple[Moment, ...]] = defaultdict(tuple)
    for row in held:
        if first is not None and row.at > first:
            moment = Moment(row.kind, localtime(row.at), numbers.get(row.item_id or 0, ""))
            found[row.mandate_id] += (moment,)
    return found


def _standing(rows: list[RollEvent]) -> list[RollEvent]:
    """The rows that were not taken back."""
    by_number = {row.pk: row for row in rows}
    return [by_number[event.number] for event in standing(map(rolls.as_event, rows))]


def _attendant(now: Sitting, pk: int, served: tuple[str, ...], moments: tuple[Moment, ...]) -> Attendant:
    mandate = now.mandates[pk]
    body = mandate.appointed_by
    return Attendant(mandate.person.name, mandate.role, body.name if body else "", mandate.party, served, moments)


def _guests(items: list[AgendaItem]) -> tuple[Attendant, ...]:
    seen = {(guest.name, guest.represents): None for item in items for guest in item.guests.all()}
    return tuple(Attendant(name, "", represents) for name, represents in seen)


# What was decided


def _item_records(minutes: Minutes, now: Sitting, items: list[AgendaItem]) -> tuple[ItemRecord, ...]:
    prose, decided = _prose(minutes), defaultdict(list)
    for decision in decisions.of_meeting(minutes.meeting):
        decided[decision.item_id].append(decision)
    said = _said(minutes.meeting)
    recused = _recused(now)
    return tuple(
        ItemRecord(
            key=str(item.key),
            number=item.number,
            title=item.title,
            closed=item.closed,
            state=item.state,
            background=item.background,
            prose=prose.get(item.pk, ""),
            proposal=item.proposal,
            papers=tuple(paper.title for paper in item.papers.all()),
            recused=tuple(recused[item.pk]),
            decisions=tuple(_decision(each, said) for each in decided[item.pk]),
        )
        for item in items
    )


def _recused(now: Sitting) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for who, item in sorted(now.roll.recused):
        found[item].append(now.mandates[who].person.name)
    return found


def _decision(decision: Decision, said: Mapping[int, tuple[Said, ...]]) -> DecisionRecord:
    return DecisionRecord(
        number=decision.number,
        wording=decision.wording,
        method=decision.method,
        outcome=decision.outcome,
        vote=_vote(decision.vote, said.get(decision.vote.pk, ())) if decision.vote else None,
        heard=tuple(
            Heard(one.organisation.name if one.organisation else _name(one.mandate), one.said, one.note)
            for one in decision.voices.all()
        ),
        statements=tuple(StatementRecord(_name(one.mandate), one.kind, one.text) for one in decision.statements.all()),
        adopts=f"{decision.adopts.plan.title} ({decision.adopts.number})" if decision.adopts else "",
        assigns=_item_name(decision.assigns) if decision.assigns else "",
        responsible=decision.responsible.name if decision.responsible else "",
        due_on=decision.due_on.isoformat() if decision.due_on else "",
    )


def _vote(vote: Vote, said: tuple[Said, ...]) -> VoteRecord:
    figures = ("entitled", "present", "absent", "cast", "not_voted", "yes", "no", "abstain", "invalid")
    words = ("question", "yes_means", "no_means", "kind", "outcome", "decided_by", "roll_hash", "drawn_by")
    return VoteRecord(**{name: getattr(vote, name) for name in (*figures, *words)}, said=said)


def _said(meeting: Meeting) -> dict[int, tuple[Said, ...]]:
    """How each seat voted in the open votes of a meeting."""
    cast = Ballot.objects.filter(vote__item__meeting=meeting, secret=False).exclude(vote__kind=VoteKind.SECRET)
    found: dict[int, tuple[Said, ...]] = defaultdict(tuple)
    named = cast.select_related("entry__serving__person", "entry__mandate__person").order_by("vote", "entry__seat")
    for ballot in named:
        entry = ballot.entry
        assert entry is not None  # of an open vote
        served = "" if entry.serving_id == entry.mandate_id else _name(entry.mandate)
        found[ballot.vote_id] += (Said(_name(entry.serving), ballot.choice, served),)
    return found


def _item_name(item: Item) -> str:
    return f"{item.number} {name_of(item.short_title, item.heading, item.wording)}".strip()


def _name(mandate: Mandate | None) -> str:
    return mandate.person.name if mandate else ""
