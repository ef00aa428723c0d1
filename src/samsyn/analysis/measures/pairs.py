"""Synergy and conflict: what measures do two by two, beyond what each does alone.

Definition
----------
The effect of two measures together is that of the network on which both are carried out (`changes.together`), counted
as `effects` does. Their *synergy* is the joint effect less the sum of the effects alone:

- above 0: each is worth more with the other (a link between two faster stretches)
- 0: they have nothing to do with each other
- below 0: a conflict, each does in part what the other does (two tunnels through one mountain)

Of worsened pairs, and of trips cut off, more is worse: there the signs mean the opposite.

Known bias
----------
Two by two is not all: three measures may need each other where no two do. As everywhere here, nobody travels more or
elsewhere; with congestion, measures that relieve one another's queues are worth less together than this says.

Cost: as `effects` for m (m - 1) / 2 measures; memory: the effects by zone of a batch.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from samsyn.analysis.measures.changes import Measure, alterations, together
from samsyn.analysis.measures.effects import effects_of
from samsyn.analysis.measures.effects_kernel import Effects
from samsyn.analysis.measures.situations import EffectChoices, Situation
from samsyn.analysis.measures.sums import total
from samsyn.analysis.progress import Progress
from samsyn.analysis.row_blocks import passes

BATCH = 256
"""Pairs whose effects by zone are held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class PairEffects:
    """In all, over zones or people as `Effects` says: `alone` (m,) each by itself, `joint` and `synergy` (m, m).

    On the diagonal, `joint` is what the measure does alone, and `synergy` 0.
    """

    keys: tuple[str, ...]
    alone: Effects
    joint: Effects
    synergy: Effects


def pair_effects(
    situation: Situation,
    measures: Sequence[Measure],
    choices: EffectChoices,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> PairEffects:
    """The effects of all pairs of measures. `progress` hears the share done; it may raise to cancel."""
    each = alterations(situation.customized.hierarchy.network, measures)
    first, second = np.triu_indices(len(each), 1)
    pairs = [together((each[i], each[j]), situation.customized.costs) for i, j in zip(first, second, strict=True)]
    work = [*each, *pairs]
    parts = [work[at : at + BATCH] for at in range(0, max(1, len(work)), BATCH)]
    found = []
    for part, heard in zip(parts, passes(progress, len(parts)), strict=True):
        by_zone = effects_of(situation, part, choices, executor=executor, progress=heard)
        found.append(total(by_zone, situation.people))
    alone, joint, synergy = zip(*(_squared(values, len(each)) for values in zip(*found, strict=True)), strict=True)
    return PairEffects(tuple(one.key for one in each), Effects(*alone), Effects(*joint), Effects(*synergy))


def _squared(parts: Sequence[npt.NDArray[Any]], m: int) -> tuple[npt.NDArray[Any], ...]:
    """One kind of effect alone, two by two, and beyond the sum of two; those alone stand before the pairs."""
    values = np.concatenate(parts)
    alone, pairs = values[:m], values[m:]
    joint = np.zeros((m, m, *values.shape[1:]), dtype=values.dtype)
    synergy = joint.copy()
    first, second = np.triu_indices(m, 1)
    joint[first, second] = joint[second, first] = pairs
    joint[np.arange(m), np.arange(m)] = alone
    synergy[first, second] = synergy[second, first] = pairs - alone[first] - alone[second]
    for each in (alone, joint, synergy):
        each.flags.writeable = False
    return alone, joint, synergy
