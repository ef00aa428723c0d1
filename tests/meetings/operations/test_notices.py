"""Notices: to whom they go, what they carry, and that nobody gets one twice."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.core.mail.backends.base import BaseEmailBackend
from icalendar import Calendar

from samsyn.foundation.jobs import worker
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.meetings.deadlines import Standing
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import Dispatch, DispatchState, MeetingState, NoticeKind
from samsyn.meetings.operations import calling, notices
from samsyn.meetings.queries import deadlines
from samsyn.meetings.queries import notices as queries
from samsyn.members.models import Capacity, MandateRole
from samsyn.web.jobs import HANDLERS
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
OFFICE = {"by": None, "at": NOW}
REFUSED: set[str] = set()


class Choosy(BaseEmailBackend):
    """A mail server that refuses some addresses, and keeps the rest."""

    def send_messages(self, messages):
        for message in messages:
            if REFUSED & set(message.to):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
            sent.outbox.append(message)


@pytest.fixture(autouse=True)
def _transport(settings):
    REFUSED.clear()
    settings.MAIL_TRANSPORT = "tests.meetings.operations.test_notices.Choosy"


def _work():
    """Let the worker do all that waits, and what that leads to."""
    while job := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first():
        worker.run_now(job, HANDLERS)


def _member(organ, name, email="", **fields):
    return make.mandate(organ, make.person(name=name, email=email), **fields)


@pytest.fixture
def meeting():
    """A planned board meeting with two items, for Anna (delegate of Uppsala) and Bo (substitute)."""
    organ = make.organ(name="Styrelsen", public=True)
    make.rules_of_procedure(organ, summons_days=28, papers_days=7)
    uppsala = make.organisation(name="Uppsala kommun")
    _member(organ, "Anna", "anna@council.example", appointed_by=uppsala, party="Blå")
    _member(organ, "Bo", "bo@council.example", role=MandateRole.SUBSTITUTE, party="Blå")
    planned = make.meeting(organ, title="Styrelsemöte", place="Uppsala", link="https://meet.example/hemlig")
    make.agenda_item(planned, number="1", title="Budget")
    make.agenda_item(planned, number="2", title="Känslig fråga", closed=True)
    return planned


def _summon(meeting, **fields):
    notice = notices.send(meeting, kind=NoticeKind.SUMMONS, **OFFICE | fields)
    meeting.refresh_from_db()
    return notice


def _states(notice):
    return {each.person.name: each.state for each in notice.dispatches.select_related("person")}


def _event_of(message):
    """What a mail program finds in a message that went through the outbox."""
    (part,) = [p for p in message.message().walk() if p.get_content_type() == "text/calendar" and p.get_param("method")]
    return part.get_param("method"), Calendar.from_ical(part.get_content()).walk("VEVENT")[0]


def test_a_summons_goes_once_to_every_member_with_an_invitation(meeting):
    notice = _summon(meeting, message="Välkommen!")
    assert meeting.state == MeetingState.SUMMONED
    assert _states(notice) == {"Anna": "queued", "Bo": "queued"}
    _work()
    assert _states(notice) == {"Anna": "handed_over", "Bo": "handed_over"}
    assert [message.to for message in sent.outbox] == [["anna@council.example"], ["bo@council.example"]]
    text = sent.outbox[0].message().get_body(("plain",)).get_content()
    for part in ("Styrelsemöte", "Uppsala", "Välkommen!", "1 Budget", f"/meetings/{meeting.key}/"):
        assert part in text
    for secret in ("Känslig", "Blå", "bo@council.example"):
        assert secret not in str(sent.outbox[0].message())
    method, event = _event_of(sent.outbox[0])
    assert (method, event["UID"], event["SEQUENCE"], event["ATTENDEE"]) == (
        "REQUEST", str(meeting.key), 0, "mailto:anna@council.example",
    )  # fmt: skip
    assert event["DTSTART"].dt == meeting.starts_at


def test_the_notice_keeps_what_it_said_and_when_it_was_due(meeting):
    notice = _summon(meeting)
    calling.change(
        meeting, title="Annat", starts_at=meeting.starts_at, ends_at=meeting.ends_at, place="Örebro", link="", **OFFICE
    )
    notice.refresh_from_db()
    assert (notice.content["title"], notice.content["place"]) == ("Styrelsemöte", "Uppsala")
    assert [(item["number"], item["title"]) for item in notice.content["items"]] == [
        ("1", "Budget"), ("2", "Känslig fråga"),
    ]  # fmt: skip
    assert notice.due_on == meeting.starts_at.date() - timedelta(days=28)


def test_the_address_is_that_of_the_capacity(meeting):
    anna = meeting.organ.mandates.get(person__name="Anna")
    of_uppsala = {"kind": "delegate", "purpose": "x", "legal_basis": "public_task", "since": "2017-01-01"}
    Capacity.objects.create(person=anna.person, email="other@council.example", **of_uppsala)
    Capacity.objects.create(
        person=anna.person, organisation=anna.appointed_by, email="anna@uppsala.example", **of_uppsala
    )
    Capacity.objects.create(person=anna.person, email="old@council.example", **of_uppsala | {"until": "2017-12-31"})
    notice = _summon(meeting)
    to = notice.dispatches.get(person=anna.person)
    assert (to.address, to.capacity) == ("anna@uppsala.example", "Ledamot, Uppsala kommun")


def test_whoever_has_no_address_is_told_of(meeting):
    _member(meeting.organ, "Cia")
    notice = _summon(meeting)
    assert _states(notice)["Cia"] == DispatchState.NO_ADDRESS


def test_a_second_press_is_refused(meeting):
    _summon(meeting, seen=0)
    with pytest.raises(WrongState):
        notices.send(meeting, kind=NoticeKind.SUMMONS, **OFFICE)
    with pytest.raises(WrongState):
        notices.send(meeting, kind=NoticeKind.UPDATE, seen=0, **OFFICE)
    assert meeting.notices.count() == 1


@pytest.mark.parametrize("lack", ["place", "agenda", "members"])
def test_a_summons_that_would_lack_something_is_refused(meeting, lack):
    if lack == "place":
        meeting.place = meeting.link = ""
        meeting.save()
    elif lack == "agenda":
        meeting.items.all().delete()
    else:
        meeting.organ.mandates.update(until="2017-12-31")
    with pytest.raises(NotUsable):
        _summon(meeting)
    assert not meeting.notices.exists()


def test_nothing_else_is_sent_before_the_summons(meeting):
    with pytest.raises(WrongState):
        notices.send(meeting, kind=NoticeKind.PAPERS, **OFFICE)


def test_a_refused_mail_shows_and_is_sent_again_to_the_new_address_only(meeting):
    REFUSED.add("bo@council.example")
    notice = _summon(meeting)
    _work()
    assert _states(notice) == {"Anna": "handed_over", "Bo": "failed"}
    bo = meeting.organ.mandates.get(person__name="Bo").person
    bo.email = "bo@new.example"
    bo.save()
    assert notices.send_to_the_rest(notice, **OFFICE) == 1
    _work()
    assert _states(notice) == {"Anna": "handed_over", "Bo": "handed_over"}
    assert [message.to for message in sent.outbox] == [["anna@council.example"], ["bo@new.example"]]
    assert not OutgoingMessage.objects.filter(sent_at=None).exists(), "the mail to the old address was taken back"
    with pytest.raises(NotUsable):
        notices.send_to_the_rest(notice, **OFFICE)


def test_members_who_have_come_since_get_it_and_nobody_twice(meeting):
    notice = _summon(meeting)
    _work()
    _member(meeting.organ, "Dag", "dag@council.example")
    assert notices.send_to_the_rest(notice, **OFFICE) == 1
    _work()
    assert [message.to[0][:3] for message in sent.outbox] == ["ann", "bo@", "dag"]


def test_mail_on_its_way_is_left_alone(meeting):
    notice = _summon(meeting)
    with pytest.raises(NotUsable):
        notices.send_to_the_rest(notice, **OFFICE)
    assert notice.dispatches.filter(mail=None).count() == 2


def test_handing_out_twice_puts_nothing_in_the_outbox_twice(meeting):
    notice = _summon(meeting)
    assert [notices.hand_out(notice, **OFFICE) for _time in range(2)] == [2, 0]
    assert OutgoingMessage.objects.count() == 2


class Killed(BaseException):
    """Nobody catches it."""


def test_a_worker_killed_in_the_middle_goes_on_from_there(meeting):
    for n in range(notices.AT_A_TIME):
        _member(meeting.organ, f"M{n}", f"m{n}@council.example")
    notice = _summon(meeting)

    def killed(number):
        raise Killed

    with pytest.raises(Killed):
        notices.hand_out(notice, **OFFICE, conclude=killed)
    assert (OutgoingMessage.objects.count(), queries.pending(notice).count()) == (notices.AT_A_TIME, 2)
    assert notices.hand_out(notice, **OFFICE) == 2
    to = [address for message in OutgoingMessage.objects.all() for address in message.recipients]
    assert len(to) == len(set(to)) == notices.AT_A_TIME + 2


def test_a_moved_meeting_says_that_nobody_knows_until_the_update(meeting):
    _summon(meeting)
    starts = meeting.starts_at + timedelta(days=7)
    meeting = calling.change(
        meeting, title=meeting.title, starts_at=starts, ends_at=starts + timedelta(hours=1), place="Uppsala", link="",
        **OFFICE,
    )  # fmt: skip
    assert queries.is_untold(meeting)
    notices.send(meeting, kind=NoticeKind.UPDATE, **OFFICE)
    assert not queries.is_untold(meeting)
    _work()
    method, event = _event_of(sent.outbox[-1])
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 1, starts)


def test_an_old_notice_is_not_sent_on_after_a_move(meeting):
    notice = _summon(meeting)
    calling.change(
        meeting, title="Annat", starts_at=meeting.starts_at, ends_at=meeting.ends_at, place="", link="", **OFFICE
    )
    with pytest.raises(WrongState):
        notices.send_to_the_rest(notice, **OFFICE)


def test_cancelling_takes_the_meeting_out_of_calendars(meeting):
    _summon(meeting)
    _work()
    cancelled = notices.cancel(meeting, message="Snöstorm", **OFFICE)
    assert (cancelled.state, cancelled.sequence) == (MeetingState.CANCELLED, 1)
    _work()
    method, event = _event_of(sent.outbox[-1])
    assert (method, event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCEL", "CANCELLED", 1, str(meeting.key))
    assert "Snöstorm" in sent.outbox[-1].message().get_body(("plain",)).get_content()


def test_a_meeting_nobody_was_told_of_is_cancelled_in_silence(meeting):
    notices.cancel(meeting, **OFFICE)
    assert not meeting.notices.exists()


def test_proof_is_forgotten_two_years_after_the_meeting(meeting):
    notice = _summon(meeting)
    _work()
    assert notices.purge(by=None, at=meeting.ends_at + timedelta(days=729)) == 0
    assert notices.purge(by=None, at=meeting.ends_at + timedelta(days=731)) == 2
    kept = Dispatch.objects.filter(notice=notice).values_list("person", "address", "state")
    assert set(kept) == {(None, "", "handed_over")}
    assert notices.purge(by=None, at=meeting.ends_at + timedelta(days=732)) == 0


def test_proof_is_forgotten_with_who_is_erased(meeting):
    notice = _summon(meeting)
    _work()
    erased = notice.dispatches.order_by("pk").first().person
    type(erased).objects.filter(pk=erased.pk).update(erased_at=make.NOW)
    assert notices.purge(by=None, at=meeting.ends_at) == 1
    kept = list(notice.dispatches.values_list("person", "address"))
    assert kept.count((None, "")) == 1
    assert all(address for person, address in kept if person)
    assert notices.purge(by=None, at=meeting.ends_at) == 0


def test_many_recipients_cost_as_few_queries_as_few(meeting, django_assert_max_num_queries):
    for n in range(30):
        _member(meeting.organ, f"M{n}", f"m{n}@council.example")
    with django_assert_max_num_queries(30):
        _summon(meeting)


# Deadlines


def _standings(meeting, on):
    return [each.standing for each in deadlines.of_meeting(meeting, on=on)]


def test_deadlines_follow_the_rules_in_force_on_the_meetings_day(meeting):
    day = meeting.starts_at.date()
    make.rules_of_procedure(meeting.organ, since=day, summons_days=90, papers_days=14)
    make.rules_of_procedure(meeting.organ, since=day + timedelta(days=1), summons_days=1, papers_days=1)
    due = [each.due_on for each in deadlines.of_meeting(meeting, on=make.TODAY)]
    assert due == [day - timedelta(days=90), day - timedelta(days=14)]
    assert _standings(meeting, make.TODAY) == [Standing.LATE, Standing.AHEAD]


def test_what_was_sent_is_met_in_time_or_late(meeting):
    _summon(meeting)
    assert _standings(meeting, meeting.starts_at.date()) == [Standing.MET, Standing.LATE]
    notices.send(meeting, kind=NoticeKind.PAPERS, by=None, at=meeting.starts_at - timedelta(days=1))
    assert _standings(meeting, meeting.starts_at.date()) == [Standing.MET, Standing.MET_LATE]


def test_the_office_is_told_what_presses_and_others_nothing(meeting, django_assert_num_queries):
    for days in (20, 50):
        make.meeting(meeting.organ, starts_at=NOW + timedelta(days=days))
    with django_assert_num_queries(3):
        found = deadlines.pressing(None, on=make.TODAY, at=NOW)
    assert [(due.deadline.what, due.deadline.standing) for due in found] == [
        ("summons", Standing.LATE), ("summons", Standing.NEAR), ("papers", Standing.NEAR),
    ]  # fmt: skip
    assert deadlines.pressing(make.user(), on=make.TODAY, at=NOW) == []


def test_a_meeting_without_rules_and_a_companion_have_no_deadlines(meeting):
    assert deadlines.of_meeting(make.meeting(), on=make.TODAY) == ()
    beside = make.meeting(meeting.organ, kind="study_visit", beside=meeting)
    assert deadlines.of_meeting(beside, on=make.TODAY) == ()
