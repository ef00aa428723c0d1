"""The demonstration's bottlenecks: on roads that can be, where people know them, quick and told in Swedish."""

import pytest

from samsyn.demo import commuting, measures, traffic, travel
from samsyn.foundation.accounts.models import Role
from samsyn.insights.exports import making
from samsyn.insights.models import Run
from samsyn.insights.queries import runs
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    make.user(Role.ANALYST, email="analytiker@demo.example")
    regions = commuting.load(at=make.NOW)
    given = {each.role: each.snapshot for each in regions.sources.all()}
    times = travel.load(given["boundaries"], at=make.NOW)
    done = measures.load({each.role: each.snapshot for each in times.sources.all()}, at=make.NOW)
    return traffic.load({each.role: each.snapshot for each in done.sources.all()}, given["flows"], at=make.NOW)


def test_roads_around_stockholm_are_full_and_others_are_not(run):
    result = runs.result_of(run)
    whole, links = result["whole"], result["links"]
    assert whole["reached"]
    assert 0 < whole["full"] < 20
    assert 0.005 < whole["delay"] / whole["hours"] < 0.2, "a coarse network with cars that it can take"
    stockholm = result["parts"]["codes"].index("01")
    pairs = zip(result["areas"]["part"], result["areas"]["delayed"], strict=True)
    assert sum(delayed for part, delayed in pairs if part == stockholm) > 0.9 * whole["delay"]
    limited = [at for at, capacity in enumerate(links["capacity"]) if capacity]
    assert max(links["volume"][at] / links["capacity"][at] for at in limited) < 2
    first = result["measures"][0]
    assert first["key"] == "V1", "the southern cross link saves most"
    assert first["saved"] > first["fixed"], "and relieves other roads"


def test_it_is_shared_and_told_in_swedish_words(run):
    shown = making.told(run, runs.public_result_of(runs.shared_run(run.share.key)), named=False)
    assert shown.presentation.title == "Flaskhalsar: Sju län"
    assert shown.about.modelled
    assert shown.presentation.maps[0].name == "load"
    assert len(shown.presentation.maps[0].lines.lines) > 200
    assert not shown.links
