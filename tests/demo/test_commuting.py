"""The demonstration's modelled commuting: it keeps to its stated totals, and says everywhere that it is modelled."""

from collections import defaultdict

import pytest
from django.urls import reverse

from samsyn.demo import commuting
from samsyn.demo.region import MUNICIPALITIES, POPULATION
from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import Dataset, DatasetKind, Run, Snapshot
from samsyn.insights.queries import runs, tables
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    make.user(Role.ANALYST, email="analytiker@demo.example")
    return commuting.load(at=make.NOW)


def test_every_municipality_has_a_population():
    assert POPULATION.keys() == MUNICIPALITIES.keys()


def test_the_flows_keep_to_the_stated_totals(run):
    flows = tables.flows_of(Snapshot.objects.get(dataset__kind=DatasetKind.FLOWS))
    assert flows.areas.codes == tuple(MUNICIPALITIES)
    leaving = dict(zip(flows.areas.codes, flows.leaving, strict=True))
    # Each of at most 79 flows of a municipality is rounded to whole persons.
    assert all(abs(leaving[code] - commuting.EMPLOYED * POPULATION[code]) < 79 / 2 for code in MUNICIPALITIES)
    jobs = defaultdict(float, zip(flows.areas.codes, flows.arriving, strict=True))
    factors = {code: jobs[code] / leaving[code] for code in MUNICIPALITIES}
    assert factors["0184"] / factors["0180"] == pytest.approx(commuting.JOBS["0184"] / commuting.JOBS["0180"], rel=0.01)


def test_it_is_modelled_and_says_so_wherever_it_shows(client, run):
    assert Dataset.objects.get(kind=DatasetKind.FLOWS).modelled
    assert "Modellerad" in Dataset.objects.get(kind=DatasetKind.FLOWS).description
    assert runs.is_modelled(run)
    html = client.get(reverse("insights:shared", args=[run.share.key])).content.decode()
    assert html.count("modellberäknad") >= 5


def test_the_regions_cover_the_seven_counties(run):
    result = runs.result_of(run)
    assert len(result["areas"]["codes"]) == len(MUNICIPALITIES)
    assert result["without_boundaries"] == []
    assert 5 <= result["whole"]["regions"] <= 20
