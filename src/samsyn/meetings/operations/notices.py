"""Sending notices, with proof of dispatch for each recipient.

A notice and one dispatch for each recipient are written at once; a job then puts the mail in the outbox, in the
transaction that ties each dispatch to its mail, so that nobody gets a notice twice, whatever is killed or pressed
again. From then on a dispatch follows its mail (`follow`).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.mail import operations as mail
from samsyn.meetings import emails, gate
from samsyn.meetings.deadlines import What
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import (
    Dispatch,
    DispatchState,
    ItemState,
    Meeting,
    MeetingKind,
    MeetingState,
    Notice,
    NoticeKind,
)
from samsyn.meetings.queries import agenda, deadlines, notices, recipients
from samsyn.meetings.queries.recipients import Recipient

HAND_OUT = "meetings.hand_out"
AT_A_TIME = 20
PROOF_KEPT = timedelta(days=2 * 365)
DEADLINE = {NoticeKind.SUMMONS: What.SUMMONS, NoticeKind.PAPERS: What.PAPERS}


@transaction.atomic
def send(
    meeting: Meeting, *, kind: NoticeKind, by: Any, at: datetime, message: str = "", seen: int | None = None
) -> Notice:
    """Send a notice to everybody who holds a mandate in the organ on the meeting's day.

    The summons is sent once: the meeting is then summoned, and the numbers of its agenda stand. `seen` is how many
    notices the sender saw: a second press, or somebody else's sending, is refused.
    """
    meeting = gate.to_manage(meeting, by=by, at=at)
    if seen is not None and meeting.notices.count() != seen:
        raise WrongState(_("A notice has just been sent. Look at it before you send another."))
    if kind == NoticeKind.CANCELLATION:
        raise NotUsable(_("Cancel the meeting, and the cancellation is sent."))
    if kind == NoticeKind.SUMMONS:
        _summon(meeting, at)
    elif meeting.state == MeetingState.PLANNED:
        raise WrongState(_("Send the summons first."))
    return _send(meeting, kind, message, by, at)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Any, at: datetime, message: str = "") -> Meeting:
    """Cancel a meeting that has not begun; those who were summoned are told, and their calendars with them."""
    meeting = gate.to_manage(meeting, by=by, at=at)
    if meeting.state == MeetingState.OPEN:
        raise WrongState(_("The meeting has begun: end it instead."))
    told = meeting.state == MeetingState.SUMMONED
    meeting.state, meeting.sequence, meeting.modified_at = MeetingState.CANCELLED, meeting.sequence + 1, at
    meeting.save(update_fields=["state", "sequence", "modified_at"])
    audit.record(verb="meetings.cancelled", subject=f"meeting:{meeting.key}", by=by, at=at)
    if told:
        _send(meeting, NoticeKind.CANCELLATION, message, by, at)
    return meeting


@transaction.atomic
def send_to_the_rest(notice: Notice, *, by: Any, at: datetime) -> int:
    """Send a notice to those who have not got it, by the addresses of now; their number.

    To those whom it could not be handed over to, those who had no address, and members who have come since. Mail
    that is on its way is left alone.
    """
    gate.permit_office(by, at)
    meeting = gate.locked(notice.meeting)
    if notice.sequence < meeting.sequence:
        raise WrongState(_("The meeting has changed since. Send an update instead."))
    known = {dispatch.person_id: dispatch for dispatch in notice.dispatches.select_related("mail")}
    found = recipients.recipients(meeting)
    again = [_renewed(known[each.person.pk], each, by, at) for each in found if each.person.pk in known]
    fresh = [_dispatch(notice, each) for each in found if each.person.pk not in known]
    Dispatch.objects.bulk_create(fresh)
    number = sum(again) + sum(each.state == DispatchState.QUEUED for each in fresh)
    if not number:
        raise NotUsable(_("Everybody who has an address has got it, or is about to."))
    _hand_out_soon(notice, by, at)
    _record(notice, "meetings.notice_sent_again", by, at, recipients=number)
    return number


def hand_out(notice: Notice, *, by: Any, at: datetime, conclude: Callable[[int], object] = lambda number: None) -> int:
    """Put the mail of every dispatch that waits in the outbox; their number. `conclude` is called at the end of it.

    A few at a time, so that nobody waits long for the database: whatever stops it, each dispatch either has its mail
    or still waits for it, and the next time goes on from there. `conclude` shares the last few's transaction.
    """
    waiting = list(notices.pending(notice).select_related("person__account"))
    done = 0
    for start in range(0, max(len(waiting), 1), AT_A_TIME):
        few = waiting[start : start + AT_A_TIME]
        messages = {dispatch.pk: emails.notice(notice, dispatch) for dispatch in few}
        with transaction.atomic():
            done += _put_in_outbox(notice, messages, by, at)
            if start + AT_A_TIME >= len(waiting):
                conclude(done)
    return done


def follow(*, by: Any, at: datetime, message: int | None = None) -> int:
    """Let the dispatches follow their mail, of one message or of all; how many changed.

    Like the mail itself it writes no line of the log: the dispatches are the proof.
    """
    found = Dispatch.objects.filter(state__in=[DispatchState.QUEUED, DispatchState.FAILED], mail__isnull=False)
    if message is not None:
        found = found.filter(mail=message)
    delivered = found.filter(mail__sent_at__isnull=False)
    changed = 0
    for pk, sent_at in delivered.values_list("pk", "mail__sent_at"):
        changed += found.filter(pk=pk).update(state=DispatchState.HANDED_OVER, handed_over_at=sent_at)
    stuck = found.filter(state=DispatchState.QUEUED, mail__sent_at__isnull=True, mail__taken_at__isnull=True)
    tried = list(stuck.filter(mail__attempts__gt=0).values_list("pk", flat=True))
    return changed + Dispatch.objects.filter(pk__in=tried, state=DispatchState.QUEUED).update(
        state=DispatchState.FAILED
    )


@transaction.atomic
def purge(*, by: Any, at: datetime) -> int:
    """Forget who got what, two years after a meeting or once erased: how many did, and when, stays. Their number."""
    old = Dispatch.objects.filter(Q(notice__meeting__ends_at__lt=at - PROOF_KEPT) | Q(person__erased_at__isnull=False))
    number = old.exclude(person=None, address="").update(person=None, address="")
    if number:
        audit.record(verb="meetings.dispatches_purged", subject="dispatches:old", by=by, at=at, number=number)
    return number


# Steps


def _summon(meeting: Meeting, at: datetime) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise WrongState(_("The summons has been sent already. Send an update, or to those who have not got it."))
    if not (meeting.place or meeting.link):
        raise NotUsable(_("Say where the meeting is: a place, a digital link or both."))
    if meeting.kind == MeetingKind.MEETING and not meeting.items.exclude(state=ItemState.WITHDRAWN).exists():
        raise NotUsable(_("The agenda is empty. Add its items first."))
    meeting.state, meeting.modified_at = MeetingState.SUMMONED, at
    meeting.save(update_fields=["state", "modified_at"])


def _send(meeting: Meeting, kind: NoticeKind, message: str, by: Any, at: datetime) -> Notice:
    found = recipients.recipients(meeting)
    if not found:
        raise NotUsable(_("Nobody holds a mandate in the organ on the meeting's day. Enter its mandates first."))
    notice = Notice.objects.create(
        meeting=meeting, kind=kind, message=message.strip(), content=agenda.frozen(meeting),
        due_on=_due_on(meeting, kind, at), sequence=meeting.sequence, sent_by=by, sent_at=at,
    )  # fmt: skip
    Dispatch.objects.bulk_create([_dispatch(notice, each) for each in found])
    _hand_out_soon(notice, by, at)
    _record(notice, "meetings.notice_sent", by, at, kind=str(kind), recipients=len(found))
    return notice


def _due_on(meeting: Meeting, kind: NoticeKind, at: datetime) -> date | None:
    what = DEADLINE.get(kind)
    return next((each.due_on for each in deadlines.of_meeting(meeting, on=day_of(at)) if each.what == what), None)


def _dispatch(notice: Notice, to: Recipient) -> Dispatch:
    state = DispatchState.QUEUED if to.address else DispatchState.NO_ADDRESS
    return Dispatch(notice=notice, person=to.person, address=to.address, capacity=_capacity(to), state=state)


def _capacity(to: Recipient) -> str:
    """What somebody is called as, in their own language; never for which party."""
    with translation.override(recipients.language_of(to.person)):
        role = to.mandate.get_role_display()
    return f"{role}, {to.mandate.appointed_by}"[:100] if to.mandate.appointed_by else role


def _renewed(dispatch: Dispatch, to: Recipient, by: Any, at: datetime) -> bool:
    """Queue a dispatch that failed anew, by the address of now; False where it is left as it is."""
    if dispatch.state not in notices.UNDELIVERED or not to.address:
        return False
    if dispatch.mail is not None and not mail.withdraw(dispatch.mail, by=by, at=at):
        return False
    dispatch.address, dispatch.capacity, dispatch.mail = to.address, _capacity(to), None
    dispatch.state = DispatchState.QUEUED
    dispatch.save()
    return True


def _put_in_outbox(notice: Notice, messages: Mapping[int, EmailMessage], by: Any, at: datetime) -> int:
    """The mail of those dispatches that still wait for it."""
    gate.locked(notice.meeting)
    pending = list(notices.pending(notice).filter(pk__in=messages))
    for dispatch in pending:
        dispatch.mail = mail.send(messages[dispatch.pk], by=by, at=at)
        dispatch.save(update_fields=["mail"])
    return len(pending)


def _hand_out_soon(notice: Notice, by: Any, at: datetime) -> None:
    title = f"{notice.get_kind_display()}: {notice.meeting.title}"
    jobs.enqueue(kind=HAND_OUT, payload={"notice": str(notice.key)}, by=by, at=at, title=title)


def _record(notice: Notice, verb: str, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"notice:{notice.key}", by=by, at=at, meeting=str(notice.meeting.key), **details)
