"""What meetings hold about a person (GDPR articles 15 and 20). A secret ballot leads to nobody: it is not here."""

from typing import Any

from django.db.models import Q, QuerySet

from samsyn.meetings.models import Adjuster, Ballot, Decision, Dispatch, RollEntry, RollEvent, Statement, Voice
from samsyn.members.models import Person

Rows = list[dict[str, Any]]


def held_about(person: Person) -> dict[str, Rows]:
    """Everything that meetings hold about a person, as plain data: a list for each kind of trace."""
    return {
        "attendance": _attendance(person),
        "rolls_of_votes": _rolls(person),
        "open_votes": _open_votes(person),
        "heard": _heard(person),
        "statements": _statements(person),
        "adjusted": _adjusted(person),
        "responsible_for": _responsible_for(person),
        "dispatches": _dispatches(person),
    }


def _attendance(person: Person) -> Rows:
    events = RollEvent.objects.filter(Q(mandate__person=person) | Q(stands_in_for__person=person))
    return _plain(
        events.order_by("pk"), meeting="meeting__key", event="kind", who="mandate__person__key",
        stands_in_for="stands_in_for__person__key", item="item__key", reason="reason", at="at",
    )  # fmt: skip


def _rolls(person: Person) -> Rows:
    entries = RollEntry.objects.filter(Q(mandate__person=person) | Q(serving__person=person)).order_by("pk")
    return _plain(
        entries, vote="vote__key", question="vote__question", seat="seat", absence="absence", voted="voted",
        serving="serving__person__key",
    )  # fmt: skip


def _open_votes(person: Person) -> Rows:
    ballots = Ballot.objects.filter(secret=False, entry__serving__person=person).order_by("cast_at")
    return _plain(ballots, vote="vote__key", question="vote__question", choice="choice", at="cast_at")


def _heard(person: Person) -> Rows:
    voices = Voice.objects.filter(mandate__person=person).order_by("pk")
    return _plain(voices, decision="decision__key", said="said", note="note")


def _statements(person: Person) -> Rows:
    statements = Statement.objects.filter(mandate__person=person).order_by("made_at", "pk")
    return _plain(statements, decision="decision__key", kind="kind", text="text", at="made_at")


def _adjusted(person: Person) -> Rows:
    adjusters = Adjuster.objects.filter(person=person).order_by("pk")
    return _plain(adjusters, meeting="minutes__meeting__key", objection="objection")


def _responsible_for(person: Person) -> Rows:
    decisions = Decision.objects.filter(responsible=person).order_by("pk")
    return _plain(decisions, decision="key", wording="wording")


def _dispatches(person: Person) -> Rows:
    dispatches = Dispatch.objects.filter(person=person).order_by("pk")
    return _plain(
        dispatches, meeting="notice__meeting__key", notice="notice__kind", address="address", capacity="capacity",
        state="state", handed_over_at="handed_over_at",
    )  # fmt: skip


def _plain(rows: QuerySet, **fields: str) -> Rows:
    """Rows by the words of the export, with moments as ISO text and keys as text."""
    found = rows.values_list(*fields.values())
    return [dict(zip(fields, map(_as_text, row), strict=True)) for row in found]


def _as_text(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
