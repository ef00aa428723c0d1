"""From the rows of a candidate measure to what it does to a network: which links it means, and what does not fit."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from samsyn.analysis.measures.changes import Change, ClosedLink, Measure, NewLink, NewMinutes, NewNode
from samsyn.analysis.networks.tables import Mode, Network
from samsyn.analysis.tables import TableError
from samsyn.sources.checks.measure_findings import MeasureKind
from samsyn.sources.measures.records import Candidate, ChangeRow, What

BACK = " back"
"""What follows the code of a link in that of its way back, as networks are read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit: what, in which row, told by an example; `thing` is the column it stands in."""

    kind: MeasureKind
    row: int
    example: str
    thing: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A measure as it is carried out on a network, None where it cannot be; its faults, blocking or not."""

    measure: Measure | None
    faults: tuple[Fault, ...]

    @property
    def blocking(self) -> tuple[str, ...]:
        """The names of the kinds of fault for which it cannot be carried out, each once."""
        return tuple(dict.fromkeys(fault.kind.name for fault in self.faults if fault.kind.blocks))


class Resolver:
    """Finds what measures mean in one network."""

    def __init__(self, network: Network) -> None:
        links, nodes = network.links, network.nodes.codes
        self._minutes = links.minutes
        self._modes = links.mode
        self._nodes = frozenset(nodes)
        self._codes = links.codes
        self._at = {code: place for place, code in enumerate(links.codes)}
        self._ends = [(nodes[start], nodes[end]) for start, end in zip(links.start, links.end, strict=True)]
        self._between: dict[tuple[str, str], list[int]] = {}
        for place, ends in enumerate(self._ends):
            self._between.setdefault(ends, []).append(place)

    def resolved(self, candidate: Candidate) -> Resolved:
        """What the measure does, or why it does not fit."""
        changes: list[Change] = []
        faults: list[Fault] = []
        own = {row.link for row in candidate.rows if row.what is What.NODE}
        for row in candidate.rows:
            for found in self._of_row(candidate.key, row, own):
                (faults if isinstance(found, Fault) else changes).append(found)  # type: ignore[arg-type]
        if any(fault.kind.blocks for fault in faults):
            return Resolved(None, tuple(faults))
        try:
            return Resolved(Measure(candidate.key, tuple(changes)), tuple(faults))
        except TableError:
            # What is left is one link or node named twice: all else has been looked at.
            twice = Fault(MeasureKind.TWICE, candidate.rows[0].row, candidate.key, "link")
            return Resolved(None, (*faults, twice))

    def _of_row(self, key: str, row: ChangeRow, own: set[str]) -> Iterator[Change | Fault]:
        if row.what is What.NODE:
            yield self._node(key, row)
        elif row.what is What.NEW:
            yield from self._new(key, row, own)
        else:
            yield from self._changed(key, row)

    def _node(self, key: str, row: ChangeRow) -> Change | Fault:
        if not row.link:
            return Fault(MeasureKind.UNNAMED, row.row, key, "link")
        if row.link in self._nodes:
            return Fault(MeasureKind.ALREADY_THERE, row.row, f"{key}: {row.link}", "link")
        return NewNode(row.link)

    def _new(self, key: str, row: ChangeRow, own: set[str]) -> Iterator[Change | Fault]:
        if not (row.start and row.end):
            yield Fault(MeasureKind.UNNAMED, row.row, key, "start")
            return
        for end, thing in ((row.start, "start"), (row.end, "end")):
            if end not in self._nodes and end not in own:
                yield Fault(MeasureKind.MISSING_NODES, row.row, f"{key}: {end}", thing)
        if not _usable(row.minutes) or not _usable(_or(row.km, 0.0)) or row.start == row.end:
            yield Fault(MeasureKind.UNUSABLE, row.row, f"{key}: {row.named}", "minutes")
            return
        code = row.link or f"{key}: {row.start}–{row.end}"
        ways = [(code, row.start, row.end), (code + BACK, row.end, row.start)][: 1 + row.both_ways]
        for new, start, end in ways:
            if new in self._at:
                yield Fault(MeasureKind.ALREADY_THERE, row.row, f"{key}: {new}", "link")
            else:
                yield NewLink(new, start, end, row.minutes, _or(row.km, 0.0), row.mode or Mode.ROAD)

    def _changed(self, key: str, row: ChangeRow) -> Iterator[Change | Fault]:
        if not row.link and not (row.start and row.end):
            yield Fault(MeasureKind.UNNAMED, row.row, key, "link")
            return
        if row.what is not What.CLOSED and not _usable(row.minutes):
            yield Fault(MeasureKind.UNUSABLE, row.row, f"{key}: {row.named}", "minutes")
            return
        for found in self._meant(row):
            if isinstance(found, MeasureKind):
                yield Fault(found, row.row, f"{key}: {row.named}", "link")
            elif row.what is What.CLOSED:
                yield ClosedLink(self._codes[found])
            else:
                yield from self._against(key, row, found)
                yield NewMinutes(self._codes[found], row.minutes)

    def _against(self, key: str, row: ChangeRow, link: int) -> Iterator[Fault]:
        """Tell of what does not do what the row says."""
        before = float(self._minutes[link])
        told = f"{key}: {self._codes[link]} ({before:g} → {row.minutes:g})"
        if row.minutes == before:
            yield Fault(MeasureKind.NO_CHANGE, row.row, told, "minutes")
        elif (row.minutes < before) is not (row.what is What.FASTER):
            yield Fault(MeasureKind.AGAINST, row.row, told, "minutes")

    def _meant(self, row: ChangeRow) -> Iterator[int | MeasureKind]:
        """The links that a row means, by position; or why none is."""
        there = self._there(row)
        yield there
        if row.both_ways and isinstance(there, int):
            yield self._back(there)

    def _there(self, row: ChangeRow) -> int | MeasureKind:
        if row.link:
            return self._at.get(row.link, MeasureKind.MISSING_LINKS)
        return self._only((row.start, row.end), row.mode)

    def _back(self, link: int) -> int | MeasureKind:
        """The way back: the link that was read as that, else the only one of the mode the other way."""
        named = self._at.get(self._codes[link] + BACK)
        start, end = self._ends[link]
        return self._only((end, start), self._modes[link]) if named is None else named

    def _only(self, ends: tuple[str, str], mode: Mode | None) -> int | MeasureKind:
        found = [link for link in self._between.get(ends, ()) if mode is None or self._modes[link] is mode]
        if len(found) == 1:
            return found[0]
        return MeasureKind.AMBIGUOUS if found else MeasureKind.MISSING_LINKS


def _usable(value: float) -> bool:
    return 0 <= value < math.inf


def _or(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value
