"""Who may open and do what among the pages of meetings: one table, every role.

Each part of meetings adds its lines to `PAGES` and `VERBS`, and what they are of to `things`.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.files import operations as files
from samsyn.meetings import rules
from samsyn.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    CalendarSubscription,
    Dispatch,
    Guest,
    Meeting,
    MeetingState,
    Notice,
    NoticeKind,
    Paper,
    TemplateItem,
)
from samsyn.meetings.operations import agenda, papers, templates
from samsyn.meetings.queries import meetings
from samsyn.meetings.queries.agenda import frozen
from samsyn.members.models import Person
from tests import factories as make
from tests.meetings.drawn import ALL, LEADS, MEMBERS, NOBODY, OFFICE, SIGNED_IN, WHO, Drawn, drawn

pytestmark = pytest.mark.django_db

PAGES: dict[str, tuple[str, set[str]]] = {  # address: of what, who may open it (of a summoned meeting)
    "index": ("", ALL),
    "meeting": ("meeting", ALL),
    "organ": ("organ", ALL),
    "year": ("", ALL),
    "event": ("meeting", ALL),
    "item": ("item", ALL),
    "item (closed)": ("closed", MEMBERS),
    "paper": ("paper", ALL),
    "paper (closed)": ("closed paper", MEMBERS),
    "paper (withdrawn)": ("withdrawn paper", OFFICE),
    "paper_version": ("version", ALL),
    "calendars": ("", SIGNED_IN),
    "plan": ("", OFFICE),
    "settings": ("meeting", OFFICE),
    "cancel": ("meeting", OFFICE),
    "companion": ("meeting", OFFICE),
    "arrange": ("planned", OFFICE),
    "item_add": ("meeting", OFFICE),
    "item_change": ("item", OFFICE),
    "guest_add": ("item", OFFICE),
    "item_tie": ("item", OFFICE),
    "paper_add": ("item", OFFICE),
    "paper_anew": ("paper", OFFICE),
    "paper_change": ("paper", OFFICE),
    "template_make": ("meeting", OFFICE),
    "templates": ("", OFFICE),
    "template_create": ("", OFFICE),
    "template": ("template", OFFICE),
    "standing_item_add": ("template", OFFICE),
    "standing_item_change": ("standing", OFFICE),
    "notices": ("meeting", OFFICE),
    "notice_send": ("meeting", OFFICE),
    "notice": ("notice", OFFICE),
}
WHEN = {"title": "Råd", "starts_at": "2031-01-01T09:00", "ends_at": "2031-01-01T12:00", "place": "Uppsala"}
VERBS: dict[str, tuple[str, dict[str, Any], set[str]]] = {  # address: of what, what is posted, who may do it
    "plan": ("", WHEN | {"organ": "council"}, OFFICE),
    "settings": ("meeting", WHEN, OFFICE),
    "companion": ("meeting", WHEN | {"kind": "study_visit"}, OFFICE),
    "cancel": ("meeting", {}, OFFICE),
    "remove": ("planned", {}, OFFICE),
    "item_add": ("meeting", {"title": "Nytt", "kind": "decision"}, OFFICE),
    "item_change": ("item", {"title": "Nytt", "kind": "decision"}, OFFICE),
    "item_step": ("planned item", {"step": "up"}, OFFICE),
    "item_remove": ("planned item", {}, OFFICE),
    "item_withdraw": ("item", {}, OFFICE),
    "guest_add": ("item", {"name": "Anna"}, OFFICE),
    "guest_remove": ("guest", {}, OFFICE),
    "item_tie": ("item", {"part": "of untied"}, OFFICE),
    "item_untie": ("tied", {}, OFFICE),
    "paper_change": ("paper", {"title": "Ny"}, OFFICE),
    "paper_withdraw": ("paper", {}, OFFICE),
    "template_take": ("planned", {"template": "of template"}, OFFICE),
    "template_make": ("meeting", {"name": "Mall av mötet"}, OFFICE),
    "template_create": ("", {"organ": "council", "name": "Ny mall"}, OFFICE),
    "template_remove": ("template", {}, OFFICE),
    "standing_item_add": ("template", {"title": "Nytt", "kind": "decision"}, OFFICE),
    "standing_item_change": ("standing", {"title": "Nytt", "kind": "decision"}, OFFICE),
    "standing_item_step": ("standing", {"step": "up"}, OFFICE),
    "standing_item_remove": ("standing", {}, OFFICE),
    "notice_send": ("meeting", {"kind": "papers", "seen": 1}, OFFICE),
    "notice_rest": ("notice", {}, OFFICE),
    "subscribe": ("", {}, SIGNED_IN),
}


@pytest.fixture
def council() -> Drawn:
    return drawn(starts_at=timezone.now() + timedelta(days=30))


@pytest.fixture
def things(council: Drawn) -> dict[str, list[Any]]:
    """What the addresses are of."""
    meeting, office = council.meeting, {"by": None, "at": make.NOW}
    file = files.store(b"Underlag", name="underlag.txt", **office)
    paper, closed, withdrawn = (
        papers.add(council.item, title=title, file=file, closed=title == "Closed", **office)
        for title in ("Open", "Closed", "Withdrawn")
    )
    papers.withdraw(withdrawn, **office)
    planned = make.meeting(council.council, starts_at=meeting.starts_at)
    template = templates.create(organ=council.council, name="Mall", **office)
    standing = [templates.add_item(template, title=title, **office) for title in ("Val", "Budget")][1]
    agenda.take_standing_items(planned, template=template, **office)
    guest = agenda.add_guest(council.item, name="Bo", **office)
    tied = make.item(make.adopted_plan(), short_title="Tied")
    agenda.tie(council.item, part=tied, **office)
    untied = make.item(tied.plan, short_title="To be tied")
    notice = meeting.notices.create(kind=NoticeKind.SUMMONS, content=frozen(meeting), sent_at=make.NOW)
    Person.objects.filter(name="delegate").update(email="delegate@council.example")
    return {
        "": [],
        "meeting": [meeting.key],
        "organ": ["council"],
        "item": [council.item.key],
        "closed": [council.closed.key],
        "planned": [planned.key],
        "planned item": [planned.items.get(title="Budget").key],
        "paper": [paper.key],
        "closed paper": [closed.key],
        "withdrawn paper": [withdrawn.key],
        "version": [paper.key, 1],
        "guest": [council.item.key, guest.pk],
        "tied": [council.item.key, tied.key],
        "untied": [untied.key],
        "template": [template.key],
        "standing": [template.key, standing.pk],
        "notice": [notice.key],
    }


def _posted(posted: dict[str, Any], things: dict[str, list[Any]]) -> dict[str, Any]:
    """What is posted, with the keys of what is named as "of ..."."""
    return posted | {name: things[said[3:]][-1] for name, said in posted.items() if str(said).startswith("of ")}


def _address(name: str, of: str, things: dict[str, list[Any]]) -> str:
    return reverse(f"meetings:{name.partition(' ')[0]}", args=things[of])


def _as(client, council, who):
    if who != NOBODY:
        client.force_login(council.people[who])
    return client


def _refused(answer, who):
    if who == NOBODY:
        return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return answer.status_code == 403


@pytest.mark.parametrize("who", WHO)
def test_every_page(client, council, things, who):
    _as(client, council, who)
    for name, (of, allowed) in PAGES.items():
        answer = client.get(_address(name, of, things))
        assert answer.status_code == 200 if who in allowed else _refused(answer, who), (name, answer.status_code)


@pytest.mark.parametrize("who", WHO)
def test_every_verb_is_refused_to_others(client, council, things, who):
    before = everything()
    _as(client, council, who)
    for name, (of, posted, allowed) in VERBS.items():
        if who not in allowed:
            answer = client.post(_address(name, of, things), _posted(posted, things))
            assert _refused(answer, who), (name, answer.status_code)
    assert everything() == before


@pytest.mark.parametrize(("name", "who"), [(name, who) for name in VERBS for who in sorted(VERBS[name][2])])
def test_every_verb_is_done_by_those_who_may(client, council, things, name, who):
    of, posted, _allowed = VERBS[name]
    before = everything()
    answer = _as(client, council, who).post(_address(name, of, things), _posted(posted, things))
    assert (answer.status_code, everything() != before) == (302, True), answer.content.decode()[-2000:]


READING = {  # state, public organ: who sees the meeting, its agenda, a closed item
    (MeetingState.PLANNED, True): (MEMBERS, LEADS, LEADS),
    (MeetingState.PLANNED, False): (MEMBERS, LEADS, LEADS),
    (MeetingState.SUMMONED, True): (ALL, ALL, MEMBERS),
    (MeetingState.SUMMONED, False): (MEMBERS, MEMBERS, MEMBERS),
    (MeetingState.CANCELLED, True): (MEMBERS, LEADS, LEADS),  # cancelled before it was summoned
}


@pytest.mark.parametrize(("state", "public"), READING)
def test_who_reads_what_of_a_meeting(state, public):
    council, on = drawn(state, public=public), make.TODAY
    rows = [(who, council.people.get(who)) for who in WHO if who != NOBODY]
    sees = {who for who, by in rows if rules.may_read(by, council.meeting, on=on)}
    agenda = {who for who, by in rows if rules.may_read_agenda(by, council.meeting, on=on)}
    closed = {who for who, by in rows if rules.may_read_item(by, council.closed, on=on)}
    assert (sees, agenda, closed) == tuple(allowed - {NOBODY} for allowed in READING[state, public])


@pytest.mark.parametrize(("state", "public"), READING)
def test_the_query_of_what_is_readable_says_what_the_rule_says(state, public):
    council, on = drawn(state, public=public), make.TODAY
    make.meeting(make.organ(public=True), kind="party_group", state=state)
    for who, by in council.people.items():
        by_rule = {each for each in Meeting.objects.all() if rules.may_read(by, each, on=on)}
        assert set(meetings.readable(by, on=on)) == by_rule, who


def test_somebody_reads_the_meetings_of_their_time(council):
    """Who has left the organ still reads the meeting that they were a member of, and no later one."""
    by, mandate = council.people["delegate"], council.mandates["delegate"]
    private = make.organ()
    mandate.organ, mandate.until = private, make.TODAY
    mandate.save()
    then = make.meeting(private, starts_at=make.NOW)
    make.meeting(private, starts_at=make.NOW + timedelta(days=1))
    assert list(meetings.of_members(by, on=timezone.localdate())) == [then]


def everything() -> list[Any]:
    """All that the verbs could change."""
    return [list(model.objects.order_by("pk").values()) for model in CHANGED]


CHANGED = (
    Meeting,
    AgendaItem,
    Guest,
    Paper,
    AgendaTemplate,
    TemplateItem,
    Notice,
    Dispatch,
    CalendarSubscription,
)
"""The models whose rows the verbs change."""

assert OFFICE < LEADS < MEMBERS < ALL
