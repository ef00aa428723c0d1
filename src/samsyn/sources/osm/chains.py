"""Contraction: pieces of ways that meet where nothing else does become one link."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.sources.records import Floats, Ints

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of ways between two nodes, to go along, against, or both.

    start, end        (m,) positions of nodes
    km                (m,)
    along, against    (m,) minutes each way; infinite where that is not allowed
    mode              (m,) a number
    """

    start: Ints
    end: Ints
    km: Floats
    along: Floats
    against: Floats
    mode: Ints

    def __len__(self) -> int:
        return len(self.km)


def contracted(pieces: Pieces, nodes: int) -> tuple[Pieces, int]:
    """The same ways with fewer nodes, and how many loops were left out that have no such node.

    A node goes where exactly two pieces of one mode meet, both open both ways or one leading in and one out. Lengths
    and minutes add up, so all ways between the nodes that stay take as long as before.
    """
    goes = _goes(pieces, nodes)
    chains: list[tuple[int, int, float, float, float, int]] = []
    walker = _Walker(pieces, goes)
    for piece in range(len(pieces)):
        chains.extend(walker.from_piece(piece))
    columns = zip(*chains, strict=True) if chains else ((),) * 6
    start, end, km, along, against, mode = (np.array(column) for column in columns)
    made = Pieces(start.astype(np.int64), end.astype(np.int64), km, along, against, mode.astype(np.int64))
    return made, walker.loops()


def _goes(pieces: Pieces, nodes: int) -> Flags:
    """Which nodes may go."""
    ends = np.concatenate((pieces.start, pieces.end))
    out, into = np.isfinite(pieces.along), np.isfinite(pieces.against)
    leaving, arriving = np.concatenate((out, into)), np.concatenate((into, out))
    degree = np.bincount(ends, minlength=nodes)
    ways_out = np.bincount(ends, leaving, minlength=nodes)
    ways_in = np.bincount(ends, arriving, minlength=nodes)
    both_ways = np.bincount(ends, leaving & arriving, minlength=nodes)
    modes = np.concatenate((pieces.mode, pieces.mode))
    # Of two numbers that are equal, and no others, twice the squares are the square of the sum.
    mixed = np.bincount(ends, modes, minlength=nodes) ** 2 != 2 * np.bincount(ends, modes**2, minlength=nodes)
    straight = (both_ways == 2) | ((both_ways == 0) & (ways_out == 1) & (ways_in == 1))
    return np.asarray((degree == 2) & ~mixed & straight)


class _Walker:
    """Walks from the nodes that stay along those that go; each piece is in one chain."""

    def __init__(self, pieces: Pieces, goes: Flags) -> None:
        self._start, self._end = pieces.start.tolist(), pieces.end.tolist()
        self._km, self._mode = pieces.km.tolist(), pieces.mode.tolist()
        self._along, self._against = pieces.along.tolist(), pieces.against.tolist()
        self._goes = goes.tolist()
        self._done = bytearray(len(pieces))
        self._at: dict[int, list[int]] = {}
        for piece, pair in enumerate(zip(self._start, self._end, strict=True)):
            for node in pair:
                if self._goes[node]:
                    self._at.setdefault(node, []).append(piece)

    def from_piece(self, piece: int) -> Iterator[tuple[int, int, float, float, float, int]]:
        """The chain that the piece begins, if it begins one that is not walked yet."""
        for node in (self._start[piece], self._end[piece]):
            if not self._done[piece] and not self._goes[node]:
                yield self._walked(piece, node)

    def _walked(self, piece: int, first: int) -> tuple[int, int, float, float, float, int]:
        km = along = against = 0.0
        node, mode = first, self._mode[piece]
        while True:
            self._done[piece] = 1
            forward = self._start[piece] == node
            km += self._km[piece]
            along += self._along[piece] if forward else self._against[piece]
            against += self._against[piece] if forward else self._along[piece]
            node = self._end[piece] if forward else self._start[piece]
            if not self._goes[node]:
                return first, node, km, along, against, mode
            one, other = self._at[node]
            piece = other if one == piece else one

    def loops(self) -> int:
        """How many chains have no end: what is not walked yet."""
        count = 0
        for piece, done in enumerate(self._done):
            if not done:
                count += 1
                self._unwind(piece)
        return count

    def _unwind(self, piece: int) -> None:
        node = self._end[piece]
        while not self._done[piece]:
            self._done[piece] = 1
            one, other = self._at[node]
            piece = other if one == piece else one
            node = self._end[piece] if self._start[piece] == node else self._start[piece]
