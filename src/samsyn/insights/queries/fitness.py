"""What to know before data is used together: what its checks found, and whether it is of the same territory."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import datasets, tables

MOST_READ = 200_000
"""So many rows are read in the time that a page may take; of more, codes are not compared."""
MOST_NAMED = 5
HAS_AREAS = (DatasetKind.BOUNDARIES, DatasetKind.REGIONS)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know of the chosen data. `about` names what it is said of, and `found` is the finding of a check."""

    about: str
    text: str
    found: datasets.Told | None = None


def has_data() -> bool:
    """Are there flows to study?"""
    return Snapshot.objects.filter(dataset__kind=DatasetKind.FLOWS).exists()


def warnings(chosen: Mapping[str, Snapshot]) -> list[Warned]:
    """What to know of the snapshots, by role."""
    found = [warned for snapshot in chosen.values() for warned in _checked(snapshot)]
    flows = [each for each in chosen.values() if each.dataset.kind == DatasetKind.FLOWS]
    others = [each for each in chosen.values() if each.dataset.kind in HAS_AREAS]
    return found + [warned for one in flows for other in others for warned in _together(one, other)]


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


def _together(flows: Snapshot, other: Snapshot) -> list[Warned]:
    about, found = f"{datasets.named(flows)} / {datasets.named(other)}", []
    if flows.vintage != other.vintage:
        text = _("The territories differ: “%(one)s” and “%(other)s”.") % {"one": flows.vintage, "other": other.vintage}
        found.append(Warned(about, text))
    if max(flows.rows, other.rows) <= MOST_READ:
        known = tables.names_of(other)
        missing = [code for code in tables.flows_of(flows).areas.codes if code not in known]
        if missing:
            found.append(Warned(about, _lacking(missing)))
    return found


def _lacking(missing: list[str]) -> str:
    first = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
    return ngettext(
        "%(number)s area of the flows is not among the others: %(codes)s.",
        "%(number)s areas of the flows are not among the others: %(codes)s.",
        len(missing),
    ) % {"number": len(missing), "codes": first}
