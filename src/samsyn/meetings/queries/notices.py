"""What has been sent about meetings, and how far each sending came."""

from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from samsyn.meetings.models import Dispatch, DispatchState, Meeting, Notice

UNDELIVERED = (DispatchState.FAILED, DispatchState.NO_ADDRESS)
ORDER = (*UNDELIVERED, DispatchState.QUEUED, DispatchState.HANDED_OVER)


def of_meeting(meeting: Meeting) -> QuerySet[Notice]:
    """Everything sent about a meeting, latest first, each with how many it went to and how many got it."""
    states = {state.value: Count("dispatches", filter=Q(dispatches__state=state)) for state in DispatchState}
    counted = meeting.notices.annotate(recipients=Count("dispatches"), **states)
    return counted.select_related("sent_by").order_by("-sent_at", "-pk")


def by_key(key: UUID) -> Notice | None:
    """A sending with its meeting."""
    return Notice.objects.select_related("meeting__organ", "sent_by").filter(key=key).first()


def dispatches(notice: Notice) -> QuerySet[Dispatch]:
    """The proof for each recipient, those who have not got it first."""
    order = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(ORDER)), output_field=IntegerField())
    return notice.dispatches.select_related("person").order_by(order, "person__name", "pk")


def counts(notice: Notice) -> list[tuple[str, int]]:
    """How many are in each state, in words, those that occur."""
    found = dict(notice.dispatches.order_by().values_list("state").annotate(Count("pk")))
    return [(str(state.label), found[state]) for state in ORDER if state in found]


def is_untold(meeting: Meeting) -> bool:
    """Whether the calendars of those who were summoned are behind: the meeting has moved since the last sending."""
    told = meeting.notices.order_by("-sequence").values_list("sequence", flat=True).first()
    return told is not None and told < meeting.sequence


def pending(notice: Notice) -> QuerySet[Dispatch]:
    """The dispatches that wait to be put in the outbox."""
    return notice.dispatches.filter(state=DispatchState.QUEUED, mail__isnull=True)
