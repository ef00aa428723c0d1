"""The effect of every measure on all who travel, exactly, and of all candidates in one go.

Definition
----------
With t_ij the time from zone i to zone j as things are and t'_ij with the measure, of every pair of different zones:

- *minutes saved* by those who live in i: sum over j of trips_ij (t_ij - t'_ij), over pairs that have a way before and
  after. Trips that get a way at all are *connected*, those that lose it *cut off*: their time saved would be infinite,
  so they are told by number
- *accessibility*: sum over j of O_j (f(t'_ij) - f(t_ij)), O_j the opportunities at j and f a decay; and by other decays
- *within* a limit L: sum over j of O_j ([t'_ij <= L] - [t_ij <= L]), opportunities newly within reach less those lost
- *improved* and *worsened* pairs: how many have t' < t (1 - `TIE`), or t' > t (1 + `TIE`)

A pair that is neither improved nor worsened has no effect at all: its times differ by rounding alone. A time that is
above a limit by rounding alone is within it, as in `accessibility.decay`. What lies within a zone, no measure changes.

Over all zones, minutes and counts are summed; accessibility and opportunities within limits are summed over people: a
gain of 1,000 is one more job for each of 1,000 people, or 1,000 more for one.

Known bias
----------
Trips are the same before and after, and costs of links do not follow the traffic: new travel, and relief of others, are
not counted. Where trips after the measure are modelled, new travellers gain half of what the old ones do (the rule of
half); that is for who models them. What the bias of travel times is (`networks.travel_times`), is that of their
differences.

How
---
Improvements: a new shortest way leaves the old network at the tail of a link of the measure and comes back for good at
the head of one (`ways`), so t' = min(t, to the tail + the measure's links + from the head). Only origins whose
time to the head improves, and chunks of destinations in which one's time from the tail does, and is not better still
over a further link of the measure, are tried at all. Measures that close links or make them slower: `times`, one by
one.

Cost: for improvements O(pairs compared), about a quarter of all for a street on roads, many in one instruction. Memory:
the matrix, the times to and from the ends of a batch's links, and the effects by zone.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from samsyn.analysis.measures.changes import Alteration, Measure, alterations
from samsyn.analysis.measures.effects_kernel import Effects
from samsyn.analysis.measures.situations import EffectChoices, Situation
from samsyn.analysis.measures.sums import Counted, gains, losses, nothing, put, total
from samsyn.analysis.measures.times import losing_of
from samsyn.analysis.measures.ways import slower_links, ways_of
from samsyn.analysis.progress import Progress
from samsyn.analysis.row_blocks import each_block, passes
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Areas, Ints

BATCH = 1024
"""Links of measures whose ends are searched from at once."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureEffects:
    """The effects of measures, each by itself: by measure and zone, and in all."""

    keys: tuple[str, ...]
    zones: Areas
    choices: EffectChoices
    by_zone: Effects
    total: Effects


def measure_effects(
    situation: Situation,
    measures: Sequence[Measure],
    choices: EffectChoices,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> MeasureEffects:
    """The effects of each measure by itself. `progress` hears the share done; it may raise to cancel."""
    network = situation.customized.hierarchy.network
    altered = alterations(network, measures)
    by_zone = effects_of(situation, altered, choices, executor=executor, progress=progress)
    for each in by_zone:
        each.flags.writeable = False
    return MeasureEffects(
        tuple(each.key for each in altered), network.zones, choices, by_zone, total(by_zone, situation.people)
    )


def effects_of(
    situation: Situation,
    altered: Sequence[Alteration],
    choices: EffectChoices,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Effects:
    """The effects of alterations by zone."""
    by_zone = nothing(len(altered), len(situation.times), choices)
    counted = Counted(situation.opportunities, choices)
    batches = list(_works(situation, altered))
    for (work, which), heard in zip(batches, passes(progress, len(batches)), strict=True):
        some = [altered[m] for m in which]
        for places, rows, effects in work(situation, some, counted, executor=executor, progress=heard):
            put(by_zone, which[places], rows, effects)
    return by_zone


Part = tuple[Ints, slice, Effects]
"""Which of the alterations, which of the origins, and the effects of these on those."""


def _works(situation: Situation, altered: Sequence[Alteration]) -> Iterator[tuple[Callable[..., Iterator[Part]], Ints]]:
    """The alterations by how their effects are found, some at a time."""
    worse = np.array([slower_links(situation.customized, each).size > 0 for each in altered], dtype=np.bool_)
    for work, which in ((_gains, np.flatnonzero(~worse)), (_losses, np.flatnonzero(worse))):
        yield from ((work, batch) for batch in _batches(altered, which))


def _batches(altered: Sequence[Alteration], which: Ints) -> list[Ints]:
    """Alterations in their order, so many together as have `BATCH` links; at least one."""
    links = np.array([len(altered[m].minutes) + len(altered[m].links) for m in which], dtype=np.int64)
    number = np.cumsum(links) // BATCH
    return [which[number == each] for each in np.unique(number)]


def _gains(
    situation: Situation,
    altered: Sequence[Alteration],
    counted: Counted,
    *,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[Part]:
    """The effects of alterations that only improve, on some origins at a time."""
    ways = ways_of(situation.customized, altered, executor=executor)
    by_row = situation.trips, np.arange(len(situation.times))
    blocks = each_block(partial(gains, ways, counted), situation.times, *by_row, executor=executor, progress=progress)
    return ((np.arange(len(altered)), rows, effects) for rows, effects in blocks)


def _losses(
    situation: Situation,
    altered: Sequence[Alteration],
    counted: Counted,
    *,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[Part]:
    """The effects of alterations that make anything worse, on all origins, one by one."""
    work = partial(losses, situation, losing_of(situation, altered, executor=executor), counted)
    jobs = [(each, m) for m, each in enumerate(altered)]
    for m, effects in enumerate(each_done(work, jobs, executor=executor, progress=progress)):
        yield np.array([m]), slice(None), effects
