"""Loading the demonstration region, through the same operations that people use."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from samsyn.demo import commuting, measures, meetings, people, plan, register, timetable, traffic, travel
from samsyn.foundation.accounts.models import User
from samsyn.foundation.accounts.operations import Grant, accept_invitation, invite
from samsyn.foundation.accounts.tokens import tokens
from samsyn.foundation.days import day_of
from samsyn.members.models import Function, Organisation
from samsyn.members.operations import functions
from samsyn.members.operations import people as persons

Progress = Callable[[float, str], None]
SETTLED = timedelta(days=140)
"""The plan is of the year that this long ago belongs to, so that at least its first round has been."""


def _silent(share: float, message: str) -> None:
    pass


def is_loaded() -> bool:
    """Whether the demonstration region has been loaded already."""
    return User.objects.filter(email=people.email(people.PEOPLE[0])).exists()


def load(*, at: datetime, progress: Progress = _silent) -> bool:
    """Load the region, whole or not at all; False where it was there already, and nothing was done."""
    if is_loaded():
        return False
    year = (at - SETTLED).year
    began = datetime(year - 1, 10, 1, 9, tzinfo=UTC)
    with transaction.atomic():
        progress(0.0, "organisations")
        term = register.term_of(year)
        register.register_members(since=term, at=began)
        progress(0.1, "people")
        _register_people(at=began)
        register.register_organs(since=term, at=began)
        register.replace_some(at=at)
        progress(0.2, "plan")
        plan.load(year=year, until=at, progress=lambda share, message: progress(0.2 + 0.6 * share, message))
        progress(0.79, "meetings")
        meetings.load(at=at)
        progress(0.8, "commuting")
        run = commuting.load(at=at)
        progress(0.9, "travel times")
        times = travel.load(run.sources.get(role="boundaries").snapshot, at=at)
        progress(0.93, "timetable")
        timetable.load({each.role: each.snapshot for each in times.sources.all()}, at=at)
        progress(0.95, "measures")
        done = measures.load({each.role: each.snapshot for each in times.sources.all()}, at=at)
        sources = {each.role: each.snapshot for each in done.sources.all()}
        flows = run.sources.get(role="flows").snapshot
        measures.join(sources, flows, at=at)
        measures.choose(sources, at=at)
        measures.grow(sources, at=at)
        progress(0.98, "traffic")
        traffic.load(sources, flows, at=at)
    progress(1.0, "done")
    return True


def _register_people(*, at: datetime) -> None:
    for code, name in people.FUNCTIONS.items():
        functions.register_function(code=code, name=name, by=None, at=at)
    for invented in people.PEOPLE:
        account = _account(invented, at=at)
        organisation = Organisation.objects.filter(code=invented.organisation).first()
        person = persons.register_person(
            name=invented.name, email=account.email, organisation=organisation, account=account, by=None, at=at
        )
        if invented.function:
            held = Function.objects.get(code=invented.function)
            functions.hold_function(held, person=person, since=day_of(at), by=None, at=at)


def _account(invented: people.Invented, *, at: datetime) -> User:
    grant = Grant(role=invented.role, since=date(at.year, 1, 1), organisation=invented.organisation)
    user = invite(email=people.email(invented), name=invented.name, grants=[grant], by=None, at=at)
    accept_invitation(user, token=tokens.make_token(user), password=people.PASSWORD, by=user, at=at)
    return user
