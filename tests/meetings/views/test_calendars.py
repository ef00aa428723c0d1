"""Calendars that programs subscribe to: secret, revocable, and read as any program would."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from samsyn.meetings.models import CalendarSubscription, MeetingState
from samsyn.meetings.operations import calling, subscriptions
from samsyn.meetings.queries import subscriptions as queries
from samsyn.members.models import Organ
from tests import factories as make
from tests.meetings.drawn import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return drawn(starts_at=timezone.now() + timedelta(days=30), link="https://meet.example/hemlig")


def _open(who, organ=None):
    return subscriptions.subscribe(organ=organ, by=who, at=timezone.now())


def _address(calendar):
    return reverse("meetings:calendar", args=[queries.token(calendar)])


def _events(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_is_read_without_signing_in_and_sets_no_cookie(client, council):
    answer = client.get(_address(_open(council.people["delegate"])))
    event = _events(answer)[str(council.meeting.key)]
    assert event["SUMMARY"] == "Council meeting"
    assert "hemlig" in event["DESCRIPTION"], "members take part from a distance"
    assert not answer.cookies


def test_ones_own_calendar_holds_ones_own_meetings(client, council):
    other = make.meeting(make.organ(public=True), state=MeetingState.SUMMONED, starts_at=council.meeting.starts_at)
    assert set(_events(client.get(_address(_open(council.people["substitute"]))))) == {str(council.meeting.key)}
    assert _events(client.get(_address(_open(council.people["stranger"])))) == {}
    of_organ = _open(council.people["stranger"], other.organ)
    assert set(_events(client.get(_address(of_organ)))) == {str(other.key)}


def test_whoever_is_no_member_gets_no_link_and_no_planned_meeting(client, council):
    make.meeting(council.council, starts_at=council.meeting.starts_at)
    event = _events(client.get(_address(_open(council.people["stranger"], council.council))))
    assert list(event) == [str(council.meeting.key)]
    assert "DESCRIPTION" not in event[str(council.meeting.key)]


def test_a_party_is_never_in_a_calendar(client, council):
    group = make.organ(name="Blå gruppen", kind="party_group")
    make.mandate(group, council.mandates["delegate"].person, party="Blå")
    make.meeting(
        group, kind="party_group", beside=council.meeting, title="Blås gruppmöte", starts_at=council.meeting.starts_at
    )
    said = client.get(_address(_open(council.people["delegate"]))).content.decode()
    assert said.count("BEGIN:VEVENT") == 2
    assert "Blå" not in said


def test_what_has_not_changed_is_answered_in_short(client, council):
    calendar = _open(council.people["delegate"])
    tag = client.get(_address(calendar))["ETag"]
    again = client.get(_address(calendar), headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    meeting = council.meeting
    calling.change(
        meeting, title="Moved", starts_at=meeting.starts_at, ends_at=meeting.ends_at, place="", link="", by=None,
        at=timezone.now(),
    )  # fmt: skip
    moved = client.get(_address(calendar), headers={"if-none-match": tag})
    event = _events(moved)[str(meeting.key)]
    assert (event["SUMMARY"], event["SEQUENCE"]) == ("Council: Moved", 1)


def test_a_revoked_address_is_gone_for_good_and_another_can_be_opened(client, council):
    by = council.people["delegate"]
    calendar = _open(by)
    assert _open(by) == calendar, "the open one is given again"
    client.force_login(by)
    assert client.post(reverse("meetings:revoke", args=[calendar.key])).status_code == 302
    client.logout()
    assert client.get(_address(calendar)).status_code == 404
    assert client.get(_address(_open(by))).status_code == 200


def test_an_address_cannot_be_made_up_and_a_copy_of_the_database_holds_none(client, council):
    calendar = _open(council.people["delegate"])
    for guess in (calendar.key.hex, f"{calendar.key.hex}.x", "x", queries.token(calendar)[:-1]):
        assert client.get(reverse("meetings:calendar", args=[guess])).status_code == 404
    row = CalendarSubscription.objects.values().get()
    assert queries.token(calendar) not in map(str, row.values())


def test_an_account_that_may_not_sign_in_has_no_calendar(client, council):
    by = council.people["delegate"]
    calendar = _open(by)
    by.is_active = False
    by.save()
    assert client.get(_address(calendar)).status_code == 404


def test_nobody_closes_anothers_calendar(client, council):
    calendar = _open(council.people["delegate"])
    client.force_login(council.people["officer"])
    assert client.post(reverse("meetings:revoke", args=[calendar.key])).status_code == 404
    assert client.get(_address(calendar)).status_code == 200


def test_an_organ_that_is_not_public_is_offered_to_its_members_and_the_office(council):
    Organ.objects.filter(pk=council.council.pk).update(public=False)
    on = timezone.localdate()
    offered = {who: council.council in queries.offered(by, on=on) for who, by in council.people.items()}
    assert {who for who, shown in offered.items() if shown} == {"officer", "chair", "delegate", "substitute"}


def test_a_calendar_costs_the_same_with_one_meeting_and_with_many(client, council, django_assert_max_num_queries):
    address = _address(_open(council.people["delegate"]))
    for _round in range(2):
        with django_assert_max_num_queries(6):
            client.get(address)
        for n in range(5):
            make.meeting(council.council, title=f"M{n}", starts_at=council.meeting.starts_at)
