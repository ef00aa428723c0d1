"""From flows as they stand in a file to the table that analyses take, by the choices and keys of a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from samsyn.analysis import tables
from samsyn.analysis.networks.tables import Network
from samsyn.insights.reading import mappings
from samsyn.sources import vintages
from samsyn.sources.records import Areas, Boundaries, Flows
from samsyn.sources.settling import Choices, Settled, settled
from samsyn.sources.vintages import Key, Recoded


class Library(Protocol):
    """Where what a mapping points at is found, by the key of its snapshot."""

    def names(self, snapshot: str) -> Mapping[str, str]:
        """The areas of a territory: code and name."""

    def boundaries(self, snapshot: str) -> Boundaries | None:
        """The boundaries of a territory, where it has any."""

    def key(self, snapshot: str) -> Key:
        """A key between territories."""

    def figures(self, snapshot: str) -> Areas:
        """Quantities of areas."""

    def network(self, snapshot: str) -> Network:
        """A network."""

    def called(self, snapshot: str) -> str:
        """What a snapshot is called."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The table, what the choices did to the rows of the file, and what each key between territories did after."""

    flows: tables.Flows
    settled: Settled
    recoded: tuple[Recoded, ...]
    """In the order of `recoded` in the mapping."""
    dropped: tuple[Settled, ...]
    """What was left out after each of them."""


def carried(record: Flows, mapping: mappings.Mapping, library: Library, *, unit: str) -> Carried:
    """The table of flows. A fault that nothing was chosen for is refused."""
    names = named(record, mapping.get("territory", ""), library)
    first = settled(record, names, mappings.settling(mapping), unit=unit)
    flows, recoded, dropped = first.flows, [], []
    for step in mapping.get("recoded", ()):
        known = vintages.applied(library.key(step["key"]), _record(flows, record))
        # Pairs that fell together add up: they are the same persons under other codes.
        choices = Choices(unknown=step.get("unknown", "refuse"), duplicates="add")
        after = settled(known.flows, named(known.flows, step.get("territory", ""), library), choices, unit=unit)
        flows = after.flows
        recoded.append(known)
        dropped.append(after)
    return Carried(flows, first, tuple(recoded), tuple(dropped))


def named(record: Flows, territory: str, library: Library) -> dict[str, str]:
    """The areas that the flows are between: those of the territory, else all that occur. No name: the code."""
    if territory:
        return {code: name or code for code, name in library.names(territory).items()}
    return {code: record.names.get(code) or code for code in record.codes}


def _record(flows: tables.Flows, read: Flows) -> Flows:
    """The table as rows again, with what each area is called."""
    names: dict[str, Any] = dict(zip(flows.areas.codes, flows.areas.names, strict=True))
    return Flows(
        place=read.place,
        codes=flows.areas.codes,
        origin=flows.origins.copy(),
        destination=flows.destinations.copy(),
        count=flows.counts.copy(),
        row=np.arange(1, len(flows.counts) + 1, dtype=np.int64),
        names={code: name for code, name in names.items() if name != code},
    )
