"""Meetings as calendars know them: RFC 5545 (iCalendar), and RFC 5546 for invitations by mail.

A meeting is an event whose UID is its key for as long as it lives, and whose SEQUENCE grows with each change that
concerns a calendar; a calendar program keeps the highest. An invitation (METHOD:REQUEST, or CANCEL) goes to one
person and names nobody else. Times are written in the council's own zone, whose rules travel along (VTIMEZONE), so
that a meeting at nine stays at nine when the clocks change, whatever the reader's program knows of the zone.
"""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDatetime,
    vDuration,
    vRecur,
    vText,
)

PRODUCT = "-//Samsyn//Meetings//SV"
REFRESHED = timedelta(hours=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Method(StrEnum):
    """What an invitation asks of the calendar that gets it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting as it stands in a calendar. `starts` and `ends` carry a zone; `changed` is when it last changed."""

    uid: str
    sequence: int
    summary: str
    starts: datetime
    ends: datetime
    changed: datetime
    location: str = ""
    url: str = ""
    description: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Whom an invitation comes from, or goes to."""

    name: str
    mail: str


def invitation(event: Appointment, method: Method, *, sender: Address, to: Address, zone: ZoneInfo) -> bytes:
    """An invitation for one recipient."""
    made = _event(event, zone)
    made.add("organizer", _person(sender))
    attendee = _person(to)
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    made.add("attendee", attendee)
    whole = _calendar([event], zone)
    whole.add("method", method.value)
    whole.add_component(made)
    return bytes(whole.to_ical())


def feed(events: Sequence[Appointment], *, name: str, zone: ZoneInfo) -> bytes:
    """A calendar that programs subscribe to; cancelled meetings stay in it as cancelled."""
    whole = _calendar(events, zone)
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("name", name)
    whole.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", vDuration(REFRESHED))
    for event in events:
        whole.add_component(_event(event, zone))
    return bytes(whole.to_ical())


def _calendar(events: Sequence[Appointment], zone: ZoneInfo) -> Calendar:
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if events:
        whole.add_component(
            _zone(zone, min(each.starts for each in events).year, max(each.ends for each in events).year)
        )
    return whole


def _event(event: Appointment, zone: ZoneInfo) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    for name in ("dtstamp", "last-modified"):
        made.add(name, event.changed.astimezone(UTC))
    made.add("dtstart", event.starts.astimezone(zone))
    made.add("dtend", event.ends.astimezone(zone))
    made.add("summary", event.summary)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for name, value in (("location", event.location), ("url", event.url), ("description", event.description)):
        if value:
            made.add(name, value)
    return made


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.mail}")
    person.params["CN"] = vText(address.name)
    return person


# The zone


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks change: at `at` (by the clock before), from one offset to another; `name` is the zone's after."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=32)
def _zone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The zone's rules over some years: by yearly rules where it has such, else change by change."""
    made = Timezone()
    made.add("tzid", zone.key)
    changes = _changes(zone, first - 1, last + 1)
    if not changes:
        made.add_component(_steady(datetime(first, 1, 1, tzinfo=zone)))
    kinds: dict[tuple[timedelta, timedelta, str, bool], list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.before, change.after, change.name, change.summer].append(change)
    for same in kinds.values():
        made.add_component(_recurring(same))
    return made


def _changes(zone: ZoneInfo, first: int, last: int) -> list[Change]:
    found = []
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + timedelta(days=1)
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(_change(zone, moment, later))
        moment = later
    return found


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> Change:
    """The change between two moments, found to the second by halving."""
    old = before.astimezone(zone).utcoffset() or timedelta()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    new = after.astimezone(zone)
    at = (after + old).replace(tzinfo=None)
    return Change(at, old, new.utcoffset() or timedelta(), new.tzname() or "", bool(new.dst()))


def _recurring(same: Sequence[Change]) -> TimezoneStandard | TimezoneDaylight:
    first = same[0]
    made = TimezoneDaylight() if first.summer else TimezoneStandard()
    made.add("dtstart", vDatetime(first.at))
    rule = _yearly(same)
    if rule is not None:
        made.add("rrule", rule)
    elif len(same) > 1:
        made.add("rdate", [change.at for change in same[1:]])
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    return made


def _yearly(same: Sequence[Change]) -> vRecur | None:
    """The rule "the last such weekday of such a month", where every year's change follows it."""
    first = same[0].at
    alike = {(change.at.month, change.at.weekday(), change.at.time(), _is_last(change.at)) for change in same}
    years = [change.at.year for change in same]
    if alike != {(first.month, first.weekday(), first.time(), True)} or years != list(range(years[0], years[-1] + 1)):
        return None
    return vRecur({"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"-1{WEEKDAYS[first.weekday()]}"})


def _is_last(day: datetime) -> bool:
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def _steady(here: datetime) -> TimezoneStandard:
    """A zone whose clocks do not change in these years, as it is at a moment there."""
    made = TimezoneStandard()
    made.add("dtstart", vDatetime(here.replace(tzinfo=None)))
    for name in ("tzoffsetfrom", "tzoffsetto"):
        made.add(name, here.utcoffset())
    made.add("tzname", here.tzname())
    return made
