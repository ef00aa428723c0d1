"""Who may open and do what while a meeting sits: one table, every role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.meetings.models import AgendaItem, Ballot, Meeting, RollEntry, RollEvent, Vote
from samsyn.meetings.operations import rolls, sittings, votes
from tests import factories as make
from tests.meetings.drawn import ALL, LEADS, MANDATES, MEMBERS, NOBODY, OFFICE, WHO, Drawn, drawn

pytestmark = pytest.mark.django_db
CHANGED = (Meeting, AgendaItem, RollEvent, Vote, RollEntry, Ballot)
WORDS = {"question": "Raise it?", "yes_means": "Raise", "no_means": "Keep", "kind": "open"}


def office() -> dict[str, Any]:
    return {"by": None, "at": timezone.now()}


def summoned(of: Drawn) -> list[Any]:
    return [make.meeting(of.council, state="summoned", starts_at=timezone.now()).key]


def without_items(of: Drawn) -> list[Any]:
    meeting = make.meeting(of.council, state="summoned", starts_at=timezone.now())
    return [sittings.open_meeting(meeting, **office()).key]


def meeting(of: Drawn) -> list[Any]:
    return [of.meeting.key]


def waiting(of: Drawn) -> list[Any]:
    return [of.item.key]


def opened(of: Drawn) -> list[Any]:
    return [sittings.open_item(of.item, **office()).key]


def prepared(of: Drawn, kind: str = "open") -> list[Any]:
    opened(of)
    return [votes.prepare(of.item, **WORDS | {"kind": kind}, **office()).key]


def voting(of: Drawn, kind: str = "open") -> list[Any]:
    [key] = prepared(of, kind)
    return [votes.open_vote(Vote.objects.get(key=key), **office()).key]


def voting_secretly(of: Drawn) -> list[Any]:
    return voting(of, "secret")


def counted(of: Drawn) -> list[Any]:
    [key] = voting(of)
    return [votes.close_vote(Vote.objects.get(key=key), **office()).key]


def counted_behind_closed_doors(of: Drawn) -> list[Any]:
    found = counted(of)
    AgendaItem.objects.update(closed=True)
    return found


def arrival(of: Drawn) -> list[Any]:
    event = rolls.arrive(of.meeting, who=of.mandates["substitute"], **office())
    return [of.meeting.key, event.pk]


Maker = Callable[[Drawn], list[Any]]
PAGES: dict[str, tuple[Maker, set[str]]] = {  # address: of what, who may open it
    "here": (meeting, set(MANDATES)),
    "lead": (meeting, LEADS),
    "projector": (meeting, LEADS),
    "roll_log": (meeting, OFFICE),
    "prepare_vote": (opened, LEADS),
    "vote": (counted, ALL),
    "vote_json": (counted, ALL),
    "vote (closed item)": (counted_behind_closed_doors, MEMBERS),
    "vote_json (closed item)": (counted_behind_closed_doors, MEMBERS),
}
VERBS: dict[str, tuple[Maker, dict[str, str], set[str]]] = {  # address: of what, what is posted, who may do it
    "open_meeting": (summoned, {}, LEADS),
    "end_meeting": (without_items, {}, LEADS),
    "take_up": (waiting, {}, LEADS),
    "handle": (opened, {}, LEADS),
    "postpone": (opened, {}, LEADS),
    "put_back": (opened, {}, LEADS),
    "prepare_vote": (opened, WORDS, LEADS),
    "open_vote": (prepared, {}, LEADS),
    "close_vote": (voting, {}, LEADS),
    "cancel_vote": (voting, {}, LEADS),
    "roll": (meeting, {"do": "arrive:substitute"}, OFFICE),
    "roll_undo": (arrival, {}, OFFICE),
    "roll_recuse": (meeting, {"who": "delegate", "item": "item"}, OFFICE),
    "call_vote": (voting, {"seat": "1", "choice": "yes"}, OFFICE),
    "cast": (voting, {"choice": "yes"}, {"chair", "delegate"}),
    "cast (secretly)": (voting_secretly, {"choice": "yes"}, {"chair", "delegate"}),
}


@pytest.fixture
def council() -> Drawn:
    """Today; the chair and the delegate are there."""
    made = drawn(starts_at=timezone.now())
    sittings.open_meeting(made.meeting, **office())
    for name in ("chair", "delegate"):
        rolls.arrive(made.meeting, who=made.mandates[name], **office())
    return made


def browser(council: Drawn, who: str) -> Client:
    client = Client()
    if who != NOBODY:
        client.force_login(council.people[who])
    return client


def address(name: str, of: list[Any]) -> str:
    return reverse(f"meetings:{name.partition(' (')[0]}", args=of)


def filled(council: Drawn, posted: dict[str, str]) -> dict[str, Any]:
    keys = {"arrive:substitute": f"arrive:{council.mandates['substitute'].key}"}
    keys |= {"delegate": council.mandates["delegate"].pk, "item": council.item.pk}
    return {name: keys.get(value, value) for name, value in posted.items()}


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in CHANGED]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_who_may(council, name):
    of, allowed = PAGES[name]
    where = address(name, of(council))
    opens = {who for who in WHO if browser(council, who).get(where).status_code == 200}
    assert opens == allowed


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_refused_to_others(council, name):
    of, posted, allowed = VERBS[name]
    where, posted = address(name, of(council)), filled(council, posted)
    before = everything()
    for who in WHO:
        if who not in allowed:
            answer = browser(council, who).post(where, posted)
            to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
            serves_not = name.startswith("cast") and answer.status_code == 400
            assert to_sign_in or serves_not or answer.status_code == 403, (who, answer.status_code)
    assert everything() == before


@pytest.mark.parametrize(("name", "who"), [(name, who) for name in VERBS for who in sorted(VERBS[name][2])])
def test_a_verb_is_done_by_those_who_may(council, name, who):
    of, posted, _allowed = VERBS[name]
    where, posted = address(name, of(council)), filled(council, posted)
    before = everything()
    answer = browser(council, who).post(where, posted)
    assert (answer.status_code, everything() != before) == (302, True), answer.content.decode()[-1500:]
