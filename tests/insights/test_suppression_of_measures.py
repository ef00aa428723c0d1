"""What everybody sees of measures and of their effects on labour markets, attacked: no small number can be worked out.

The attacker knows the network, what each measure does to every time, the rule, and all that is shown, and solves linear
programs over trips or commuters. Both are given away to him more than anybody knows: of labour markets, by how much the
model lets each single flow grow.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from scipy.optimize import linprog

from samsyn.analysis.measures.changes import network_with
from samsyn.analysis.tables import Areas
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.labour_market import computing, settling
from samsyn.insights.studies.measures import settling as measures
from samsyn.insights.studies.measures.public import HOUR, step
from samsyn.insights.suppression import Rule
from tests.analysis.networks.plain_networks import plain_times
from tests.insights.studies import drawn, test_labour_market
from tests.insights.studies.test_measures import chosen, people, trips
from tests.insights.studies.test_travel_times import network
from tests.sources.test_measures import candidates

RULE = Rule(below=5, width=5)
WHERE = {"A": "North", "B": "North", "C": "South", "D": "East"}


@dataclass
class Known:
    """What an attacker knows of numbers (n, n) that are not below zero: sums of them, and how far each may be off."""

    rows: list = field(default_factory=list)
    most: list = field(default_factory=list)

    def sum(self, weights, value, within=0.0):
        """The sum by these weights is the value, give or take; nothing where the value is not told."""
        if value is not None and not np.isnan(value):
            row = np.ravel(weights).astype(float)
            self.rows += [row, -row]
            self.most += [value + within, within - value]

    def least(self, weights):
        """The sum by these weights is not below zero."""
        self.rows.append(-np.ravel(weights))
        self.most.append(0.0)

    def doubt(self, wanted):
        """How many values a sum may have, as seen by the attacker; infinite where nothing bounds it."""
        ends = [linprog(sign * np.ravel(wanted), A_ub=np.array(self.rows), b_ub=self.most) for sign in (1, -1)]
        assert ends[0].status == 0, "what is shown is true"
        return np.inf if ends[1].status == 3 else -ends[1].fun - ends[0].fun


def _one(n, i, j):
    cell = np.zeros((n, n))
    cell[i, j] = 1
    return cell


# --- Measures. A star of four zones, an hour from its middle each, so that a way straight from one to another is
# nobody's but theirs: a faster spoke with and without it differ by what those of one pair save.

SPOKES = [(0, zone, 60) for zone in (1, 2, 3, 4)] + [(zone, 0, 60) for zone in (1, 2, 3, 4)]
CENTRES = [(4 + zone, zone, 0) for zone in (1, 2, 3, 4)] + [(zone, 4 + zone, 0) for zone in (1, 2, 3, 4)]
FASTER = ("faster", {"from": "0", "to": "4", "minutes": 50, "both_ways": "yes"})
STRAIGHT = ("new link", {"from": "1", "to": "2", "minutes": 10})
TRIPS = [[0, 3, 40, 25], [12, 0, 30, 8], [35, 2, 0, 9], [20, 4, 60, 0]]
ALL = (("F", *FASTER), ("FS", *FASTER), ("FS", *STRAIGHT), ("S", *STRAIGHT))


def _star():
    made = network(
        [(a, b, float(minutes)) for a, b, minutes in SPOKES + CENTRES], nodes=9, zones=[5, 6, 7, 8], closed=[5, 6, 7, 8]
    )
    return replace(made, zones=Areas(tuple("ABCD"), tuple("ABCD")))


def _measured():
    who = {"people": [100, 100, 100, 100], "jobs": [100, 100, 100, 100]}
    star = _star()
    given = {
        "network": star, "measures": candidates(*ALL), "people": people("ABCD", **who),
        "trips": trips(TRIPS, star.zones), "regions": WHERE,
    }  # fmt: skip
    result = STUDIES["measures"].compute(given, chosen(), np.random.default_rng(1), drawn.silent)
    return result, measures.settle(given, chosen())


def _seen_of_measures(public, setting, minutes):
    """All that is shown of each measure: sums of minutes saved in all and by part, rounded to so many minutes."""
    known = Known()
    for told, measure in zip(public["measures"], setting.measures, strict=True):
        gain = setting.situation.times - plain_times(network_with(setting.network, [measure]))
        known.sum(gain, told["saved"], minutes / 2)
        for code, saved in zip(public["parts"]["codes"], told["by_part"]["saved"], strict=True):
            own = np.array([WHERE[zone] == code for zone in "ABCD"])
            known.sum(gain * own[:, None], saved, minutes / 2)
        for zone, sign in enumerate(told["by_area"]["direction"]):
            known.least(sign * gain * (np.arange(4) == zone)[:, None])
    return known


def _small():
    return [(i, j) for i in range(4) for j in range(4) if 0 < TRIPS[i][j] < RULE.below]


def _hours(minutes):
    return round(minutes / HOUR) * HOUR


def test_the_attacker_of_measures_would_find_few_trips_in_whole_hours():
    result, setting = _measured()
    told = [
        {
            "saved": _hours(each["saved"]),
            "by_part": {"saved": [_hours(saved) for saved in each["by_part"]["saved"]]},
            "by_area": {"direction": [0] * 4},
        }
        for each in result["measures"]
    ]
    known = _seen_of_measures(result | {"measures": told}, setting, HOUR)
    assert known.doubt(_one(4, 0, 1)) < RULE.width, "so this is an attack that finds what is there to be found"


def test_no_few_trips_can_be_worked_out_from_measures():
    result, setting = _measured()
    public = for_everyone(STUDIES["measures"], result, RULE)
    minutes = step(result, RULE)
    assert minutes == 600, "five trips of the longest way, two hours"
    known = _seen_of_measures(public, setting, minutes)
    assert len(known.rows) > 4, "something is shown"
    for i, j in _small():
        assert known.doubt(_one(4, i, j)) >= RULE.width, (i, j)


def test_modelled_trips_are_told_in_whole_hours():
    result, _setting = _measured()
    assert step(result | {"whole": result["whole"] | {"modelled": True}}, RULE) == HOUR


# --- Labour markets

SMALL = ([800, 150, 3, 1], [150, 800, 70, 2], [4, 70, 800, 150], [2, 3, 150, 800])
FEW_ACROSS = ([800, 150, 1, 0], [150, 800, 2, 0], [0, 3, 800, 150], [0, 1, 150, 800])


def _growth(before, after):
    """By how much each flow grows; one that is nobody stays so, whoever it is said to be."""
    return np.where(before > 0, after / np.where(before > 0, before, 1.0), 1.0)


def _labour(rows, seed=1):
    given = {
        "network": test_labour_market.network(),
        "measures": candidates(test_labour_market.BRIDGE, test_labour_market.CLOSED),
        "flows": test_labour_market.flows(rows),
    }
    asked = {"modes": "all", "form": "exponential", "drawings": "5", "measures": "R1"} | test_labour_market.THRESHOLDS
    choices = test_labour_market.chosen(asked)
    setting = settling.settle(given, choices)
    effects = computing._effects(settling.changed(setting, choices), choices, np.random.default_rng(seed), drawn.silent)
    result = STUDIES["labour-market-effects"].compute(given, choices, np.random.default_rng(seed), drawn.silent)
    return result, setting, _growth(setting.flows.matrix(), effects.flows.matrix())


def _shares(known, told, of_region, growth):
    """What shares tell: those inside are so many per cent, give or take a half, of all who live or work there."""
    for place, region in enumerate(sorted(set(of_region))):
        own = np.array(of_region) == region
        for name, whole in (("supply", own[:, None] & np.ones(4, bool)), ("demand", np.ones((4, 1), bool) & own)):
            share = told[name][place]
            if share is not None:
                inside = own[:, None] & own
                known.least((inside - (share - 0.005) * whole) * growth)
                known.least(((share + 0.005) * whole - inside) * growth)


def _seen_of_labour(public, setting, growth):
    """All that is shown: flows and totals of the old regions, shares before and after, and the mean times to work."""
    known, before = Known(), public["areas"]["before"]
    groups = [np.array(before) == region for region in sorted(set(before))]
    for place, own in enumerate(groups):
        known.sum(own[:, None] & np.ones(4, bool), public["before"]["residents"][place])
        known.sum(np.ones((4, 1), bool) & own, public["before"]["jobs"][place])
        known.sum(own[:, None] & own, public["before"]["inside"][place])
    between = public["between"]
    for origin, destination, number in zip(between["origins"], between["destinations"], between["before"], strict=True):
        known.sum(groups[origin][:, None] & groups[destination], number)
    known.sum(np.ones((4, 4)), public["whole"]["residents"])
    _shares(known, public["before"], before, 1.0)
    _shares(known, public["still"], before, growth)
    _shares(known, public["after"], public["areas"]["after"], growth)
    apart = ~np.eye(4, dtype=bool)
    for mean, times in zip(("mean_before", "mean_after"), (setting.before, setting.after), strict=True):
        if public["times"][mean] is not None:
            known.least((times - public["times"][mean] + 0.5) * apart)
            known.least((public["times"][mean] + 0.5 - times) * apart)
    return known


def _between(rows, before):
    """The flows between old regions that are small: as weights of the flows that they are sums of."""
    pairs = [(one, other) for one in set(before) for other in set(before) if one != other]
    blocks = [np.outer(before == one, before == other) for one, other in pairs]
    return [block for block in blocks if 0 < rows[block].sum() < RULE.below]


@pytest.mark.parametrize("seed", range(4))
def test_no_few_commuters_can_be_worked_out_from_effects_on_labour_markets(seed):
    rows = np.array(SMALL)
    small = (rows < RULE.below).nonzero()
    rows[small] = np.random.default_rng(seed).integers(1, RULE.below, len(small[0]))
    result, setting, growth = _labour(rows.tolist(), seed)
    known = _seen_of_labour(for_everyone(STUDIES["labour-market-effects"], result, RULE), setting, growth)
    for i, j in zip(*small, strict=True):
        assert known.doubt(_one(4, int(i), int(j))) >= RULE.width, (i, j)


def test_no_few_commuters_between_regions_can_be_worked_out():
    rows = np.array(FEW_ACROSS)
    result, setting, growth = _labour(FEW_ACROSS)
    between = _between(rows, np.array(result["areas"]["before"]))
    assert len(between) == 2
    exact = _seen_of_labour(result, setting, growth)
    known = _seen_of_labour(for_everyone(STUDIES["labour-market-effects"], result, RULE), setting, growth)
    for block in between:
        assert exact.doubt(block) < 1, "so this is an attack that finds what is there to be found"
        assert known.doubt(block) >= RULE.width


def test_the_law_of_commuting_is_told_in_few_digits():
    result, _setting, _growth = _labour(SMALL)
    public = for_everyone(STUDIES["labour-market-effects"], result, RULE)
    for (_name, value, error), (_same, exact, _error) in zip(
        public["model"]["parameters"], result["model"]["parameters"], strict=True
    ):
        assert value != exact
        assert value == pytest.approx(exact, rel=0.006)
        assert error is None
