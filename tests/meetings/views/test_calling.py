"""The pages that call meetings: what they show, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.meetings.models import Meeting, MeetingState, NoticeKind
from samsyn.meetings.operations import notices
from samsyn.meetings.queries import year
from tests import factories as make
from tests.meetings.drawn import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return drawn(MeetingState.PLANNED, starts_at=timezone.now() + timedelta(days=20), place="Uppsala")


def _at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def _page(client, council, who, name, *args):
    client.force_login(council.people[who])
    answer = client.get(_at(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_late_summons_shows_on_the_meeting_the_organ_and_the_officers_start_page(client, council):
    pages = [("meeting", council.meeting.key), ("organ", "council"), ("index",)]
    for page in pages:
        assert "Försenat" in _page(client, council, "officer", *page), page
    start = client.get("/").content.decode()
    assert council.meeting.title in start
    assert "Försenat" in start
    assert "Försenat" not in _page(client, council, "delegate", "meeting", council.meeting.key)


def test_the_agenda_is_the_offices_until_the_summons(client, council):
    assert "Budget" in _page(client, council, "chair", "meeting", council.meeting.key)
    assert "Budget" not in _page(client, council, "delegate", "meeting", council.meeting.key)
    council.mandates["delegate"].person.email = "d@council.example"
    council.mandates["delegate"].person.save()
    notices.send(council.meeting, kind=NoticeKind.SUMMONS, by=None, at=timezone.now())
    page = _page(client, council, "delegate", "meeting", council.meeting.key)
    assert "Budget" in page
    assert "Secret matter" in page


def test_a_refusal_keeps_what_was_typed(client, council):
    client.force_login(council.people["officer"])
    Meeting.objects.filter(pk=council.meeting.pk).update(place="")
    answer = client.post(
        _at("notice_send", council.meeting.key), {"kind": "summons", "message": "Välkomna!", "seen": 0}
    )
    assert answer.status_code == 400
    assert "Välkomna!" in answer.content.decode()
    assert not council.meeting.notices.exists()


def test_a_meeting_is_planned_from_the_page(client, council):
    client.force_login(council.people["officer"])
    typed = {"organ": "council", "title": "Nytt", "starts_at": "2031-07-01T09:00", "ends_at": "2031-07-01T12:00"}
    answer = client.post(_at("plan"), typed)
    made = Meeting.objects.get(title="Nytt")
    assert answer["Location"] == _at("meeting", made.key)
    assert made.starts_at.hour == 7, "nine in the council's summer"
    wrong = client.post(_at("plan"), typed | {"ends_at": "2031-07-01T08:00"})
    assert wrong.status_code == 400


@pytest.mark.parametrize("who", ["officer", "delegate"])
def test_lists_cost_the_same_with_one_meeting_and_with_many(client, council, who, django_assert_max_num_queries):
    client.force_login(council.people[who])
    addresses = [_at("index"), _at("organ", "council"), _at("year")]
    most = {"officer": 16, "delegate": 12}[who]
    for _round in range(2):
        for address in addresses:
            with django_assert_max_num_queries(most):
                client.get(address)
        for days in (-30, -10, 10, 40, 60):
            make.meeting(council.council, starts_at=timezone.now() + timedelta(days=days), state="summoned")


# The year


def _dated(by, wanted=2018):
    found = year.year(by, wanted=wanted, on=make.TODAY)
    return [(each.on.isoformat()[5:], each.what) for month in found.months for each in month.dated]


def test_the_year_holds_meetings_and_for_the_office_their_last_days():
    small = drawn()  # on the first of June; summons 28 days before, papers 7
    assert small.meeting.starts_at.date().isoformat() == "2018-06-01"
    assert _dated(None) == [("05-04", "summons"), ("05-25", "papers"), ("06-01", None)]
    assert _dated(small.people["delegate"]) == [("06-01", None)]


def test_a_meeting_soon_after_the_year_has_its_summons_in_it():
    small = drawn(starts_at=make.NOW.replace(year=2019, month=1, day=10))
    assert _dated(None) == [("12-13", "summons")]
    assert _dated(None, 2019) == [("01-03", "papers"), ("01-10", None)]
    assert small.meeting.organ in year.year(None, wanted=2018, on=make.TODAY).organs


def test_the_wheel_and_the_list_tell_the_same(client, council):
    page = _page(client, council, "officer", "year_of", timezone.localdate().year)
    assert page.count('class="wheel-mark') == page.count('class="year-event')
    assert 'style="' not in page


def test_a_year_out_of_this_world_is_not_found(client):
    assert client.get(_at("year_of", 99999)).status_code == 404
