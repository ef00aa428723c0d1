"""Minutes from draft to adjusted: written, sealed, confirmed by each adjuster, and after that only corrected beside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.mail import operations as mail
from samsyn.meetings import emails, gate, rules
from samsyn.meetings.errors import MeetingError, NotUsable, Sealed, WrongState
from samsyn.meetings.models import (
    Adjuster,
    AgendaItem,
    Correction,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Prose,
)
from samsyn.meetings.queries import minutes as queries
from samsyn.members.models import Person

MAKE_FILES = "meetings.minutes_files"


class SomethingElse(MeetingError):
    """What is confirmed is not what is there any more."""


@transaction.atomic
def begin(meeting: Meeting, *, by: Any, at: datetime) -> Minutes:
    """The minutes of a meeting, as a draft; those that there are, where they have been begun."""
    meeting = _meeting(meeting, by, at)
    if meeting.state not in (MeetingState.OPEN, MeetingState.ENDED):
        raise WrongState(_("Minutes are begun when the meeting has been opened."))
    found = Minutes.objects.filter(meeting=meeting).first()
    if found:
        return found
    made = Minutes.objects.create(meeting=meeting, created_at=at, modified_at=at)
    _told("meetings.minutes_begun", made, by, at)
    return made


@transaction.atomic
def write(minutes: Minutes, *, item: AgendaItem | None, text: str, by: Any, at: datetime) -> Prose:
    """Write the prose of an item (None: of the meeting as a whole)."""
    minutes = _draft(minutes, by, at)
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise NotUsable(_("The item is of another meeting."))
    prose, _made = Prose.objects.update_or_create(minutes=minutes, item=item, defaults={"text": text.strip()})
    _touch(minutes, at)
    _told("meetings.minutes_written", minutes, by, at, item=str(item.key) if item else None)
    return prose


@transaction.atomic
def name_adjusters(minutes: Minutes, *, chair: Person, adjusters: Sequence[Person], by: Any, at: datetime) -> Minutes:
    """Say who adjusts the minutes: whoever led the meeting, and those who were chosen at it."""
    minutes = _draft(minutes, by, at)
    chosen = [person for person in dict.fromkeys(adjusters) if person != chair]
    needed = queries.adjusters_needed(minutes)
    if len(chosen) < needed:
        raise NotUsable(
            _("The rules of procedure ask for %(needed)s adjusters beside the chair; %(chosen)s are named.")
            % {"needed": needed, "chosen": len(chosen)}
        )
    minutes.adjusters.all().delete()
    for person in (chair, *chosen):
        Adjuster.objects.create(minutes=minutes, person=person, chair=person == chair)
    _touch(minutes, at)
    _told("meetings.adjusters_named", minutes, by, at, number=len(chosen) + 1)
    return minutes


@transaction.atomic
def send_for_adjustment(minutes: Minutes, *, by: Any, at: datetime) -> Minutes:
    """Freeze what the minutes say, and seal it: this is what the adjusters read and confirm. Each gets a mail."""
    minutes = _draft(minutes, by, at)
    if minutes.meeting.state != MeetingState.ENDED:
        raise WrongState(_("The meeting is not over. End it before the minutes are sent for adjustment."))
    if not minutes.adjusters.filter(chair=True).exists():
        raise NotUsable(_("Name those who adjust the minutes first."))
    content = queries.content(minutes, at=at)
    minutes.content, minutes.sha256 = content.to_json(), content.sha256()
    minutes.state = MinutesState.ADJUSTING
    minutes.save(update_fields=["content", "sha256", "state"])
    _touch(minutes, at)
    for adjuster in minutes.adjusters.select_related("person__account", "minutes__meeting__organ"):
        if to := queries.address_of(adjuster):
            mail.send(emails.to_adjust(adjuster, to=to), by=by, at=at)
    _told("meetings.minutes_sent_for_adjustment", minutes, by, at, sha256=minutes.sha256)
    return minutes


@transaction.atomic
def take_back(minutes: Minutes, *, by: Any, at: datetime) -> Minutes:
    """Make minutes under adjustment a draft again: every confirmation falls, for it was of something else."""
    minutes = _kept(minutes, by, at)
    if minutes.state != MinutesState.ADJUSTING:
        raise WrongState(_("Only minutes under adjustment can be taken back."))
    minutes.state, minutes.content, minutes.sha256 = MinutesState.DRAFT, {}, ""
    minutes.save(update_fields=["state", "content", "sha256"])
    minutes.adjusters.update(confirmed_at=None, confirmed_sha256="")
    _touch(minutes, at)
    _told("meetings.minutes_taken_back", minutes, by, at)
    return minutes


@transaction.atomic
def confirm(minutes: Minutes, *, sha256: str, by: Any, at: datetime) -> Minutes:
    """Adjust the minutes: an adjuster who is signed in confirms the seal of what was read.

    When the last one has, the minutes are adjusted, and their files are made.
    """
    minutes = _locked(minutes)
    adjuster = _own(minutes, by)
    if sha256 != minutes.sha256:
        raise SomethingElse(_("The minutes have changed since you read them. Read them again before you confirm."))
    if adjuster.confirmed_at is None:
        adjuster.confirmed_at, adjuster.confirmed_sha256, adjuster.objection = at, sha256, ""
        adjuster.save(update_fields=["confirmed_at", "confirmed_sha256", "objection"])
        _touch(minutes, at)
        _told("meetings.minutes_confirmed", minutes, by, at, sha256=sha256)
        if not minutes.adjusters.filter(confirmed_at__isnull=True).exists():
            _adjusted(minutes, at)
    return minutes


@transaction.atomic
def object_to(minutes: Minutes, *, text: str, by: Any, at: datetime) -> Minutes:
    """Say what is wrong in minutes that one has been asked to adjust; the office takes them back and mends it."""
    minutes = _locked(minutes)
    adjuster = _own(minutes, by)
    if adjuster.confirmed_at is not None:
        raise WrongState(_("You have confirmed the minutes already."))
    if not text.strip():
        raise NotUsable(_("Say what should be changed."))
    adjuster.objection = text.strip()
    adjuster.save(update_fields=["objection"])
    _touch(minutes, at)
    _told("meetings.minutes_objected_to", minutes, by, at)
    return minutes


@transaction.atomic
def correct(minutes: Minutes, *, item: AgendaItem | None, text: str, by: Any, at: datetime) -> Correction:
    """Correct adjusted minutes: the correction stands beside them, and they stay as they are."""
    minutes = _kept(minutes, by, at)
    if minutes.state != MinutesState.ADJUSTED:
        raise WrongState(_("The minutes are not adjusted yet. Change them instead."))
    if not text.strip():
        raise NotUsable(_("Write the correction."))
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise NotUsable(_("The item is of another meeting."))
    made = Correction.objects.create(minutes=minutes, item=item, text=text.strip(), made_by=by, made_at=at)
    _touch(minutes, at)
    _told("meetings.minutes_corrected", minutes, by, at)
    return made


@transaction.atomic
def keep_files(minutes: Minutes, *, pdf: bytes, docx: bytes, by: Any, at: datetime) -> Minutes:
    """Keep the files of adjusted minutes. Once they are kept they stay."""
    minutes = _locked(minutes)
    if minutes.state != MinutesState.ADJUSTED:
        raise WrongState(_("Only adjusted minutes are kept as files."))
    if minutes.pdf_id is None:
        name = queries.file_name(minutes)
        minutes.pdf = files.store(pdf, name=f"{name}.pdf", by=by, at=at)
        minutes.docx = files.store(docx, name=f"{name}.docx", by=by, at=at)
        minutes.save(update_fields=["pdf", "docx"])
        _told("meetings.minutes_kept", minutes, by, at, pdf=minutes.pdf.sha256, docx=minutes.docx.sha256)
    return minutes


def _adjusted(minutes: Minutes, at: datetime) -> None:
    """By the system: nobody adjusts alone."""
    minutes.state, minutes.adjusted_at = MinutesState.ADJUSTED, at
    minutes.save(update_fields=["state", "adjusted_at"])
    _told("meetings.minutes_adjusted", minutes, None, at, sha256=minutes.sha256)
    title = _("Minutes of %(meeting)s") % {"meeting": minutes.meeting}
    jobs.enqueue(kind=MAKE_FILES, payload={"minutes": str(minutes.key)}, by=None, at=at, title=title)


def _own(minutes: Minutes, by: Any) -> Adjuster:
    adjuster = queries.adjuster_of(minutes, by)
    if adjuster is None:
        raise NotPermitted(_("Only those who have been chosen to adjust the minutes do it."))
    if minutes.state != MinutesState.ADJUSTING:
        raise WrongState(_("The minutes are not under adjustment."))
    return adjuster


def _draft(minutes: Minutes, by: Any, at: datetime) -> Minutes:
    minutes = _kept(minutes, by, at)
    if minutes.state == MinutesState.ADJUSTING:
        raise Sealed(_("The minutes are under adjustment. Take them back before you change them."))
    if minutes.state == MinutesState.ADJUSTED:
        raise Sealed(_("The minutes are adjusted and do not change. Write a correction instead."))
    return minutes


def _kept(minutes: Minutes, by: Any, at: datetime) -> Minutes:
    """The minutes, locked, for those who keep them."""
    minutes = _locked(minutes)
    _may_keep(minutes.meeting, by, at)
    return minutes


def _locked(minutes: Minutes) -> Minutes:
    """The meeting's row first, as every verb of a meeting takes it."""
    gate.locked(minutes.meeting)
    return Minutes.objects.select_related("meeting__organ").get(pk=minutes.pk)


def _meeting(meeting: Meeting, by: Any, at: datetime) -> Meeting:
    found = gate.locked(meeting)
    _may_keep(found, by, at)
    return found


def _may_keep(meeting: Meeting, by: Any, at: datetime) -> None:
    if not rules.may_keep_minutes(by, meeting, on=day_of(at)):
        raise NotPermitted(_("Only the office, and the organ's secretary, keep its minutes."))


def _touch(minutes: Minutes, at: datetime) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(modified_at=at)


def _told(verb: str, minutes: Minutes, by: Any, at: datetime, **details: Any) -> None:
    subject, meeting = f"minutes:{minutes.key}", str(minutes.meeting.key)
    audit.record(verb=verb, subject=subject, by=by, at=at, meeting=meeting, **details)
