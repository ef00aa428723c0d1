"""What to know before data is used together: what its checks found, and whether it is of the same territory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import datasets, tables

MOST_READ = 200_000
"""So many rows are read in the time that a page may take; of more, codes are not compared."""
MOST_NAMED = 5
LAID_ON: Mapping[DatasetKind, frozenset[DatasetKind]] = {
    DatasetKind.FLOWS: frozenset({DatasetKind.BOUNDARIES, DatasetKind.REGIONS}),
    DatasetKind.NETWORK: frozenset(
        {DatasetKind.BOUNDARIES, DatasetKind.REGIONS, DatasetKind.QUANTITIES, DatasetKind.GROWTH}
    ),
    DatasetKind.TIMETABLE: frozenset(),
}
"""Data whose areas a study takes, and the data that must have the same ones; a timetable has none."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know of the chosen data. `about` names what it is said of, and `found` is the finding of a check."""

    about: str
    text: str
    found: datasets.Told | None = None


def has_data() -> bool:
    """Are there flows, networks or timetables to study?"""
    return Snapshot.objects.filter(dataset__kind__in=list(LAID_ON)).exists()


def warnings(chosen: Mapping[str, Snapshot]) -> list[Warned]:
    """What to know of the snapshots, by role."""
    found = [warned for snapshot in chosen.values() for warned in _checked(snapshot)]
    every = list(chosen.values())
    pairs = [(one, other) for one in every for other in every if other.dataset.kind in _needed(one)]
    found += _of_another_network(every)
    return found + [warned for one, other in pairs for warned in _together(one, other)]


def _needed(snapshot: Snapshot) -> frozenset[DatasetKind]:
    return LAID_ON.get(DatasetKind(snapshot.dataset.kind), frozenset())


def _checked(snapshot: Snapshot) -> list[Warned]:
    """What the checks warned of, and that figures are modelled."""
    name = datasets.named(snapshot)
    found = [
        Warned(name, each.text, each)
        for each in datasets.told(snapshot.findings)
        if each.severity in ("CHOICE", "WARNING")
    ]
    if datasets.is_modelled(snapshot):
        found.append(Warned(name, _("The figures are modelled, so what is computed from them is called so too.")))
    return found


def _of_another_network(chosen: Sequence[Snapshot]) -> list[Warned]:
    """Measures that were looked up in no network, or in another than they are to be carried out in."""
    networks = {str(each.key) for each in chosen if each.dataset.kind == DatasetKind.NETWORK}
    measures = [each for each in chosen if each.dataset.kind == DatasetKind.MEASURES]
    text = _("The measures were not looked up in this network. Those that do not fit are left out of the result.")
    elsewhere = [each for each in measures if networks and each.mapping.get("network") not in networks]
    return [Warned(datasets.named(each), text) for each in elsewhere]


def _together(main: Snapshot, other: Snapshot) -> list[Warned]:
    about, found = f"{datasets.named(main)} / {datasets.named(other)}", []
    if main.vintage != other.vintage:
        text = _("The territories differ: “%(one)s” and “%(other)s”.") % {"one": main.vintage, "other": other.vintage}
        found.append(Warned(about, text))
    if max(main.rows, other.rows) <= MOST_READ:
        known = tables.names_of(other)
        missing = [code for code in _codes(main) if code not in known]
        if missing:
            found.append(Warned(about, _lacking(missing, is_network=main.dataset.kind == DatasetKind.NETWORK)))
    return found


def _codes(snapshot: Snapshot) -> tuple[str, ...]:
    if snapshot.dataset.kind == DatasetKind.NETWORK:
        return tables.network_of(snapshot).zones.codes
    return tables.flows_of(snapshot).areas.codes


def _lacking(missing: list[str], *, is_network: bool) -> str:
    first = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
    if is_network:
        return ngettext(
            "%(number)s zone of the network is not among the others: %(codes)s.",
            "%(number)s zones of the network are not among the others: %(codes)s.",
            len(missing),
        ) % {"number": len(missing), "codes": first}
    return ngettext(
        "%(number)s area of the flows is not among the others: %(codes)s.",
        "%(number)s areas of the flows are not among the others: %(codes)s.",
        len(missing),
    ) % {"number": len(missing), "codes": first}
