"""The screens of a meeting that sits: what they show, how cheaply they follow, and what is pressed on them."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.plain import seal
from samsyn.meetings.models import Ballot, Meeting, RollEvent, Vote
from samsyn.meetings.operations import sittings, votes
from tests import factories as make
from tests.meetings.hall import DELEGATES, hall

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def made():
    """Today: who may see what follows from the day."""
    ready = hall()
    ready.at = timezone.now()
    Meeting.objects.update(starts_at=ready.at, ends_at=ready.at + timezone.timedelta(hours=2))
    ready.fresh()
    ready.open(*DELEGATES, "sam")
    ready.take_up()
    return ready


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name, of):
    return reverse(f"meetings:{name}", args=[of.key])


def part(client, name, made, tag=""):
    return client.get(address(name, made.meeting) + "?part", headers={"If-None-Match": tag, "HX-Request": "true"})


@pytest.mark.parametrize(("name", "who"), [("here", "ci"), ("lead", "ann"), ("projector", "ann")])
def test_a_screen_follows_what_happens_and_nothing_else(made, name, who):
    client = browser(made.accounts[who])
    first = part(client, name, made)
    assert "The fee" in first.content.decode()
    assert part(client, name, made, first["ETag"]).status_code == 304
    make.agenda_item(make.meeting(), number="9")
    assert part(client, name, made, first["ETag"]).status_code == 304
    made.leave("ed")
    second = part(client, name, made, first["ETag"])
    assert (second.status_code, second["ETag"] != first["ETag"]) == (200, True)
    made.vote()
    third = part(client, name, made, second["ETag"])
    assert (third.status_code, "Shall the fee be raised?" in third.content.decode()) == (200, True)


def test_nothing_new_is_answered_by_one_query_beside_who_asks(made, django_assert_num_queries):
    client = browser(made.accounts["ci"])
    tag = part(client, "here", made)["ETag"]
    with django_assert_num_queries(3):  # the session, the account, and the stamp
        assert part(client, "here", made, tag).status_code == 304


def test_the_second_reader_of_a_change_reads_what_the_first_read(made, django_assert_max_num_queries):
    part(browser(made.accounts["bo"]), "here", made)
    client = browser(made.accounts["ci"])
    client.get("/")
    with django_assert_max_num_queries(8):
        assert part(client, "here", made).status_code == 200


def test_a_screen_tells_apart_who_looks(made):
    tag = part(browser(made.accounts["bo"]), "here", made)["ETag"]
    assert part(browser(made.accounts["ci"]), "here", made, tag).status_code == 200


def test_the_projector_counts_and_does_not_tell_how(made):
    vote = made.vote()
    client = browser(made.officer)
    before = part(client, "projector", made)
    made.cast(vote, ann="yes")
    after = part(client, "projector", made, before["ETag"])
    assert after.status_code == 200
    assert 'value="1"' in after.content.decode()
    made.cast(vote, bo="no")
    votes.close_vote(vote, **made.by())
    assert "bars" in part(client, "projector", made).content.decode()


def test_what_is_closed_is_not_projected(made):
    made.meeting.items.update(closed=True)
    shown = part(browser(made.officer), "projector", made).content.decode()
    assert "The fee" not in shown


def test_a_delegate_votes_on_the_phone(made):
    vote = made.vote()
    client = browser(made.accounts["ci"])
    tag = part(client, "here", made)["ETag"]
    answer = client.post(address("cast", vote), {"choice": "yes"}, **SCRIPT)
    assert (answer.status_code, answer.content) == (204, b"")
    assert part(client, "here", made, tag).status_code == 200
    again = client.post(address("cast", vote), {"choice": "yes"})
    assert (again.status_code, again["Location"]) == (302, address("here", made.meeting))
    refused = client.post(address("cast", vote), {"choice": "no"}, **SCRIPT)
    assert refused.status_code == 400
    assert Ballot.objects.get().choice == "yes"
    assert client.post(address("cast", vote), {"choice": "maybe"}, **SCRIPT).status_code == 400


def test_the_roll_call_by_its_buttons(made):
    client, keys = browser(made.officer), {name: mandate.key for name, mandate in made.mandates.items()}
    pressed = [f"leave:{keys['ed']}", f"arrive:{keys['tea']}", f"recuse:{keys['di']}"]
    pressed += [f"enter:{keys['sam']}:{keys['di']}", f"end_recusal:{keys['di']}"]
    for do in pressed:
        assert client.post(address("roll", made.meeting), {"do": do}, **SCRIPT).status_code == 204, do
    assert made.serve() == {name: name for name in ("ann", "bo", "ci", "di")}
    refused = client.post(address("roll", made.meeting), {"do": f"step_back:{keys['ann']}"}, **SCRIPT)
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "do", ["", "arrive", "arrive:x", "enter:{ann}", f"arrive:{'0' * 36}", "save:{ann}", "arrive:{stranger}"]
)
def test_what_no_button_says_is_refused(made, do):
    keys = {"ann": made.mandates["ann"].key, "stranger": make.mandate(make.organ()).key}
    before = RollEvent.objects.count()
    answer = browser(made.officer).post(address("roll", made.meeting), {"do": do.format(**keys)}, **SCRIPT)
    assert (answer.status_code, RollEvent.objects.count()) == (400, before)


def test_the_log_of_the_roll_and_what_needs_a_reason(made):
    sittings.handle_item(made.item, **made.by())
    made.leave("ed")
    made.arrive("tea")
    client = browser(made.officer)
    entry = {"seat": made.mandates["ed"].pk, "who": made.mandates["tea"].pk, "reason": ""}
    assert client.post(address("roll_enter", made.meeting), entry).status_code == 200
    assert client.post(address("roll_enter", made.meeting), entry | {"reason": "So decided."}).status_code == 302
    assert made.serve()["ed"] == "tea"
    assert "So decided." in client.get(address("roll_log", made.meeting)).content.decode()
    last = RollEvent.objects.latest("pk")
    undo = reverse("meetings:roll_undo", args=[made.meeting.key, last.pk])
    assert client.post(undo).status_code == 302
    assert "ed" not in made.serve()
    waiting = make.agenda_item(made.meeting, number="2")
    recusal = {"who": made.mandates["ann"].pk, "item": waiting.pk}
    assert client.post(address("roll_recuse", made.meeting), recusal).status_code == 302
    assert (
        client.post(address("roll_recuse", made.meeting), recusal | {"who": made.mandates["uno"].pk}).status_code == 200
    )


def test_whoever_leads_holds_a_vote_from_question_to_result(made):
    client = browser(made.accounts["ann"])
    page = client.get(address("prepare_vote", made.item))
    assert page.status_code == 200
    words = {"question": "Raise it?", "yes_means": "Raise", "no_means": "Keep", "kind": "open"}
    assert client.post(address("prepare_vote", made.item), words)["Location"] == address("lead", made.meeting)
    vote = Vote.objects.get()
    assert client.post(address("open_vote", vote), {"majority": "two_thirds"}, **SCRIPT).status_code == 204
    made.cast(vote, ann="yes", bo="yes", ci="no")
    assert client.post(address("close_vote", vote), **SCRIPT).status_code == 204
    vote.refresh_from_db()
    assert (vote.outcome, vote.numerator) == ("yes", 2)
    assert client.post(address("cancel_vote", vote), **SCRIPT).status_code == 400


def test_the_office_enters_what_is_called_out(made):
    vote = made.vote("roll_call")
    client = browser(made.officer)
    assert 'name="seat"' in client.get(address("vote", vote)).content.decode()
    client.post(address("call_vote", vote), {"seat": 2, "choice": "no"})
    assert Ballot.objects.get().choice == "no"


@pytest.mark.parametrize("kind", ["open", "secret"])
def test_anybody_may_count_a_closed_vote_again(made, client, kind):
    vote = made.vote(kind)
    made.cast(vote, ann="yes", bo="no", ci="yes")
    hidden = client.get(address("vote", vote)).content.decode()
    assert "bars" not in hidden
    assert client.get(address("vote_json", vote)).status_code == 404
    votes.close_vote(vote, **made.by())
    assert client.get(address("vote", vote)).status_code == 200
    found = json.loads(client.get(address("vote_json", vote)).content)
    assert seal(found["sealed"]) == found["sha256"]
    served = [line for line in found["sealed"]["roll"] if line["serving"]]
    assert (len(found["sealed"]["roll"]), len(served)) == (found["figures"]["entitled"], found["figures"]["present"])
    said = list(found["votes_by_seat"].values()) if kind == "open" else found["secret_ballots"]
    assert (said.count("yes"), said.count("no")) == (found["figures"]["yes"], found["figures"]["no"]) == (2, 1)
    assert (kind == "secret") == (found["votes_by_seat"] is None)


def test_a_vote_on_a_closed_item_is_not_for_everybody(made, client):
    vote = made.vote()
    made.meeting.items.update(closed=True)
    assert client.get(address("vote", vote)).status_code == 302
    assert browser(made.accounts["sam"]).get(address("vote", vote)).status_code == 200
