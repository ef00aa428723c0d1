"""Stated totals that flows can be checked against, and a snapshot of flows beside them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import datasets, tables
from samsyn.insights.reading import mappings

if TYPE_CHECKING:
    from samsyn.sources.checks.margins import Margin

MOST_READ = 50_000
"""Of a larger table the figures are not listed: it is not one of a row an area."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Flows summed on one side (`origins` or `destinations`), beside the totals that are `stated`."""

    side: str
    stated: str
    margin: "Margin"
    names: dict[str, str]


def figures() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every figure of every table of quantities, by the name of the table: how a mapping points at it, and its name."""
    found = []
    for snapshot in datasets.snapshots_of_kind(DatasetKind.QUANTITIES).filter(rows__lte=MOST_READ):
        if names := _figures_of(snapshot):
            found.append((datasets.named(snapshot), [(f"{snapshot.key}/{name}", name) for name in names]))
    return found


def beside(flows: Snapshot, side: str, pointed_at: str) -> Beside:
    """The flows of a snapshot, as studies read them, beside the totals that are pointed at."""
    from samsyn.insights.reading import stated  # opens every format: loaded with the first file

    key, figure = mappings.stated({"stated": {side: pointed_at}}, side)
    of_areas, table = datasets.snapshot(key), tables.flows_of(flows)
    figures, called = tables.figures_of(of_areas), f"{figure}, {datasets.named(of_areas)}"
    margin = stated.beside(table, stated.Totals(figures, figure, called), side)
    own = dict(zip(table.areas.codes, table.areas.names, strict=True))
    names = {code: figures.names.get(code, "") if name == code else name for code, name in own.items()}
    return Beside(side, called, margin, names)


def _figures_of(snapshot: Snapshot) -> list[str]:
    """A table names its figures where it says how it is read; a cube has to be looked into."""
    if snapshot.mapping.get("form") == mappings.Form.CUBE:
        return list(tables.figures_of(snapshot).figures)
    return list(snapshot.mapping.get("figures", ()))
