"""What is said of a run that was made again, seen from either of the two."""

from uuid import uuid4

import pytest

from samsyn.insights.models import Run
from samsyn.insights.queries import repetitions
from tests.insights import running

pytestmark = pytest.mark.django_db


def again(run: Run, **changed: str) -> Run:
    made = Run.objects.get(pk=run.pk)
    made.pk, made.key, made.repeats = None, uuid4(), run
    for name, value in changed.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def test_a_run_that_nobody_repeated_says_nothing():
    assert repetitions.told(running.done(running.asked())) == []


def test_the_same_result_is_said_on_both_pages():
    first = running.done(running.asked())
    second = again(first)
    [seen_from_first], [seen_from_second] = repetitions.told(first), repetitions.told(second)
    assert (seen_from_first.other, seen_from_first.same, seen_from_first.is_first) == (second, True, False)
    assert (seen_from_second.other, seen_from_second.same, seen_from_second.is_first) == (first, True, True)


def test_another_result_is_blamed_on_the_code_where_that_differs():
    first = running.done(running.asked())
    again(first, digest="0" * 64, code="0.0.0")
    [told] = repetitions.told(first)
    assert not told.same
    assert "0.0.0" in told.text


def test_another_result_of_the_same_code_says_what_to_do():
    first = running.done(running.asked())
    again(first, digest="0" * 64)
    [told] = repetitions.told(first)
    assert not told.same
    assert "0.0.0" not in told.text
