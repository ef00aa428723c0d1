"""What the effects of measures add up to, for a block of origins: the work that is done side by side."""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.accessibility.decay import TIE, edge
from samsyn.analysis.measures.changes import Alteration
from samsyn.analysis.measures.effects_kernel import (
    CHUNK,
    TILE,
    Effects,
    Pairs,
    Ways,
    added_up,
    differences,
    improvements,
    reached,
)
from samsyn.analysis.measures.situations import EffectChoices, Situation
from samsyn.analysis.measures.times import Losing, changed_blocks
from samsyn.analysis.tables import Floats, Ints

ROOM = 2**18
"""Pairs that are kept at a time, at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What effects are counted by: opportunities (n,), and the choices."""

    opportunities: Floats
    choices: EffectChoices


def nothing(measures: int, rows: int, choices: EffectChoices) -> Effects:
    """No effects yet."""
    saved, accessibility, connected, cut_off = (np.zeros((measures, rows)) for _each in range(4))
    improved, worsened = (np.zeros((measures, rows), dtype=np.int64) for _each in range(2))
    by_decay, within = (np.zeros((measures, rows, len(each))) for each in (choices.others, choices.limits))
    return Effects(saved, accessibility, by_decay, within, improved, worsened, connected, cut_off)


def gains(ways: Ways, counted: Counted, times: Floats, trips: Floats, own: Ints) -> Effects:
    """The effects of measures that only improve, on some origins: their times and trips, and their own positions."""
    effects = nothing(len(ways.starts) - 1, len(own), counted.choices)
    edges, heads_reached = _edges(times, own), reached(ways, own)
    pairs, at = pairs_for(TILE * times.shape[1]), 0
    while at >= 0:
        at, count = improvements(at, edges, times, ways, heads_reached, pairs)
        add(effects, pairs, count, trips, counted)
    return effects


def losses(situation: Situation, losing: Losing, counted: Counted, altered: Alteration, m: int) -> Effects:
    """The effects of an alteration that makes anything worse, the one of number m in `losing`, on all origins."""
    n = len(situation.times)
    effects = nothing(1, n, counted.choices)
    blocks = changed_blocks(situation, altered, losing, m)
    covered, pairs = np.zeros((2, len(blocks), n), dtype=np.bool_), pairs_for(n)
    for number, block in enumerate(blocks):
        at = 0
        while at >= 0:
            cells = block.rows, block.columns, block.times
            at, count = differences(at, situation.times, cells, covered[:, :number], pairs)
            add(effects, pairs, count, situation.trips, counted)
        covered[0, number, block.rows] = covered[1, number, block.columns] = True
    return effects


def put(into: Effects, measures: Ints, rows: slice, effects: Effects) -> None:
    """Put the effects of some measures on some origins in their place among all."""
    for every, some in zip(into, effects, strict=True):
        every[measures, rows] = some


def total(by_zone: Effects, people: Floats) -> Effects:
    """The effects in all."""
    weighted = {name: getattr(by_zone, name) for name in ("accessibility", "by_decay", "within")}
    # Not by a matrix product of a library, whose order of summing hangs on its threads.
    summed = {name: np.einsum("mi...,i->m...", values, people) for name, values in weighted.items()}
    summed |= {name: values.sum(axis=1) for name, values in by_zone._asdict().items() if name not in weighted}
    return Effects(**summed)


def _edges(times: Floats, own: Ints) -> Floats:
    """(rows, chunks, CHUNK) what must be undercut: nothing does within one's own zone, or behind the last."""
    rows, zones = times.shape
    edges = np.full((rows, -(-zones // CHUNK) * CHUNK), -np.inf)
    edges[:, :zones] = times
    edges *= 1.0 - TIE
    edges[np.arange(rows), own] = -np.inf
    return edges.reshape(rows, -1, CHUNK)


def pairs_for(least: int) -> Pairs:
    """Room for pairs: at least twice as many."""
    room = max(ROOM, 2 * least)
    measure, row, column = (np.empty(room, dtype=np.int64) for _each in range(3))
    return Pairs(measure, row, column, np.empty(room), np.empty(room))


def add(effects: Effects, pairs: Pairs, count: int, trips: Floats, counted: Counted) -> None:
    """Add the first `count` pairs to the effects."""
    before, after, choices = pairs.before[:count], pairs.after[:count], counted.choices
    gained = np.stack([each.weights(after) - each.weights(before) for each in (choices.decay, *choices.others)])
    edges = np.array([edge(limit, before) for limit in choices.limits])
    added_up(pairs, count, gained, (trips, counted.opportunities), edges, effects)
