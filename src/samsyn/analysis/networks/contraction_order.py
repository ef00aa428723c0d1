"""The order in which nodes are contracted, and the arcs that contraction leaves: costs do not come into it.

Definition
----------
Contracting a node joins all its neighbours with each other and takes it away. The next to go is always the one with
the fewest neighbours left, the lowest number first: the rule of minimum degree (Rose 1972; George and Liu 1989), known
from solving sparse equations. The neighbours at the moment of contraction are the arcs that go *up* from a node; the
lowest of them is its *parent*, and the parents make the elimination tree, in which all arcs go from a node to one of
its ancestors. Nodes are numbered anew in a postorder of that tree, which leaves the arcs as they are and puts every
subtree in one piece of memory.

Known bias
----------
Minimum degree is a greedy rule: it leaves few arcs on road networks up to some hundred thousand nodes. On larger ones
nested dissection would leave fewer.

Cost: O(sum over nodes of d^2) for d arcs up; memory O(arcs).
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Ints

NOBODY = -1
_ROOM = 4


class Contraction(NamedTuple):
    """Nodes by rank, lowest first, and the arcs up from each.

    rank      (n,) the rank of each node
    starts    (n + 1,) the arcs of rank v are those from starts[v] up to starts[v + 1]
    heads     (arcs,) the rank that an arc leads to, above its own; ascending within a node
    parents   (n,) the lowest of the heads; `NOBODY` at a root
    """

    rank: Ints
    starts: Ints
    heads: Ints
    parents: Ints


def contract(nodes: int, tails: Ints, heads: Ints) -> Contraction:
    """Contract a network of links, whichever way they go; those from a node to itself do not count."""
    starts, neighbours = _neighbours(nodes, tails, heads)
    order, counts, pool_starts, pool = _minimum_degree(starts, neighbours)
    parents = _parents(order, counts, pool_starts, pool)
    rank = _postorder(parents, order)
    return _ranked(rank, counts, pool_starts, pool)


def _neighbours(nodes: int, tails: Ints, heads: Ints) -> tuple[Ints, Ints]:
    """Each node's neighbours, either way, once each and ascending."""
    different = tails != heads
    tails, heads = tails[different], heads[different]
    pairs = np.unique(np.concatenate((tails * nodes + heads, heads * nodes + tails)))
    starts = np.searchsorted(pairs, np.arange(nodes + 1) * nodes).astype(np.int64)
    return starts, (pairs % max(nodes, 1)).astype(np.int64)


@compiled
def _minimum_degree(starts: Ints, neighbours: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """The order of contraction, and for each node how many neighbours it had then and where they stand in a pool.

    Lists live in one pool; a list that grows out of its room moves to the pool's end with twice the room.
    """
    n = len(starts) - 1
    at, room = starts[:-1].copy(), np.diff(starts)
    count = room.copy()
    pool = np.empty(_ROOM * len(neighbours) + n + 1, dtype=np.int64)
    pool[: len(neighbours)] = neighbours
    used = len(neighbours)
    queue = _queue(count)
    order = np.empty(n, dtype=np.int64)
    merged = np.empty(n, dtype=np.int64)
    for place in range(n):
        node = _lowest(queue)
        order[place] = node
        for i in range(at[node], at[node] + count[node]):
            other = pool[i]
            size = _merge(pool, (at[other], count[other]), (at[node], count[node]), (node, other), merged)
            if size > room[other]:
                room[other] = 2 * size
                at[other], used = used, used + room[other]
                pool = _roomy(pool, used)
            pool[at[other] : at[other] + size] = merged[:size]
            count[other] = size
            _change(queue, other, size)
    return order, count, at, pool


@compiled
def _merge(pool: Ints, mine: tuple[int, int], gone: tuple[int, int], both: tuple[int, int], merged: Ints) -> int:
    """The neighbours of one node and of the contracted one together, without the two themselves; how many."""
    i, end_i = mine[0], mine[0] + mine[1]
    j, end_j = gone[0], gone[0] + gone[1]
    size = 0
    while i < end_i or j < end_j:
        if j == end_j or (i < end_i and pool[i] <= pool[j]):
            value = pool[i]
            if j < end_j and pool[j] == value:
                j += 1
            i += 1
        else:
            value = pool[j]
            j += 1
        if value != both[0] and value != both[1]:
            merged[size] = value
            size += 1
    return size


@compiled
def _roomy(pool: Ints, used: int) -> Ints:
    """The same pool, with room for so many."""
    if used <= len(pool):
        return pool
    larger = np.empty(2 * used, dtype=np.int64)
    larger[: len(pool)] = pool
    return larger


@compiled
def _queue(count: Ints) -> Ints:
    """A tree of minima over count and number; nodes are its leaves, in the second half."""
    n = len(count)
    queue = np.empty(2 * n, dtype=np.int64)
    for node in range(n):
        queue[n + node] = count[node] * n + node
    for i in range(n - 1, 0, -1):
        queue[i] = min(queue[2 * i], queue[2 * i + 1])
    return queue


@compiled
def _lowest(queue: Ints) -> int:
    """The node that is next; it is taken out."""
    n = len(queue) // 2
    node: int = queue[1] % n
    _put(queue, node, np.iinfo(np.int64).max)
    return node


@compiled
def _change(queue: Ints, node: int, count: int) -> None:
    n = len(queue) // 2
    _put(queue, node, count * n + node)


@compiled
def _put(queue: Ints, node: int, key: int) -> None:
    i = len(queue) // 2 + node
    queue[i] = key
    while i > 1:
        i //= 2
        queue[i] = min(queue[2 * i], queue[2 * i + 1])


@compiled
def _parents(order: Ints, count: Ints, at: Ints, pool: Ints) -> Ints:
    """Of each node, the neighbour that is contracted first after it."""
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    for i in range(n):
        place[order[i]] = i
    parents = np.full(n, NOBODY, dtype=np.int64)
    for node in range(n):
        for i in range(at[node], at[node] + count[node]):
            if parents[node] == NOBODY or place[pool[i]] < place[parents[node]]:
                parents[node] = pool[i]
    return parents


@compiled
def _postorder(parents: Ints, order: Ints) -> Ints:
    """Each node's rank: after all below it in the tree, subtree by subtree."""
    n = len(parents)
    below = np.ones(n, dtype=np.int64)
    for i in range(n):
        if parents[order[i]] != NOBODY:
            below[parents[order[i]]] += below[order[i]]
    # `free[v]` is where the ranks of the next subtree below v end: v itself takes the last of its own.
    rank, free, top = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64), n
    for i in range(n - 1, -1, -1):
        node = order[i]
        if parents[node] == NOBODY:
            end = top
            top -= below[node]
        else:
            end = free[parents[node]]
            free[parents[node]] -= below[node]
        rank[node] = end - 1
        free[node] = end - 1
    return rank


@compiled
def _ranked(rank: Ints, count: Ints, at: Ints, pool: Ints) -> Contraction:
    """All of it, by rank."""
    n = len(rank)
    starts = np.zeros(n + 1, dtype=np.int64)
    for node in range(n):
        starts[rank[node] + 1] = count[node]
    starts = np.cumsum(starts)
    heads = np.empty(starts[n], dtype=np.int64)
    parents = np.full(n, NOBODY, dtype=np.int64)
    for node in range(n):
        mine = heads[starts[rank[node]] : starts[rank[node] + 1]]
        for i in range(len(mine)):
            mine[i] = rank[pool[at[node] + i]]
        mine.sort()
        if len(mine):
            parents[rank[node]] = mine[0]
    return Contraction(rank, starts, heads, parents)
