"""The demonstration region's meetings: a board meeting that has been, one that sits today, and a council to come.

The standing items are those of a yearly council meeting; the papers are set here, and say what they are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from samsyn.foundation.days import day_of
from samsyn.foundation.files import operations as files
from samsyn.foundation.mail import operations as mail
from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.foundation.paper import typesetting
from samsyn.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    DecisionMethod,
    DecisionOutcome,
    DispatchState,
    ItemKind,
    Meeting,
    MeetingKind,
    NoticeKind,
    VoiceKind,
)
from samsyn.meetings.operations import (
    agenda,
    calling,
    decisions,
    minutes,
    notices,
    papers,
    rolls,
    sittings,
    templates,
)
from samsyn.meetings.operations.decisions import Hearing
from samsyn.meetings.queries import rolls as reading
from samsyn.meetings.queries import taking_part
from samsyn.members.models import Mandate, MandateRole, Organ, OrganKind, Person
from samsyn.plans.models import Item
from samsyn.plans.models import ItemKind as PartKind

COUNCIL, BOARD = "radet", "styrelsen"
FRIDAY = 5


class Standing(NamedTuple):
    """A standing item: its title, kind and proposed decision."""

    title: str
    kind: ItemKind
    proposal: str = ""


YEARLY = (
    Standing("Mötets öppnande och upprop", ItemKind.FORMALITY),
    Standing("Val av justerare", ItemKind.ELECTION, "Rådet utser två justerare."),
    Standing("Föregående protokoll", ItemKind.INFORMATION, "Rådet lägger protokollet till handlingarna."),
    Standing("Nya ledamöter och ersättare", ItemKind.INFORMATION, "Rådet antecknar förändringarna."),
    Standing("Verksamhetsberättelse", ItemKind.DECISION, "Rådet godkänner verksamhetsberättelsen."),
    Standing("Årsredovisning", ItemKind.DECISION, "Rådet fastställer resultat- och balansräkningen."),
    Standing("Revisionsberättelse", ItemKind.INFORMATION, "Rådet lägger revisionsberättelsen till handlingarna."),
    Standing("Lekmannarevisorernas granskning", ItemKind.DECISION, "Rådet beviljar styrelsen ansvarsfrihet."),
    Standing("Inriktningsmål för kommande år", ItemKind.DECISION, "Rådet antar inriktningsmålen."),
    Standing("Stadgar", ItemKind.DECISION, "Rådet antar stadgarna."),
    Standing("Instruktion för valberedningen", ItemKind.DECISION, "Rådet antar instruktionen."),
    Standing("Finansiella mål, årsavgift och budgetram", ItemKind.DECISION, "Rådet fastställer avgift och budgetram."),
    Standing("Nästa storregionala mötesplats", ItemKind.INFORMATION, "Rådet lägger informationen till handlingarna."),
    Standing("Valärenden", ItemKind.ELECTION, "Rådet väljer enligt valberedningens förslag."),
)
OF_THE_BOARD = (
    Standing("Mötets öppnande och upprop", ItemKind.FORMALITY),
    Standing("Val av justerare", ItemKind.ELECTION, "Styrelsen utser en justerare."),
    Standing("Fastställande av dagordning", ItemKind.FORMALITY, "Styrelsen fastställer dagordningen."),
    Standing("Läget i verksamhetsplanen", ItemKind.INFORMATION, "Styrelsen lägger rapporten till handlingarna."),
    Standing("Ekonomisk uppföljning", ItemKind.DECISION, "Styrelsen godkänner uppföljningen."),
    Standing("Gemensamt yttrande om nationell plan", ItemKind.DECISION, "Styrelsen antar yttrandet."),
    Standing("Anställningsfrågor", ItemKind.DECISION, "Styrelsen godkänner förslaget."),
    Standing("Övriga frågor", ItemKind.INFORMATION),
)
CLOSED = "Anställningsfrågor"
BY_CONSENSUS = "Gemensamt yttrande om nationell plan"
NOTED = "Läget i verksamhetsplanen"
WITH_PAPERS = ("Verksamhetsberättelse", "Årsredovisning", "Finansiella mål, årsavgift och budgetram",
               "Läget i verksamhetsplanen", "Gemensamt yttrande om nationell plan", CLOSED)  # fmt: skip

PAGE = b"""#let said = json("paper.json")
#set document(title: said.title)
#set page(paper: "a4", margin: 2.5cm)
#set text(font: "Source Sans Pro", size: 11pt, lang: "sv")
= #said.title
#for part in said.parts [#part

]"""


def load(*, at: datetime) -> None:
    """Templates and meetings, around the time of loading."""
    council, board = Organ.objects.get(code=COUNCIL), Organ.objects.get(code=BOARD)
    yearly = _template(council, "Ordinarie årsmöte", YEARLY, at=at - timedelta(days=200))
    usual = _template(board, "Styrelsesammanträde", OF_THE_BOARD, at=at - timedelta(days=200))
    held = _called(board, usual, "Styrelsesammanträde", _morning(at, -60), at=at - timedelta(days=95))
    _send(held, NoticeKind.PAPERS, at=at - timedelta(days=70))
    hold(held)
    _record(held)
    _council(council, yearly, at=at)
    now = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    today = _called(board, usual, "Styrelsesammanträde i dag", now, at=at - timedelta(days=35))
    _send(today, NoticeKind.PAPERS, at=at - timedelta(days=9))
    sittings.open_meeting(today, by=None, at=at)
    calling.plan(
        organ=board, title="Styrelsesammanträde", starts_at=_morning(at, 24), ends_at=_morning(at, 24, hours=3),
        place="Västerås", template=usual, by=None, at=at,
    )  # fmt: skip


def hold(meeting: Meeting) -> None:
    """Go through the agenda of a board meeting, twenty minutes an item; every delegate is there."""
    clock = meeting.starts_at
    sittings.open_meeting(meeting, by=None, at=clock)
    now = reading.sitting(meeting)
    for pk in now.seats:
        rolls.arrive(meeting, who=now.mandates[pk], by=None, at=clock)
    for item in meeting.items.order_by("position"):
        sittings.open_item(item, by=None, at=clock)
        clock += timedelta(minutes=20)
        if item.proposal:
            _decide(item, at=clock)
        sittings.handle_item(item, by=None, at=clock)
    sittings.end_meeting(meeting, by=None, at=clock)


def _decide(item: AgendaItem, *, at: datetime) -> None:
    """As proposed: by acclamation, or, where members speak with one voice, by consensus of all who serve."""
    method, heard = DecisionMethod.ACCLAMATION, []
    if item.title == BY_CONSENSUS:
        now = taking_part.sitting_at(item)
        bodies = {now.mandates[pk].appointed_by for pk in now.serve().values()}
        method = DecisionMethod.CONSENSUS
        heard = [
            Hearing(VoiceKind.AGREES, organisation=body)
            for body in sorted(filter(None, bodies), key=lambda body: body.name)
        ]
    outcome = DecisionOutcome.NOTED if item.title == NOTED else DecisionOutcome.ADOPTED
    made = decisions.record(
        item, wording=item.proposal, method=method, outcome=outcome, heard=heard, by=None, at=at
    )  # fmt: skip
    if item.title == BY_CONSENSUS:
        activity = Item.objects.filter(kind=PartKind.ACTIVITY).order_by("pk").first()
        due_on = day_of(at + timedelta(days=90))
        decisions.assign(made, activity=activity, responsible=item.rapporteur, due_on=due_on, by=None, at=at)


def _record(meeting: Meeting) -> None:
    """The minutes: begun, written, and adjusted within the week by the chair and a delegate, who have accounts."""
    meeting.refresh_from_db()
    assert meeting.ended_at is not None
    at = meeting.ended_at + timedelta(days=2)
    kept = minutes.begin(meeting, by=None, at=at)
    minutes.write(kept, item=None, text="Ordföranden hälsar välkommen och förklarar mötet öppnat.", by=None, at=at)
    chair = reading.sitting(meeting).presiding()
    assert chair is not None
    others = Mandate.objects.filter(organ=meeting.organ, role=MandateRole.DELEGATE, person__account__isnull=False)
    other = others.select_related("person__account").order_by("pk")[0]
    minutes.name_adjusters(kept, chair=chair.person, adjusters=[other.person], by=None, at=at)
    kept = minutes.send_for_adjustment(kept, by=None, at=at)
    for message in OutgoingMessage.objects.filter(queued_at=at):  # nobody here can be written to
        mail.withdraw(message, by=None, at=at)
    for days, person in enumerate((chair.person, other.person), start=1):
        minutes.confirm(kept, sha256=kept.sha256, by=person.account, at=at + timedelta(days=days))


def _council(council: Organ, template: AgendaTemplate, *, at: datetime) -> None:
    """The yearly meeting, summoned in time three months before, with party groups and a study visit beside it."""
    called = at - timedelta(days=12)
    meeting = _called(council, template, "Rådsmöte", _morning(at, 82), at=called)
    calling.plan(
        organ=council, title="Studiebesök i hamnen", kind=MeetingKind.STUDY_VISIT, place="Hamnen",
        starts_at=_morning(at, 82, hours=5), ends_at=_morning(at, 82, hours=7), beside=meeting, by=None, at=called,
    )  # fmt: skip
    for group in Organ.objects.filter(kind=OrganKind.PARTY_GROUP).order_by("code"):
        calling.plan(
            organ=group, title="Gruppmöte inför rådsmötet", kind=MeetingKind.PARTY_GROUP, place="Konferensvåningen",
            starts_at=_morning(at, 82, hours=-2), ends_at=_morning(at, 82, hours=-1), beside=meeting, by=None,
            at=called,
        )  # fmt: skip


def _called(organ: Organ, template: AgendaTemplate, title: str, starts_at: datetime, *, at: datetime) -> Meeting:
    """A meeting with its agenda and papers, summoned."""
    meeting = calling.plan(
        organ=organ, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=4), place="Stadshuset",
        link="https://mote.demo.example/rum", template=template, by=None, at=at,
    )  # fmt: skip
    for item in meeting.items.order_by("position"):
        _furnish(item, at=at)
    _send(meeting, NoticeKind.SUMMONS, at=at)
    meeting.refresh_from_db()
    return meeting


def _send(meeting: Meeting, kind: NoticeKind, *, at: datetime) -> None:
    notice = notices.send(meeting, kind=kind, by=None, at=at)
    # Nobody here can be written to: the proof says that mail was handed over, and none is made.
    notice.dispatches.filter(state=DispatchState.QUEUED).update(state=DispatchState.HANDED_OVER, handed_over_at=at)


def _furnish(item: AgendaItem, *, at: datetime) -> None:
    """An item's background, rapporteur and paper, where it has such."""
    if item.kind == ItemKind.FORMALITY or item.title not in WITH_PAPERS:
        return
    rapporteur = Person.objects.filter(functions_held__function__code="verksamhetschef").first()
    agenda.change(
        item, title=item.title, kind=ItemKind(item.kind), proposal=item.proposal, minutes_long=20,
        background=f"Kansliet har berett ärendet. Underlaget finns i handlingen “{item.title}”.",
        rapporteur=rapporteur, closed=item.title == CLOSED, by=None, at=at,
    )  # fmt: skip
    paper = _pdf(item.title, ["Detta är en påhittad handling i demonstrationsregionen.", item.proposal], at=at)
    file = files.store(paper, name=f"{item.title}.pdf", by=None, at=at)
    papers.add(item, title=item.title, file=file, by=None, at=at)


def _template(organ: Organ, name: str, items: Iterable[Standing], *, at: datetime) -> AgendaTemplate:
    template = templates.create(organ=organ, name=name, by=None, at=at)
    for item in items:
        templates.add_item(template, title=item.title, kind=item.kind, proposal=item.proposal, by=None, at=at)
    return template


def _pdf(title: str, parts: list[str], *, at: datetime) -> bytes:
    data = {"title": title, "parts": parts}
    return typesetting.as_pdf(PAGE, "paper.json", data, timestamp=int(at.timestamp()))


def _morning(at: datetime, days: int, *, hours: int = 0) -> datetime:
    """Nine in the morning of a weekday, so many days from a time or soon after, and some hours later."""
    there = timezone.localtime(at) + timedelta(days=days)
    there += timedelta(days=8 - there.isoweekday() if there.isoweekday() > FRIDAY else 0)
    return there.replace(hour=9 + hours, minute=0, second=0, microsecond=0)
