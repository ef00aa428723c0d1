"""iCalendar as other programs read it: parsed again, and its time zones tried hour by hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from samsyn.meetings.calendars import Address, Appointment, Method, feed, invitation

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANGED = datetime(2026, 1, 10, 8, tzinfo=UTC)
COUNCIL, MEMBER = Address("Rådet", "radet@council.example"), Address("Åsa Öberg", "asa@council.example")


def _meeting(starts=datetime(2026, 3, 28, 8, tzinfo=UTC), **fields):
    fields = {"uid": "k", "sequence": 0, "summary": "Råd", "ends": starts + timedelta(hours=3)} | fields
    return Appointment(starts=starts, changed=CHANGED, **fields)


def _only(parsed, name):
    (found,) = parsed.walk(name)
    return found


def test_an_invitation_says_what_when_where_and_to_whom():
    meeting = _meeting(
        summary="Råd; årsmöte, 2026", location="Västerås, Aros", url="https://council.example/m/", sequence=2
    )
    parsed = Calendar.from_ical(invitation(meeting, Method.REQUEST, sender=COUNCIL, to=MEMBER, zone=STOCKHOLM))
    event = _only(parsed, "VEVENT")
    assert (parsed["METHOD"], parsed["VERSION"], event["UID"], event["SEQUENCE"]) == ("REQUEST", "2.0", "k", 2)
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == (
        "Råd; årsmöte, 2026",
        "Västerås, Aros",
        "CONFIRMED",
    )
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (meeting.starts, meeting.ends)
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["DTSTAMP"].dt == CHANGED
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:radet@council.example", "mailto:asa@council.example")
    assert event["ATTENDEE"].params["CN"] == "Åsa Öberg"


def test_a_cancellation_cancels_the_same_event():
    meeting = _meeting(sequence=3, cancelled=True)
    parsed = Calendar.from_ical(invitation(meeting, Method.CANCEL, sender=COUNCIL, to=MEMBER, zone=STOCKHOLM))
    event = _only(parsed, "VEVENT")
    assert (parsed["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", "k", 3)


def test_every_line_is_short_enough_and_ends_as_the_standard_says():
    said = invitation(_meeting(summary="å" * 200), Method.REQUEST, sender=COUNCIL, to=MEMBER, zone=STOCKHOLM)
    assert said.endswith(b"\r\n")
    lines = said.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_feed_holds_all_meetings_under_its_name_cancelled_ones_too():
    meetings = [_meeting(uid="a"), _meeting(uid="b", cancelled=True)]
    parsed = Calendar.from_ical(feed(meetings, name="Mina möten", zone=STOCKHOLM))
    said = {event["UID"]: event["STATUS"] for event in parsed.walk("VEVENT")}
    assert (said, parsed["X-WR-CALNAME"]) == ({"a": "CONFIRMED", "b": "CANCELLED"}, "Mina möten")
    assert parsed["X-PUBLISHED-TTL"] == "PT1H"
    assert len(parsed.walk("VTIMEZONE")) == 1


def test_an_empty_feed_is_a_calendar_too():
    assert Calendar.from_ical(feed([], name="Tom", zone=STOCKHOLM)).walk("VEVENT") == []


# The zone as a program reads it that knows nothing of zones


def _offset(zone: Timezone, local: datetime) -> timedelta:
    """RFC 5545, 3.6.5: the offset of the observance whose onset is the latest before a local time."""
    onsets = []
    for part in zone.subcomponents:
        start = part["DTSTART"].dt
        found = [start]
        if "RRULE" in part:
            found += rrulestr(part["RRULE"].to_ical().decode(), dtstart=start).between(start, local, inc=True)
        if "RDATE" in part:
            found += [each.dt for each in part["RDATE"].dts]
        onsets += [(onset, part["TZOFFSETTO"].td) for onset in found if onset <= local]
    return max(onsets)[1]


def _read_as_utc(said: bytes) -> datetime:
    parsed = Calendar.from_ical(said)
    local = _only(parsed, "VEVENT")["DTSTART"].dt.replace(tzinfo=None)
    return (local - _offset(_only(parsed, "VTIMEZONE"), local)).replace(tzinfo=UTC)


ZONES = ["Europe/Stockholm", "America/New_York", "Africa/Casablanca", "Asia/Tokyo", "UTC"]


def _is_told_apart(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the local time is of one moment only (an hour each autumn is of two)."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


@pytest.mark.parametrize("name", ZONES)
@given(hours=st.integers(0, 24 * 366 * 10))
def test_a_time_reads_the_same_by_the_rules_that_travel_along(name, hours):
    zone, starts = ZoneInfo(name), datetime(2020, 1, 2, tzinfo=UTC) + timedelta(hours=hours)
    if _is_told_apart(starts, zone):
        assert _read_as_utc(feed([_meeting(starts)], name="x", zone=zone)) == starts


@pytest.mark.parametrize("hour", range(48))
def test_the_hours_round_both_changes_of_the_clocks(hour):
    for day in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        starts = day + timedelta(hours=hour)
        if _is_told_apart(starts, STOCKHOLM):
            assert _read_as_utc(feed([_meeting(starts)], name="x", zone=STOCKHOLM)) == starts


def test_nine_in_the_morning_stays_nine_when_the_clocks_change():
    before, after = (datetime(2026, 3, day, 9, tzinfo=STOCKHOLM) for day in (28, 30))
    parsed = Calendar.from_ical(feed([_meeting(before, uid="a"), _meeting(after, uid="b")], name="x", zone=STOCKHOLM))
    assert [event["DTSTART"].dt.hour for event in parsed.walk("VEVENT")] == [9, 9]
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(days=2, hours=-1)
