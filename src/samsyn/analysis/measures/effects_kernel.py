"""The loops behind `effects`: which pairs of zones a measure changes, and what that adds up to.

Each pair is compared by itself and each zone's sums are taken along its row in one order: neither blocks of rows, nor
batches of measures, nor threads change a bit.
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.accessibility.decay import TIE
from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Flags, Floats, Ints

TILE = 16
"""Rows of the matrix that stay near the processor while all measures are tried on them."""
CHUNK = 64
"""Destinations that are tried at once, and passed over at once where a measure does not bring them nearer."""

EVERYBODY, NOT_A_ZONE = -1, -2
"""In the place of the zone whose trips may leave from a terminal: trips of all zones, or of none."""


class Ways(NamedTuple):
    """The links that measures bring or make faster, `starts[m]` up to `starts[m + 1]` those of measure m.

    tails, heads    of each link, among the terminals
    minutes         that it takes
    squares, closed the links of measure m, k of them, are closed at `closed[squares[m]:squares[m + 1]]`, k by k: the
                    least time from the tail of one to the head of another that begins and ends with them
    near            (links, chunks) whether the link brings any of these destinations nearer
    into, out       (zones, terminals) and (terminals, zones) times without the measures, `out` filled up with infinite
                    ones to whole chunks; nobody goes on from a terminal that nobody may pass
    zone            (terminals,) the only zone whose trips may leave from there; or `EVERYBODY`, or `NOT_A_ZONE`
    """

    starts: Ints
    tails: Ints
    heads: Ints
    minutes: Floats
    squares: Ints
    closed: Floats
    near: Flags
    into: Floats
    out: Floats
    zone: Ints


class OldWays(NamedTuple):
    """Links of the network itself, `starts[m]` up to `starts[m + 1]` those of measure m; the rest as in `Ways`."""

    starts: Ints
    tails: Ints
    heads: Ints
    minutes: Floats
    into: Floats
    out: Floats
    zone: Ints


class Pairs(NamedTuple):
    """Pairs whose time changes, the first `count`: of which measure, from which row to which column."""

    measure: Ints
    row: Ints
    column: Ints
    before: Floats
    after: Floats


class Effects(NamedTuple):
    """What measures do, by measure and where trips begin, (m, n); or in all, (m,).

    saved           minutes saved, times trips, of those who have a way before and after
    accessibility   opportunities gained, weighted by the decay
    by_decay        (m, n, decays) or (m, decays) the same by each of the other decays
    within          (m, n, limits) or (m, limits) opportunities newly within each limit, less those no longer within
    improved, worsened    pairs of different zones
    connected, cut_off    trips that get a way, or lose it

    In all, accessibility and opportunities within limits are summed over people, all else over zones.
    """

    saved: Floats
    accessibility: Floats
    by_decay: Floats
    within: Floats
    improved: Ints
    worsened: Ints
    connected: Floats
    cut_off: Floats


@compiled
def closed_ways(starts: Ints, ends: tuple[Ints, Ints], minutes: Floats, between: Floats) -> tuple[Ints, Floats, Floats]:
    """All ways over several links of one measure, each measure by itself: Floyd's and Warshall's method.

    Where the square of each measure begins; from the tail of each link to the head of each; and from its head.
    """
    tails, heads = ends
    squares = np.zeros(len(starts), dtype=np.int64)
    for m in range(len(starts) - 1):
        squares[m + 1] = squares[m] + (starts[m + 1] - starts[m]) ** 2
    closed, onwards = np.empty(squares[-1]), np.empty(squares[-1])
    for m in range(len(starts) - 1):
        first, k = starts[m], starts[m + 1] - starts[m]
        square = closed[squares[m] : squares[m + 1]].reshape(k, k)
        for e in range(k):
            for f in range(k):
                step = between[heads[first + e], tails[first + f]] + minutes[first + f]
                square[e, f] = 0.0 if e == f else step
        for g in range(k):
            for e in range(k):
                for f in range(k):
                    square[e, f] = min(square[e, f], square[e, g] + square[g, f])
        for e in range(k):
            for f in range(k):
                onwards[squares[m] + e * k + f] = square[e, f] if e != f else np.inf
                square[e, f] += minutes[first + e]
    return squares, closed, onwards


@compiled
def nearer(
    starts: Ints, ends: tuple[Ints, Ints], minutes: Floats, onwards: tuple[Ints, Floats], times: tuple[Floats, Floats]
) -> Flags:
    """(links, chunks) whether the way over the link brings any of the destinations nearer to its tail.

    Not where going on from its head over links of the same measure is quicker still: `onwards` are the squares of
    `between` and `closed` ways. `times` are those from terminals to zones, for who is there and for who has come there.
    """
    tails, heads = ends
    leaving, out = times
    squares, steps = onwards
    near = np.zeros((len(tails), out.shape[1] // CHUNK), dtype=np.bool_)
    for m in range(len(starts) - 1):
        first, k = starts[m], starts[m + 1] - starts[m]
        for link in range(first, first + k):
            before, after = leaving[tails[link]], out[heads[link]]
            undercut = before * (1.0 - TIE)
            hits = minutes[link] + after < undercut
            at = squares[m] + (link - first) * k
            for g in range(k):
                if steps[at + g] < np.inf:
                    _leave_out(hits, steps[at + g], out[heads[first + g]], after)
            for chunk in range(near.shape[1]):
                near[link, chunk] = hits[chunk * CHUNK : (chunk + 1) * CHUNK].any()
    return near


@compiled
def _leave_out(hits: Flags, step: float, further: Floats, after: Floats) -> None:
    for j in range(len(hits)):
        hits[j] &= not step + further[j] < after[j] * (1.0 - TIE)


@compiled
def reached(ways: Ways, own: Ints) -> Floats:
    """(origins, links) the time to each link's head over links of the measure, ending with it; infinite if no gain."""
    times = np.full((len(own), len(ways.tails)), np.inf)
    for i in range(len(own)):
        into, row = ways.into[own[i]], times[i]
        for m in range(len(ways.starts) - 1):
            first, k = ways.starts[m], ways.starts[m + 1] - ways.starts[m]
            for e in range(first, first + k):
                tail, at = ways.tails[e], ways.squares[m] + (e - first) * k
                start = into[tail] if ways.zone[tail] == EVERYBODY else np.inf
                if ways.zone[tail] == own[i]:
                    start = 0.0
                # Useless where its head is reached as soon, over other links of the measure or none.
                if start + ways.minutes[e] < min(row[e], into[ways.heads[e]]):
                    for f in range(k):
                        way = start + ways.closed[at + f]
                        row[first + f] = (way if way < row[first + f] else row[first + f]) + 0.0
        for link in range(len(row)):
            if not row[link] < into[ways.heads[link]] * (1.0 - TIE):
                row[link] = np.inf
    return times


@compiled
def shortened(times: Floats, heads_reached: Floats, out: Floats) -> None:
    """Lower times to those over the heads of links: reached (rows, links) at a time, and left for (links, columns)."""
    for i in range(len(times)):
        row = times[i]
        for link in range(len(out)):
            if heads_reached[i, link] < np.inf:
                for j in range(len(row)):
                    row[j] = min(row[j], heads_reached[i, link] + out[link, j])


@compiled
def improvements(
    at: int, edges: Floats, times: Floats, ways: Ways, heads_reached: Floats, pairs: Pairs
) -> tuple[int, int]:
    """Fill `pairs` with what measures improve, from step `at`; where to go on (-1: done), and how many were found.

    A step is one measure on one tile of rows; `edges` (rows, chunks, CHUNK) are the times that must be undercut. There
    must be room for a tile of pairs.
    """
    measures, chunks = len(ways.starts) - 1, edges.shape[1]
    steps = measures * ((len(times) + TILE - 1) // TILE)
    room, count = len(pairs.row) - TILE * times.shape[1], 0
    out, near = ways.out.reshape(len(ways.out), chunks, CHUNK), _listed(ways)
    hit, best = np.zeros(TILE, dtype=np.bool_), np.empty(CHUNK)
    compared, leading, rows = (ways.heads, out, edges), (ways.heads, out), (times, edges)
    while at < steps and count <= room:
        tile, m = at // measures, at % measures
        for chunk in range(chunks):
            links = near[1][near[0][m * chunks + chunk] : near[0][m * chunks + chunk + 1]]
            if links.size and _hit((tile, chunk), links, heads_reached, compared, hit):
                for i in range(tile * TILE, min(len(times), (tile + 1) * TILE)):
                    if hit[i - tile * TILE]:
                        _shortest((i, chunk), links, heads_reached, leading, best)
                        count = _improved((m, i, chunk), rows, best, pairs, count)
        at += 1
    return (at if at < steps else -1), count


@compiled
def _listed(ways: Ways) -> tuple[Ints, Ints]:
    """The links of measure m that are near chunk c are listed from starts[m * chunks + c] up to the next start."""
    chunks = ways.near.shape[1]
    starts, links = np.zeros((len(ways.starts) - 1) * chunks + 1, dtype=np.int64), np.empty(ways.near.sum(), np.int64)
    count = 0
    for m in range(len(ways.starts) - 1):
        for chunk in range(chunks):
            for link in range(ways.starts[m], ways.starts[m + 1]):
                if ways.near[link, chunk]:
                    links[count] = link
                    count += 1
            starts[m * chunks + chunk + 1] = count
    return starts, links


@compiled
def _hit(
    where: tuple[int, int], links: Ints, heads_reached: Floats, compared: tuple[Ints, Floats, Floats], hit: Flags
) -> bool:
    """Mark the rows of a tile from which any destination of a chunk becomes nearer."""
    tile, chunk = where
    heads, out, edges = compared
    hit[:] = False
    for link in links:
        head = heads[link]
        for i in range(tile * TILE, min(len(edges), (tile + 1) * TILE)):
            start = heads_reached[i, link]
            if start < np.inf and not hit[i - tile * TILE]:
                # Counted, not searched, so that several are compared in one instruction.
                hits = 0
                for j in range(CHUNK):
                    hits += start + out[head, chunk, j] < edges[i, chunk, j]
                hit[i - tile * TILE] = hits > 0
    return bool(hit.any())


@compiled
def _shortest(
    where: tuple[int, int], links: Ints, heads_reached: Floats, leading: tuple[Ints, Floats], best: Floats
) -> None:
    """The least time over any of the links."""
    i, chunk = where
    heads, out = leading
    best[:] = np.inf
    for link in links:
        start, head = heads_reached[i, link], heads[link]
        if start < np.inf:
            for j in range(CHUNK):
                way = start + out[head, chunk, j]
                best[j] = (way if way < best[j] else best[j]) + 0.0


@compiled
def _improved(where: tuple[int, int, int], rows: tuple[Floats, Floats], best: Floats, pairs: Pairs, count: int) -> int:
    """List the pairs that become nearer."""
    m, i, chunk = where
    times, edges = rows
    for at in range(CHUNK):
        if best[at] < edges[i, chunk, at]:
            j = chunk * CHUNK + at
            count = listed_pair(pairs, count, m, (i, j), times[i, j], best[at])
    return count


@compiled
def differences(
    at: int, before: Floats, block: tuple[Ints, Ints, Floats], done: Flags, pairs: Pairs
) -> tuple[int, int]:
    """Fill `pairs` with what differs in a block of a matrix, from row `at`; where to go on, and how many were found.

    The block has rows, columns and new times. What is in an earlier block, `done` (2, blocks, zones), is passed over.
    """
    rows, columns, after = block
    room, count = len(pairs.row) - len(columns), 0
    while at < len(rows) and count <= room:
        i = rows[at]
        for place in range(len(columns)):
            old, new = before[i, columns[place]], after[at, place]
            if (new < old * (1.0 - TIE) or new > old * (1.0 + TIE)) and not _in_any(done, i, columns[place]):
                count = listed_pair(pairs, count, 0, (i, columns[place]), old, new)
        at += 1
    return (at if at < len(rows) else -1), count


@compiled
def _in_any(blocks: Flags, row: int, column: int) -> bool:
    found = False
    for block in range(blocks.shape[1]):
        found |= blocks[0, block, row] and blocks[1, block, column]
    return found


@compiled
def listed_pair(pairs: Pairs, count: int, m: int, cell: tuple[int, int], before: float, after: float) -> int:
    """List a pair behind the others; how many there are then."""
    pairs.measure[count] = m
    pairs.row[count], pairs.column[count] = cell
    pairs.before[count], pairs.after[count] = before, after
    return count + 1


@compiled
def added_up(
    pairs: Pairs, count: int, gained: Floats, amounts: tuple[Floats, Floats], edges: Floats, effects: Effects
) -> None:
    """Add pairs to the effects: `gained` (decays, pairs) weight of the decays, `amounts` of trips and opportunities."""
    trips, opportunities = amounts
    for p in range(count):
        m, i, j = pairs.measure[p], pairs.row[p], pairs.column[p]
        old, new, there = pairs.before[p], pairs.after[p], opportunities[j]
        if old == np.inf:
            effects.connected[m, i] += trips[i, j]
        elif new == np.inf:
            effects.cut_off[m, i] += trips[i, j]
        else:
            effects.saved[m, i] += trips[i, j] * (old - new)
        if new < old:
            effects.improved[m, i] += 1
        else:
            effects.worsened[m, i] += 1
        effects.accessibility[m, i] += there * gained[0, p]
        for decay in range(1, len(gained)):
            effects.by_decay[m, i, decay - 1] += there * gained[decay, p]
        for limit in range(len(edges)):
            if (new <= edges[limit]) != (old <= edges[limit]):
                effects.within[m, i, limit] += there if new < old else -there
