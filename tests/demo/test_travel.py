"""The demonstration's travel times: a finished run, on the network and on stated numbers of people and jobs."""

import numpy as np
import pytest

from samsyn.demo import commuting, travel
from samsyn.demo.region import MUNICIPALITIES, POPULATION
from samsyn.foundation.accounts.models import Role
from samsyn.insights.exports import making
from samsyn.insights.models import Run
from samsyn.insights.operations import drafts
from samsyn.insights.queries import runs
from samsyn.insights.studies import plain
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    make.user(Role.ANALYST, email="analytiker@demo.example")
    boundaries = drafts.bring_in(commuting.municipalities(), by=None, at=make.NOW)
    return travel.load(boundaries, at=make.NOW)


def test_every_municipality_reaches_every_other(run):
    result = runs.result_of(run)
    assert result["areas"]["codes"] == sorted(MUNICIPALITIES)
    assert result["areas"]["names"] == [MUNICIPALITIES[code] for code in sorted(MUNICIPALITIES)]
    assert np.isfinite(plain.unpacked(result["times"])).all()
    assert result["absent"] == []
    assert result["without_boundaries"] == []


def test_jobs_and_people_are_those_that_are_stated(run):
    result = runs.result_of(run)
    assert sum(result["areas"]["people"]) == sum(POPULATION.values())
    assert result["reached"]["all"] == pytest.approx(commuting.EMPLOYED * sum(POPULATION.values()), abs=79)


def test_it_is_modelled_and_is_of_the_year_of_the_network(run):
    shown = making.told(run, runs.result_of(run), named=True)
    assert shown.about.modelled
    assert runs.reference_day(run).year == int(travel.REFERENCE)
    assert "omx-matrices" in shown.formats()


def test_everybody_may_see_it_and_what_is_reached(run):
    reached = Run.objects.get(study="accessibility")
    assert {each.share.run.study for each in (run, reached)} == {"travel-times", "accessibility"}
    spread = runs.result_of(reached)["measures"]["within-45"]["spread"][0]
    assert 0 < spread["worst"] < spread["mean"] < runs.result_of(reached)["all"]
    assert 0.2 < spread["gini"] < 0.6
    assert min(runs.result_of(reached)["measures"]["within-30"]["values"]) > 0, "everybody reaches the jobs at home"


def test_it_is_told_in_swedish_words(run):
    shown = making.told(run, runs.result_of(run), named=True).presentation
    assert shown.title == "Restider: Sju län"
    assert [one.name for one in shown.maps] == ["from", "to", "half", "within"]
    assert shown.map("from").title == "Minuter från Stockholm"
