"""Minutes in words: content in, blocks out, in the active language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from samsyn.meetings.exports.minutes.blocks import Block, Document, Facts, Heading, Signatures, Table, Text
from samsyn.meetings.models import (
    Choice,
    DecidedBy,
    DecisionMethod,
    DecisionOutcome,
    ItemState,
    RollEventKind,
    StatementKind,
    VoiceKind,
    VoteKind,
    VoteOutcome,
)
from samsyn.meetings.report.content import Attendant, DecisionRecord, ItemRecord, MinutesContent, Moment, VoteRecord
from samsyn.members.models import MandateRole


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An adjuster, as `chair` or `adjuster`, and when they confirmed the seal."""

    name: str
    as_what: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of minutes beside their content: whether and by whom adjusted, and what was corrected since."""

    adjusted: bool
    sha256: str
    confirmations: tuple[Confirmation, ...] = ()
    corrections: tuple[tuple[datetime, str], ...] = ()


def compose(content: MinutesContent, standing: Standing) -> Document:
    """The minutes as a document. What is closed to the public is in it: who may read it is asked before."""
    blocks: list[Block] = [_facts(content)]
    blocks += [Text(content.prose)] if content.prose else []
    blocks += _attendance(content)
    for item in content.items:
        blocks += _item(item)
    blocks += _adjustment(standing)
    return Document(
        tag="sv-SE" if get_language() == "sv" else "en-GB",
        council=content.council,
        title=pgettext("record", "Minutes"),
        subtitle=f"{content.title}, {_day(content.starts_at)}",
        mark="" if standing.adjusted else _("Draft, not adjusted"),
        footer=content.organ,
        page=_("Page"),
        blocks=tuple(blocks),
    )


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")


def _clock(at: datetime) -> str:
    return date_format(localtime(at), "H:i")


def _facts(content: MinutesContent) -> Facts:
    time = f"{_day(content.opened_at)}, {_clock(content.opened_at)}–{_clock(content.ended_at)}"
    facts = (
        (pgettext("minutes", "Organ"), content.organ),
        (_("Time"), time),
        (_("Place"), content.place),
        (_("Chair"), content.chair),
        (_("Secretary"), content.secretary),
        (_("Adjusters"), ", ".join(content.adjusters)),
    )
    return Facts(tuple((name, said) for name, said in facts if said))


def _attendance(content: MinutesContent) -> Iterator[Block]:
    yield Heading(1, _("Attendance"))
    attendance = content.attendance
    parts = (
        (_("Serving"), attendance.served),
        (_("Present, not serving"), attendance.listened),
        (_("Absent"), attendance.absent),
        (_("Others present"), attendance.others),
    )
    for caption, people in parts:
        if people:
            yield _people(caption, people)


def _people(caption: str, people: Sequence[Attendant]) -> Table:
    head = (_("Name"), _("Represents"), _("Remark"))
    rows = tuple((_named(one), _represents(one), _remark(one)) for one in people)
    return Table(f"{caption} ({len(people)})", (3, 3, 3), head, rows)


def _named(one: Attendant) -> str:
    return f"{one.name}, {str(MandateRole(one.role).label).lower()}" if one.role else one.name


def _represents(one: Attendant) -> str:
    return f"{one.represents} ({one.party})" if one.party else one.represents


def _remark(one: Attendant) -> str:
    served = _("serves for %(names)s") % {"names": ", ".join(one.served)} if one.served else ""
    return "; ".join(part for part in (served, *map(_happened, one.moments)) if part)


def _happened(moment: Moment) -> str:
    told = f"{str(RollEventKind(moment.kind).label).lower()} {_clock(moment.at)}"
    return _("%(told)s, item %(number)s") % {"told": told, "number": moment.item} if moment.item else told


def _name(item: ItemRecord) -> str:
    """By the paragraphs of its decisions, with its place on the agenda; by that place where nothing was decided."""
    if not item.decisions or not item.number:
        return f"{item.number} {item.title}".strip()
    paragraphs = ", ".join(f"§ {decision.number}" for decision in item.decisions)
    return f"{paragraphs} {_('%(title)s (item %(number)s)') % {'title': item.title, 'number': item.number}}"


def _item(item: ItemRecord) -> Iterator[Block]:
    yield Heading(2, _name(item))
    if item.closed:
        yield Text(_("Closed to the public."), "small")
    if item.state in (ItemState.POSTPONED, ItemState.WITHDRAWN):
        yield Text(str(ItemState(item.state).label), "small")
    yield from (Text(part) for part in (item.background, item.prose) if part)
    if item.recused:
        yield Text(_("Recused, did not take part: %(names)s.") % {"names": ", ".join(item.recused)}, "small")
    for decision in item.decisions:
        yield from _decision(decision)
    if item.papers:
        yield Text(_("Papers: %(titles)s.") % {"titles": "; ".join(item.papers)}, "small")


def _decision(decision: DecisionRecord) -> Iterator[Block]:
    outcome = DecisionOutcome(decision.outcome).label
    yield Text(f"{_('Decision')} § {decision.number} ({outcome})", "label")
    yield Text(decision.wording, "strong")
    yield Text(_how(decision), "small")
    if leads_to := _leads_to(decision):
        yield Facts(leads_to)
    if decision.vote:
        yield from _vote(decision.vote)
    if decision.heard:
        rows = tuple((one.who, str(VoiceKind(one.said).label), one.note) for one in decision.heard)
        yield Table(_("Heard"), (4, 2, 3), (_("Who"), _("Said"), _("Remark")), rows)
    for statement in decision.statements:
        kind = StatementKind(statement.kind).label
        yield Text(f"{kind}: {statement.who}. {statement.text}".strip())


def _how(decision: DecisionRecord) -> str:
    return _("Decided by: %(method)s.") % {"method": str(DecisionMethod(decision.method).label).lower()}


def _leads_to(decision: DecisionRecord) -> tuple[tuple[str, str], ...]:
    told = (
        (_("Adopts"), decision.adopts),
        (_("Assigns"), decision.assigns),
        (_("Responsible"), decision.responsible),
        (_("Due on"), decision.due_on),
    )
    return tuple((name, said) for name, said in told if said)


def _vote(vote: VoteRecord) -> Iterator[Block]:
    kind = VoteKind(vote.kind).label
    yield Text(f"{kind}: {vote.question}\n{_('Yes')}: {vote.yes_means}\n{_('No')}: {vote.no_means}", "small")
    figures = (
        (_("Entitled"), vote.entitled), (_("Present"), vote.present), (_("Yes"), vote.yes), (_("No"), vote.no),
        (_("Abstained"), vote.abstain), (_("Invalid"), vote.invalid), (_("Did not vote"), vote.not_voted),
    )  # fmt: skip
    head, row = zip(*figures, strict=True)
    yield Table(_("Result"), tuple(1.0 for _figure in figures), head, (tuple(map(str, row)),))
    yield Text(_judged(vote), "small")
    if vote.said:
        yield Table(_("Voting list"), (4, 3, 2), (_("Name"), _("For"), _("Vote")), tuple(_said(vote)))


def _judged(vote: VoteRecord) -> str:
    outcome = VoteOutcome(vote.outcome).label
    by = DecidedBy(vote.decided_by).label
    told = _("Outcome: %(outcome)s, by: %(by)s.") % {"outcome": outcome, "by": by}
    drawn = _("The lot was drawn by %(who)s.") % {"who": vote.drawn_by} if vote.drawn_by else ""
    seal = _("Seal of the roll: %(seal)s.") % {"seal": vote.roll_hash}
    return " ".join(part for part in (told, drawn, seal) if part)


def _said(vote: VoteRecord) -> Iterable[tuple[str, str, str]]:
    return ((one.name, one.served, str(Choice(one.choice).label) if one.choice else "–") for one in vote.said)


def _adjustment(standing: Standing) -> Iterator[Block]:
    yield Heading(1, _("Adjustment"))
    roles = {"chair": _("Chair"), "adjuster": _("Adjuster")}
    signed = tuple(
        (one.name, roles[one.as_what], f"{_day(one.at)}, {_clock(one.at)}" if one.at else "")
        for one in standing.confirmations
    )
    if signed:
        yield Signatures(signed)
    if standing.sha256:
        yield Text(_("Seal of the content (SHA-256):") + f"\n{standing.sha256}", "seal")
    if standing.corrections:
        number = len(standing.corrections)
        yield Heading(1, ngettext("Correction", "Corrections", number))
        for at, text in standing.corrections:
            yield Text(f"{_day(at)}: {text}")
