"""A council of two hundred that sits, made straight in the database of an installation, with everybody signed in.

For the tests under load and the benchmarks: ``build("secret")`` tells where to vote and with which cookies.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.meetings.models import AgendaItem, Meeting, RollEvent, Vote
from samsyn.meetings.operations import sittings, votes
from samsyn.members.models import Mandate, Organ, Person, RulesOfProcedure

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICERS = 8


def build(kind: str = "open", *, delegates: int = 200, there: bool = True) -> dict[str, Any]:
    """A council whose item is open, with an open vote of a kind ("": none) if its delegates are `there`."""
    at = timezone.now()
    with transaction.atomic():
        organ = Organ.objects.create(code="council", name="Council", kind="council", public=True)
        since = at.date() - timedelta(days=365)
        RulesOfProcedure.objects.create(organ=organ, since=since, summons_days=90, papers_days=14)
        accounts = [_account(f"delegate{n}", at) for n in range(delegates)]
        officers = [_account(f"officer{n}", at) for n in range(OFFICERS)]
        RoleGrant.objects.bulk_create(RoleGrant(user=each, role=Role.OFFICER, since=since) for each in officers)
        mandates = _seated(organ, accounts, at)
        meeting = Meeting.objects.create(
            organ=organ, title="Council", starts_at=at, ends_at=at + timedelta(hours=3), state="summoned",
            created_at=at, modified_at=at,
        )  # fmt: skip
        sittings.open_meeting(meeting, by=None, at=at)
        vote = _voting(meeting, mandates, kind, at) if there else None
        people = {
            "delegates": [_signed_in(each) for each in accounts],
            "officers": [_signed_in(each) for each in officers],
        }
    made = {
        "meeting": str(meeting.key),
        "vote": str(vote.key) if vote else "",
        "mandates": [str(m.key) for m in mandates],
    }
    return made | people


def _account(name: str, at) -> User:
    return User.objects.create(email=f"{name}@council.example", name=name, joined_at=at)


def _seated(organ: Organ, accounts: list[User], at) -> list[Mandate]:
    people = Person.objects.bulk_create(Person(name=each.name, account=each) for each in accounts)
    return Mandate.objects.bulk_create(
        Mandate(
            organ=organ,
            person=person,
            role="delegate",
            since=at.date() - timedelta(days=300),
            created_at=at,
            modified_at=at,
        )
        for person in people
    )


def _voting(meeting: Meeting, mandates: list[Mandate], kind: str, at):
    item = AgendaItem.objects.create(meeting=meeting, number="1", title="Budget", created_at=at, modified_at=at)
    RollEvent.objects.bulk_create(RollEvent(meeting=meeting, kind="arrived", mandate=each, at=at) for each in mandates)
    item = sittings.open_item(item, by=None, at=at)
    if not kind:
        return None
    return put(item, kind, at)


def put(item: AgendaItem, kind: str, at) -> Vote:
    """Open a vote on the item."""
    words = {"question": "Adopt the budget?", "yes_means": "Adopt", "no_means": "Reject"}
    vote = votes.prepare(item, kind=kind, **words, by=None, at=at)
    return votes.open_vote(vote, by=None, at=at)


def _signed_in(user: User) -> str:
    """The key of a session as signing in makes it."""
    store = SessionStore()
    content = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    made = Session(
        session_key=store._get_new_session_key(),
        session_data=store.encode(content),
        expire_date=timezone.now() + timedelta(days=1),
    )
    made.save(force_insert=True)
    return made.session_key
