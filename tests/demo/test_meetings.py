"""The demonstration region's meetings."""

from datetime import timedelta

import pytest

from samsyn.demo import meetings
from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.meetings.models import AgendaItem, Decision, Dispatch, Meeting, Notice, PaperVersion
from samsyn.meetings.operations import notices
from samsyn.meetings.queries import meetings as queries
from samsyn.members.models import MandateRole
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    council, board = (make.organ(code=code, name=code.title(), public=True) for code in ("radet", "styrelsen"))
    make.rules_of_procedure(council, summons_days=90, papers_days=14)
    make.rules_of_procedure(board, adjusters=1)
    make.organ(code="grupp", name="Grupp", kind="party_group")
    for organ in (council, board):
        for role in (MandateRole.CHAIR, MandateRole.DELEGATE):
            account, address = make.user(), f"{role}.{organ.code}@demo.example"
            holder = make.person(email=address, account=account)
            make.mandate(organ, holder, role=role, appointed_by=make.organisation())
    make.item(make.plan(), kind="activity")
    meetings.load(at=make.NOW)


def test_a_board_has_met_one_meets_and_a_council_is_called(loaded):
    by_organ = {}
    for meeting in Meeting.objects.filter(kind="meeting").order_by("starts_at"):
        by_organ.setdefault(meeting.organ.code, []).append(meeting.state)
    assert by_organ == {"styrelsen": ["ended", "open", "planned"], "radet": ["summoned"]}
    council = Meeting.objects.get(organ__code="radet", kind="meeting")
    assert council.companions.count() == 2
    assert council.starts_at - make.NOW > timedelta(days=81)


def test_the_yearly_meeting_has_its_standing_items_in_order(loaded):
    council = Meeting.objects.get(organ__code="radet", kind="meeting")
    numbers = [item.number for item in council.items.order_by("position")]
    assert numbers == [str(n) for n in range(1, len(meetings.YEARLY) + 1)]


def test_everybody_was_summoned_in_time_and_papers_are_there(loaded):
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"handed_over"}
    assert PaperVersion.objects.count() == 9
    closed = AgendaItem.objects.filter(closed=True)
    assert {item.title for item in closed} == {meetings.CLOSED}
    assert queries.public().count() == 3


def test_the_board_has_decided_and_its_minutes_are_adjusted(loaded):
    held = Meeting.objects.get(state="ended")
    assert held.minutes.state == "adjusted"
    assert held.minutes.adjusters.count() == 2
    found = Decision.objects.filter(item__meeting=held).order_by("number")
    assert [each.number for each in found] == list(range(1, 7))
    [agreed] = [each for each in found if each.method == "consensus"]
    assert agreed.voices.count() == 2
    assert agreed.assigns is not None


def test_no_mail_is_made_to_people_who_are_not_there(loaded):
    for notice in Notice.objects.all():
        assert notices.hand_out(notice, by=None, at=make.NOW) == 0
    assert not OutgoingMessage.objects.exists()
