"""What meetings tell somebody that they hold of them: all of it, of nobody else, and no secret ballot."""

import json

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.meetings.models import Dispatch, Notice, NoticeKind
from samsyn.meetings.operations import votes
from samsyn.meetings.queries import held
from tests import factories as make
from tests.meetings.hall import DELEGATES, hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def sat():
    """A board that has voted openly, with di's seat served by sam, and then in secret."""
    made = hall().open(*DELEGATES, "sam")
    made.take_up()
    made.recuse("di")
    made.enter("sam", "di", item=made.item)
    vote = made.vote()
    made.cast(vote, ann="yes", sam="no")
    votes.close_vote(vote, **made.by())
    secret = made.vote("secret")
    made.cast(secret, ann="yes", sam="abstain")
    votes.close_vote(secret, **made.by())
    return made


def about(sat, name: str) -> dict:
    return held.held_about(sat.mandates[name].person)


def test_open_votes_are_told_and_secret_ones_cannot_be(sat):
    told = about(sat, "sam")
    assert [row["choice"] for row in told["open_votes"]] == ["no"]
    assert "abstain" not in json.dumps(told)
    assert [row["voted"] for row in told["rolls_of_votes"]] == [True, True]
    assert about(sat, "bo")["open_votes"] == []


def test_attendance_is_told_to_who_served_and_to_whose_seat_it_was(sat):
    assert [row["event"] for row in about(sat, "sam")["attendance"]] == ["arrived", "entered"]
    assert [row["event"] for row in about(sat, "di")["attendance"]] == ["arrived", "recused", "entered"]
    assert [row["event"] for row in about(sat, "ann")["attendance"]] == ["arrived"]


def test_nobody_is_told_what_went_to_somebody_else(sat):
    notice = Notice.objects.create(meeting=sat.meeting, kind=NoticeKind.SUMMONS, sent_at=make.NOW)
    for name in ("ann", "bo"):
        person = sat.mandates[name].person
        Dispatch.objects.create(notice=notice, person=person, address=f"{name}@board.example")
    (row,) = about(sat, "ann")["dispatches"]
    assert (row["notice"], row["address"], row["meeting"]) == ("summons", "ann@board.example", str(sat.meeting.key))
    assert "bo@board.example" not in json.dumps(about(sat, "ann"))


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
def test_those_who_keep_the_register_fetch_it_for_whoever_asks(client, sat, role):
    if role:
        client.force_login(make.user(role))
    answer = client.get(reverse("held_about_person", args=[sat.mandates["sam"].person.key]))
    if role in {Role.OFFICER, Role.ADMINISTRATOR}:
        told = answer.json()
        assert told["person"]["mandates"][0]["role"] == "substitute"
        assert [row["choice"] for row in told["meetings"]["open_votes"]] == ["no"]
        return
    assert answer.status_code == (403 if role else 302)
