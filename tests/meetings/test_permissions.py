"""Who may open and do what among the pages of meetings: one table, every role.

Each part of meetings adds its lines to `PAGES` and `VERBS`, and what they are of to `things`.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.meetings import rules
from samsyn.meetings.models import Meeting, MeetingState
from samsyn.meetings.queries import meetings
from tests import factories as make
from tests.meetings.drawn import ALL, LEADS, MEMBERS, NOBODY, OFFICE, WHO, Drawn, drawn

pytestmark = pytest.mark.django_db

PAGES: dict[str, tuple[str, set[str]]] = {  # address: of what, who may open it (of a summoned meeting)
    "index": ("", ALL),
    "meeting": ("meeting", ALL),
}
VERBS: dict[str, tuple[str, dict[str, Any], set[str]]] = {  # address: of what, what is posted, who may do it
}


@pytest.fixture
def council() -> Drawn:
    return drawn(starts_at=timezone.now() + timedelta(days=30))


@pytest.fixture
def things(council: Drawn) -> dict[str, list[Any]]:
    """What the addresses are of."""
    return {"": [], "meeting": [council.meeting.key], "item": [council.item.key], "closed": [council.closed.key]}


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
        answer = client.get(reverse(f"meetings:{name}", args=things[of]))
        assert answer.status_code == 200 if who in allowed else _refused(answer, who), (name, answer.status_code)


@pytest.mark.parametrize("who", WHO)
def test_every_verb_is_refused_to_others(client, council, things, who):
    before = everything()
    _as(client, council, who)
    for name, (of, posted, allowed) in VERBS.items():
        if who not in allowed:
            answer = client.post(reverse(f"meetings:{name}", args=things[of]), posted)
            assert _refused(answer, who), (name, answer.status_code)
    assert everything() == before


@pytest.mark.parametrize(("name", "who"), [(name, who) for name in VERBS for who in sorted(VERBS[name][2])])
def test_every_verb_is_done_by_those_who_may(client, council, things, name, who):
    of, posted, _allowed = VERBS[name]
    before = everything()
    answer = _as(client, council, who).post(reverse(f"meetings:{name}", args=things[of]), posted)
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


CHANGED = (Meeting,)
"""The models whose rows the verbs change."""

assert OFFICE < LEADS < MEMBERS < ALL
