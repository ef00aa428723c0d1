"""The worked example of the page on labour market effects is what the code computes."""

from functools import partial

import numpy as np

from samsyn.analysis.interaction.calibration import Interactions, calibrate
from samsyn.analysis.interaction.commuting_change import CommutingChoices, CostChange
from samsyn.analysis.interaction.deterrence import Costs
from samsyn.analysis.regions.labour_market_effects import LabourMarketChoices, labour_market_effects
from samsyn.analysis.regions.local_labour_markets import LocalLabourMarketChoices, local_labour_markets
from tests.analysis.commuting import groups, lettered
from tests.analysis.method_pages import table

_table = partial(table, "labour-market-effects")


def _regions(flows):
    return local_labour_markets(flows, LocalLabourMarketChoices(most_out=0.25, most_to_one=0.25)).partition


def _effects(elasticity):
    flows = lettered(*([float(cell) for cell in row[1:]] for row in _table("from")))
    before, after = (Costs(flows.areas, minutes, "minutes") for minutes in ([[0, 10], [10, 0]], [[0, 5], [10, 0]]))
    change = CostChange(flows, calibrate(Interactions(flows, before)), after)
    choices = LabourMarketChoices(CommutingChoices(job_elasticity=elasticity, tolerance=1e-9), drawings=10)
    return labour_market_effects(change, _regions, np.random.default_rng(1), choices)


def test_the_flows_afterwards():
    columns = [np.append(found.flows.matrix().ravel(), found.flows.arriving[1]) for found in map(_effects, (0, 1))]
    shown = [[f"{value:.4f}" for value in row] for row in zip(*columns, strict=True)]
    assert [row[1:] for row in _table("afterwards")] == shown
    assert [row[0] for row in _table("afterwards")] == ["A to A", "A to B", "B to A", "B to B", "jobs in B"]


def test_the_regions_and_how_sure():
    found = _effects(0)
    values = [found.old.supply[0], found.old_after.supply[0], found.new.supply[0]]
    assert [row[1] for row in _table("self-containment")] == [f"{value:.4f}" for value in values]
    for one in (found, _effects(1)):
        assert groups(one.old.partition) == {"A", "B"}
        assert groups(one.new.partition) == {"AB"}
        assert one.joined() == ((0, 1),)
        assert one.together[0, 1] == 1
