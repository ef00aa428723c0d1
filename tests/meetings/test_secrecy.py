"""A secret ballot has no way back to the voter: looked for wherever the system writes."""

import logging

import pytest
from django.apps import apps
from django.db import connection

from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.jobs.models import Job
from samsyn.meetings.models import Ballot, RollEntry
from samsyn.meetings.operations import votes
from tests.meetings.hall import hall

DELEGATES = tuple(f"d{n:02}" for n in range(24))
CHOICES = ("yes", "no", "yes", "abstain", "yes", "invalid")


@pytest.fixture
def made(db):
    ready = hall(DELEGATES, ()).open(*DELEGATES)
    ready.take_up()
    return ready


def cast_all(made, vote):
    for place, name in enumerate(DELEGATES):
        made.cast(vote, **{name: CHOICES[place % len(CHOICES)]})


def rows(model):
    return list(model.objects.values())


def test_casting_changes_the_line_of_the_voter_and_one_ballot_and_nothing_else(made, caplog):
    """Every table of the system is read before and after: no other row may tell that, when or how somebody voted."""
    vote = made.vote("secret")
    models = [model for model in apps.get_models() if model not in (Ballot, RollEntry)]
    before = {model._meta.label: rows(model) for model in models}
    with caplog.at_level(logging.DEBUG):
        cast_all(made, vote)
    assert {model._meta.label: rows(model) for model in models} == before
    assert [record for record in caplog.records if record.name != "django.db.backends"] == []


def test_a_ballot_has_no_field_of_person_time_or_order(made):
    vote = made.vote("secret")
    cast_all(made, vote)
    votes.close_vote(vote, **made.by())
    assert {field.name for field in Ballot._meta.concrete_fields} == {
        "key", "vote", "secret", "entry", "choice", "cast_at",
    }  # fmt: skip
    assert set(Ballot.objects.values_list("entry", "cast_at")) == {(None, None)}
    assert {"cast_at", "choice", "at"} & {field.name for field in RollEntry._meta.concrete_fields} == set()


def test_as_many_blank_ballots_lie_ready_as_there_are_voters(made):
    vote = made.vote("secret")
    assert Ballot.objects.filter(vote=vote, choice="").count() == len(DELEGATES)
    made.cast(vote, d00="yes")
    assert Ballot.objects.filter(vote=vote, choice="").count() == len(DELEGATES) - 1


def test_closing_writes_every_row_anew(made):
    vote = made.vote("secret")
    cast_all(made, vote)
    ballots = set(Ballot.objects.values_list("key", flat=True))
    lines = set(RollEntry.objects.values_list("pk", flat=True))
    votes.close_vote(vote, **made.by())
    assert not ballots & set(Ballot.objects.values_list("key", flat=True))
    assert not lines & set(RollEntry.objects.values_list("pk", flat=True))
    assert Ballot.objects.count() == len(ballots)
    assert RollEntry.objects.filter(voted=True).count() == len(DELEGATES)


def test_the_order_of_the_rows_is_neither_that_of_the_seats_nor_that_of_voting(made):
    """By chance that would happen once in 24! times."""
    vote = made.vote("secret")
    cast_all(made, vote)
    votes.close_vote(vote, **made.by())
    seats = list(RollEntry.objects.order_by("pk").values_list("seat", flat=True))
    assert sorted(seats) == list(range(1, len(DELEGATES) + 1))
    assert seats != sorted(seats)
    with connection.cursor() as cursor:
        place = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT choice FROM meetings_ballot ORDER BY {place}")
        as_written = [choice for (choice,) in cursor.fetchall()]
    assert as_written != [CHOICES[place % len(CHOICES)] for place in range(len(DELEGATES))]


@pytest.mark.django_db(transaction=True)
def test_the_databases_own_bookkeeping_ties_nothing_together():
    """On PostgreSQL each row tells which transaction wrote it: one wrote them all."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no transaction number")
    made = hall(DELEGATES, ()).open(*DELEGATES)
    made.take_up()
    vote = made.vote("secret")
    cast_all(made, vote)
    assert len(transactions()) >= len(DELEGATES)  # until it is closed they could be paired: the method page says so
    votes.close_vote(vote, **made.by())
    assert len(transactions()) == 1


def transactions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM meetings_ballot UNION SELECT xmin::text FROM meetings_rollentry")
        return {number for (number,) in cursor.fetchall()}


def test_the_log_tells_that_a_secret_vote_was_opened_and_closed_and_no_more(made):
    vote = made.vote("secret")
    cast_all(made, vote)
    votes.close_vote(vote, **made.by())
    verbs = list(
        AuditEntry.objects.filter(subject=f"vote:{vote.key}").order_by("sequence").values_list("verb", flat=True)
    )
    assert verbs == ["meetings.vote_prepared", "meetings.vote_opened", "meetings.vote_closed"]
    assert not Job.objects.exists()


def test_a_cancelled_secret_vote_leaves_no_ballot_and_not_who_had_voted_when(made):
    vote = made.vote("secret")
    cast_all(made, vote)
    lines = set(RollEntry.objects.values_list("pk", flat=True))
    votes.cancel_vote(vote, **made.by())
    assert not Ballot.objects.exists()
    assert not lines & set(RollEntry.objects.values_list("pk", flat=True))
