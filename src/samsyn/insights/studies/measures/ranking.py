"""The ranks of measures by every way of counting, and which of the choices moves them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.analysis.tables import Floats, Ints
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices
from samsyn.insights.studies.growth import Outlook
from samsyn.insights.studies.measures.choosing import FOR_MONEY, HALVINGS
from samsyn.insights.studies.measures.found import LIMITS, MIDDLE
from samsyn.insights.studies.measures.settling import Setting

if TYPE_CHECKING:
    from samsyn.analysis.measures.effects_kernel import Effects

SAVED, REACHED, WITHIN = "saved", "accessibility", "within"
COUNTED, DECAY, LIMIT, GROWTH = "counted", "decay", "limit", "growth"


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way of counting, and what each measure does by it (m,). `by` is a halving or a limit, in minutes."""

    counted: str
    by: int | None
    outlook: Outlook | None
    values: Floats

    def told(self) -> dict[str, Any]:
        """What is kept of it with a result."""
        scenario, year = (self.outlook.scenario, self.outlook.year) if self.outlook else (None, None)
        return {"counted": self.counted, "by": self.by, "scenario": scenario, "year": year}


def others(halving: int) -> tuple[int, ...]:
    """The halvings that are tried beside the one that was chosen."""
    return tuple(each for each in HALVINGS if each != halving)


def ways_of(total: "Effects", halving: int, outlook: Outlook | None) -> list[Way]:
    """Every way of counting the effects of measures in all, for the people and jobs of one outlook."""
    by_halving = {halving: total.accessibility} | dict(zip(others(halving), total.by_decay.T, strict=True))
    return [
        Way(SAVED, None, outlook, total.saved),
        *(Way(REACHED, each, outlook, by_halving[each]) for each in HALVINGS),
        *(Way(WITHIN, limit, outlook, total.within[:, k]) for k, limit in enumerate(LIMITS)),
    ]


def ranked(setting: Setting, ways: Sequence[Way], choices: Choices) -> list[dict[str, Any]]:
    """The rank of each measure by the way that was chosen, the first of `ways`; its best and worst by any of them.

    Beside these its middle rank by each, and how far each choice moves it by itself. Measures that tie have the middle
    of their ranks: that many bring no job nearer makes none of them the last. None for one that has no rank.
    """
    costs = [each.facts.cost for each in setting.candidates]
    for_money = choices["order"] == FOR_MONEY
    some = [m for m, cost in enumerate(costs) if not for_money or cost]
    told: list[dict[str, Any]] = [
        dict.fromkeys(("rank", "best", "worst", "ranks", "spans", "moved_by")) for _c in costs
    ]
    if not some:
        return told
    values = np.stack([way.values for way in ways])[:, some]
    if for_money:
        values = values / np.array([costs[m] for m in some], dtype=np.float64)
    middles, first = _middles([setting.candidates[m].key for m in some], values)
    groups = _groups(ways, choices["halving"])
    for place, m in enumerate(some):
        own = middles[:, place]
        spans = {name: [float(own[at].min()), float(own[at].max())] for name, at in groups.items()}
        widest = max(spans, key=lambda name: spans[name][1] - spans[name][0])
        told[m] = {
            "rank": int(first[place]),
            "best": math.floor(own.min()),
            "worst": math.ceil(own.max()),
            "ranks": plain.numbers(own),
            "spans": spans,
            "moved_by": widest if spans[widest][0] < spans[widest][1] else None,
        }
    return told


def _middles(keys: Sequence[str], values: Floats) -> tuple[Floats, Ints]:
    """(ways, m) the middle of the ranks that measures share, and (m,) the first of them by the first way."""
    # Imported here: it loads numba.
    from samsyn.analysis.choosing.rankings import Scores, rankings

    found = [rankings(Scores(tuple(keys), values[[way]])) for way in range(len(values))]
    return np.stack([each.middle for each in found]), found[0].best


def _groups(ways: Sequence[Way], halving: int) -> dict[str, list[int]]:
    """The ways that differ in one choice alone from what was chosen, by the choice."""
    same = [w for w, way in enumerate(ways) if way.outlook is ways[0].outlook]
    usual = {SAVED: None, REACHED: halving, WITHIN: LIMITS[MIDDLE]}
    groups = {
        COUNTED: [w for w in same if ways[w].by == usual[ways[w].counted]],
        DECAY: [w for w in same if ways[w].counted == REACHED],
        LIMIT: [w for w in same if ways[w].counted == WITHIN],
        GROWTH: [w for w, way in enumerate(ways) if way.counted == SAVED],
    }
    return {name: at for name, at in groups.items() if len(at) > 1}
