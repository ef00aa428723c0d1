"""The loops behind `times`: whom closed and slower links touch, and a hierarchy at costs that differ little."""

import numpy as np

from samsyn.analysis.accessibility.decay import TIE
from samsyn.analysis.compiled import compiled
from samsyn.analysis.measures.effects_kernel import EVERYBODY, OldWays
from samsyn.analysis.networks.hierarchy_kernel import Costs
from samsyn.analysis.networks.path_kernel import Arcs
from samsyn.analysis.networks.sweep_kernel import ancestors
from samsyn.analysis.tables import Flags, Floats, Ints


@compiled
def touched(times: Floats, ways: OldWays, link: int) -> tuple[Flags, Flags]:
    """The origins and the destinations of pairs whose shortest ways may use the link."""
    rows, columns = np.zeros(len(times), dtype=np.bool_), np.zeros(times.shape[1], dtype=np.bool_)
    tail, head, minutes = ways.tails[link], ways.heads[link], ways.minutes[link]
    before, after, zone = ways.out[tail], ways.out[head], ways.zone[tail]
    through = np.flatnonzero((minutes + after <= before * (1.0 + TIE)) & (after < np.inf))
    for i in range(len(times)):
        start = np.inf
        if zone in (EVERYBODY, i):
            start = ways.into[i, tail] + minutes
        if start == np.inf or start > ways.into[i, head] * (1.0 + TIE):
            continue
        for j in through:
            if start + after[j] <= times[i, j] * (1.0 + TIE):
                rows[i] = columns[j] = True
    return rows, columns


@compiled
def customized_anew(arcs: Arcs, changed: Ints, laid_up: Costs, laid_down: Costs) -> None:
    """Set the costs of the arcs right, in place, after the links of some have changed; `laid` are those of links alone.

    Upwards from the lowest: an arc that has changed may change those that it is a lower half of.
    """
    wrong = np.zeros(len(arcs.heads), dtype=np.bool_)
    for arc in changed:
        wrong[arc] = True
    for v in ancestors(arcs.parents, arcs.tails[changed]):
        for arc in range(arcs.starts[v], arcs.starts[v + 1]):
            if wrong[arc]:
                up, down = _over_lower_nodes(arcs, arc, laid_up[arc], laid_down[arc])
                if up != arcs.up[arc] or down != arcs.down[arc]:
                    arcs.up[arc], arcs.down[arc] = up, down
                    _mark_above(arcs, arc, wrong)


@compiled
def _over_lower_nodes(arcs: Arcs, arc: int, up: float, down: float) -> tuple[float, float]:
    """The cheapest of links and of all ways over a node below both ends."""
    x, y = arcs.tails[arc], arcs.heads[arc]
    i, last_i = arcs.below_starts[x], arcs.below_starts[x + 1]
    k, last_k = arcs.below_starts[y], arcs.below_starts[y + 1]
    while i < last_i and k < last_k:
        low, high = arcs.below[i], arcs.below[k]
        if arcs.tails[low] < arcs.tails[high]:
            i += 1
        elif arcs.tails[low] > arcs.tails[high]:
            k += 1
        else:
            up = min(up, arcs.down[low] + arcs.up[high])
            down = min(down, arcs.down[high] + arcs.up[low])
            i += 1
            k += 1
    return up, down


@compiled
def _mark_above(arcs: Arcs, arc: int, wrong: Flags) -> None:
    """Mark the arcs between the arc's higher end and those of the other arcs at its lower end."""
    v = arcs.tails[arc]
    for other in range(arcs.starts[v], arcs.starts[v + 1]):
        if other != arc:
            low = min(arcs.heads[arc], arcs.heads[other])
            high = max(arcs.heads[arc], arcs.heads[other])
            first = arcs.starts[low]
            wrong[first + np.searchsorted(arcs.heads[first : arcs.starts[low + 1]], high)] = True
