"""OParl 1.1: every object by its schema, every link followed, nothing that is closed, and what went is told of."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from samsyn.foundation.files import operations as files
from samsyn.meetings.models import (
    AgendaItem,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    Meeting,
    MeetingState,
    Paper,
    PublishedObject,
    VoteKind,
)
from samsyn.meetings.operations import ballots, decisions, minutes, papers, publishing, sittings, votes
from samsyn.meetings.queries import oparl as objects
from samsyn.members.models import Organ
from samsyn.members.operations import people
from tests import factories as make
from tests.meetings import oparl_schema
from tests.meetings.sitting import Board, board

pytestmark = pytest.mark.django_db
ROOT = "/oparl/v1.1/"


@pytest.fixture
def sits() -> Board:
    """An open item with a paper, an open vote and a decision; a closed one with the same; a private organ beside."""
    drawn = board()
    drawn.organ.terms.create(name="2018", since="2018-01-01")
    Meeting.objects.filter(pk=drawn.meeting.pk).update(place="Town hall")
    drawn.meeting.refresh_from_db()
    _hand_in(drawn, drawn.items[0], "Open paper")
    _decide(drawn, drawn.items[0], "Openly decided.")
    private = make.organ(code="secret-organ", name="Secret organ")
    make.mandate(private, make.person(name="Secret person"))
    make.agenda_item(make.meeting(private, state="summoned", title="Secret meeting"), title="Secret item")
    return drawn


def office(sits: Board) -> dict:
    return {"by": sits.officer, "at": sits.later()}


def _hand_in(sits: Board, item: AgendaItem, title: str, *, closed: bool = False) -> Paper:
    stored = files.store(b"%PDF-1.7 " + title.encode(), name=f"{title}.pdf", **office(sits))
    return papers.add(sits.fresh(item), title=title, file=stored, closed=closed, **office(sits))


def _decide(sits: Board, item: AgendaItem, wording: str) -> Decision:
    vote = votes.prepare(
        sits.fresh(item), question=f"{wording}?", yes_means="yes", no_means="no", kind=VoteKind.OPEN, **office(sits)
    )
    vote = votes.open_vote(vote, **office(sits))
    for seat in sits.seats[:4]:
        ballots.cast(vote, choice="yes", by=sits.account(seat), at=sits.later())
    vote = votes.close_vote(vote, **office(sits))
    return decisions.record(
        sits.fresh(item),
        wording=wording,
        method=DecisionMethod.VOTE,
        outcome=DecisionOutcome.ADOPTED,
        vote=vote,
        **office(sits),
    )


def get(client, address: str, **query):
    parts = urlsplit(address)
    path = parts.path if parts.path.startswith("/") else ROOT + parts.path
    return client.get(path, {name: value[0] for name, value in parse_qs(parts.query).items()} | query)


def crawl(client, start: str = ROOT) -> dict[str, dict]:
    """Every object that is reached by the links of OParl from a start, by its id."""
    found: dict[str, dict] = {}
    waiting, asked = [settings.BASE_URL + start], set()
    while waiting:
        address = waiting.pop()
        if address in asked or not address.startswith(settings.BASE_URL + ROOT.rstrip("/")):
            continue
        asked.add(address)
        answer = get(client, address)
        assert answer.status_code == 200, address
        plain = answer.json()
        for each in plain.get("data", [plain]):
            found[each["id"]] = each
        waiting += _addresses(plain)
    return found


def _addresses(value) -> list[str]:
    if isinstance(value, str):
        return [value] if value.startswith(settings.BASE_URL) else []
    if isinstance(value, dict):
        return [each for name, part in value.items() if name != "web" for each in _addresses(part)]
    return [each for part in value for each in _addresses(part)] if isinstance(value, list) else []


def test_every_object_is_as_the_schema_says(client, sits):
    oparl_schema.required()
    found = crawl(client)
    assert {each["type"].rsplit("/", 1)[-1] for each in found.values()} == set(objects.TYPES.values())
    assert [fault for each in found.values() for fault in oparl_schema.faults(each)] == []


def test_everything_says_when_it_was_made_and_changed(client, sits):
    def check(value):
        if isinstance(value, dict):
            if "id" in value:
                assert value["created"] <= value["modified"]
            for part in value.values():
                check(part)
        if isinstance(value, list):
            for part in value:
                check(part)

    for each in crawl(client).values():
        check(each)


def test_the_crawl_reaches_all_that_is_published_and_nothing_else(client, sits):
    found = crawl(client)
    assert len(found) == PublishedObject.objects.filter(deleted=False).count()
    assert {urlsplit(address).path for address in found} == {
        urlsplit(objects.address(row.kind, row.key)).path for row in PublishedObject.objects.all()
    }


def test_a_vote_is_a_vote_event_of_popolo(client, sits):
    [event] = published(client, "agendaitem", sits.items[0].key)["samsyn:votes"]
    assert (event["result"], {each["option"]: each["value"] for each in event["counts"]}["yes"]) == ("pass", 4)
    assert [each["voter"]["name"] for each in event["votes"]] == [f"Delegate {n}" for n in range(4)]


def published(client, kind: str, key) -> dict:
    answer = get(client, f"{ROOT}{kind}/{key}")
    assert answer.status_code == 200
    return answer.json()


def test_a_secret_ballot_shows_counts_alone(client):
    sits = board()
    vote = votes.prepare(
        sits.items[0], question="Who?", yes_means="yes", no_means="no", kind=VoteKind.SECRET, **office(sits)
    )
    vote = votes.open_vote(vote, **office(sits))
    for seat, choice in zip(sits.seats[:4], ("yes", "yes", "no", "yes"), strict=True):
        ballots.cast(vote, choice=choice, by=sits.account(seat), at=sits.later())
    votes.close_vote(vote, **office(sits))
    [event] = published(client, "agendaitem", sits.items[0].key)["samsyn:votes"]
    assert "votes" not in event


SECRETS = ("Secret", "secret-organ", "Closed paper", "Closed item", "Closedly decided")


def test_nothing_that_is_closed_is_found_by_any_path(client, sits):
    """Titles, wordings, keys of what is closed: in no object, list, filter or page."""
    closed = sits.items[1]
    sits.handle(sits.items[0])
    AgendaItem.objects.filter(pk=closed.pk).update(closed=True, title="Closed item")
    paper = _hand_in(sits, closed, "Closed paper in closed item", closed=True)
    other = _hand_in(sits, sits.items[1], "Closed paper", closed=True)
    decision = _decide(sits, closed, "Closedly decided.")
    said = json.dumps(list(crawl(client).values()))
    hidden = (*SECRETS, str(closed.key), str(paper.key), str(other.key), str(decision.key), str(decision.vote.key))
    assert [secret for secret in hidden if secret in said] == []
    assert get(client, f"{ROOT}agendaitem/{closed.key}").status_code == 404
    assert not PublishedObject.objects.filter(key__in=[str(closed.key), str(paper.key)]).exists()
    everybody = {mandate.person.email for mandate in (*sits.seats, *sits.substitutes) if mandate.person.email}
    assert [address for address in everybody if address in said] == []


def test_parties_are_not_published(client):
    organ = make.organ(code="board", public=True)
    make.mandate(organ, party="The Party")
    assert "The Party" not in json.dumps(list(crawl(client).values()))


def gone(client, kind: str, key) -> bool:
    """That an object has left nothing but a tombstone, which those who ask since a time are told of."""
    left = published(client, kind, key)
    listed = get(client, f"{ROOT}{kind}", modified_since="2018-01-01T00:00:00+01:00").json()["data"]
    unasked = get(client, f"{ROOT}{kind}").json()["data"]
    keys = {"id", "type", "created", "modified", "deleted"}
    return left.keys() == keys and left in listed and left["id"] not in {each["id"] for each in unasked}


def test_what_is_taken_back_leaves_a_tombstone(client, sits):
    crawl(client)
    item, meeting = sits.items[0], sits.meeting
    paper = item.papers.get()
    person = sits.seats[4].person
    papers.withdraw(paper, **office(sits))
    assert gone(client, "paper", paper.key)
    assert gone(client, "consultation", paper.key)
    people.erase_person(person, by=None, at=sits.later())
    assert gone(client, "person", person.key)
    AgendaItem.objects.filter(pk=item.pk).update(closed=True)
    decisions.reword(Decision.objects.get(), wording="Other.", **office(sits))
    assert gone(client, "agendaitem", item.key)
    Organ.objects.filter(pk=sits.organ.pk).update(public=False)
    _decide_nothing(sits)
    assert gone(client, "meeting", meeting.key)
    assert gone(client, "organization", sits.organ.code)


def _decide_nothing(sits: Board) -> None:
    """Something is done, so that there is something new to publish."""
    sittings.handle_item(sits.items[0], **office(sits))


def test_who_harvests_what_has_changed_has_what_a_full_crawl_finds(client, sits):
    harvested = crawl(client)
    since = max(each["modified"] for each in harvested.values())
    sits.handle(sits.items[0])
    _hand_in(sits, sits.items[1], "Another paper")
    papers.withdraw(sits.items[0].papers.get(), **office(sits))
    for kind in objects.TYPES.keys() - {"system"}:
        page = get(client, f"{ROOT}{kind}", modified_since=since).json()
        for each in page["data"]:
            if each.get("deleted"):
                harvested.pop(each["id"], None)
            else:
                harvested[each["id"]] = each
    assert harvested == crawl(client)


def test_lists_are_paged_by_what_never_changes(client, sits, monkeypatch):
    from samsyn.meetings.queries import published as reading

    monkeypatch.setattr(reading, "PAGE", 2)
    since = "2018-01-01T00:00:00+01:00"
    ids, address = [], f"{ROOT}membership"
    page = get(client, address, modified_since=since).json()
    while True:
        ids += [each["id"] for each in page["data"]]
        if "next" not in page["links"]:
            break
        assert parse_qs(urlsplit(page["links"]["next"]).query)["modified_since"] == [since]
        page = get(client, page["links"]["next"]).json()
    assert len(ids) == len(set(ids)) == 7


@pytest.mark.parametrize("name", ["created_since", "created_until", "modified_since", "modified_until"])
def test_the_four_filters_bound(client, sits, name):
    crawl(client)
    now = timezone.now()
    past, future = (now - timedelta(days=1)).isoformat(), (now + timedelta(days=1)).isoformat()
    within, without = (past, future) if name.endswith("since") else (future, past)
    assert get(client, f"{ROOT}meeting", **{name: within}).json()["data"]
    assert not get(client, f"{ROOT}meeting", **{name: without}).json()["data"]


@pytest.mark.parametrize(
    "query", [{"modified_since": "yesterday"}, {"created_until": "2018-05-02"}, {"after": "x"}, {"after": "9" * 40}]
)
def test_what_cannot_be_asked_is_refused_in_words(client, query):
    answer = get(client, f"{ROOT}meeting", **query)
    assert (answer.status_code, set(answer.json())) == (400, {"error"})


@pytest.mark.parametrize("address", ["nothing", "nothing/1", "meeting/1", "agendaitem/%2e%2e"])
def test_what_there_is_not_is_not_found(client, address):
    assert get(client, ROOT + address).status_code == 404


def test_anybody_may_read_from_anywhere_without_cookies(client, sits):
    answer = get(client, ROOT)
    assert (answer["Access-Control-Allow-Origin"], dict(answer.cookies)) == ("*", {})
    assert client.head(ROOT).status_code == 200
    assert get(client, ROOT).json() == answer.json()
    assert client.get(ROOT, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(ROOT).status_code == 405


def test_minutes_are_published_when_they_are_adjusted(client, sits):
    kept = minutes.begin(sits.meeting, **office(sits))
    chair, *others = (seat.person for seat in sits.seats)
    minutes.name_adjusters(kept, chair=chair, adjusters=others[:2], **office(sits))
    for item in sits.items:
        sits.handle(item)
    sittings.end_meeting(sits.meeting, **office(sits))
    minutes.send_for_adjustment(kept, **office(sits))
    assert "resultsProtocol" not in published(client, "meeting", sits.meeting.key)
    kept.refresh_from_db()
    for seat in sits.seats[:3]:
        minutes.confirm(kept, sha256=kept.sha256, by=sits.account(seat), at=sits.later())
    protocol = published(client, "meeting", sits.meeting.key)["resultsProtocol"]
    assert get(client, protocol["accessUrl"]).status_code == 200


def test_a_meeting_shows_when_it_has_been_summoned(client):
    organ = make.organ(public=True)
    planned = make.meeting(organ)
    group = make.meeting(organ, kind="party_group", state=MeetingState.SUMMONED)
    for meeting in (planned, group):
        assert get(client, f"{ROOT}meeting/{meeting.key}").status_code == 404


def test_nothing_is_written_where_nothing_has_been_done(sits):
    assert publishing.refresh(by=None, at=sits.later())
    before = list(PublishedObject.objects.order_by("pk").values())
    assert not publishing.refresh(by=None, at=sits.later())
    assert list(PublishedObject.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("number", [1, 6])
def test_publishing_asks_a_fixed_number_of_questions(number, django_assert_max_num_queries):
    sits = board(items=number)
    for item in sits.items:
        _hand_in(sits, item, f"Paper {item.number}")
    with django_assert_max_num_queries(20):
        objects.everything()
