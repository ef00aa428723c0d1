"""A measure named in the network: kept as the next snapshot of a data set of measures, or as the first of a new one."""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.insights import gate
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, DatasetKind, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.queries import tables
from samsyn.insights.reading.words import translated
from samsyn.sources.errors import Place
from samsyn.sources.measures import writing
from samsyn.sources.measures.records import Candidate, Candidates, ChangeRow, Facts, What

UNIT = "MSEK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is said of a measure that changes one link: the link closed where `minutes` is None."""

    link: str
    both_ways: bool
    minutes: float | None
    name: str
    cost: float | None = None
    price_year: int = 0
    year: int = 0
    owner: str = ""
    note: str = ""


@transaction.atomic
def add(named: Named, *, network: Snapshot, into: Dataset | str, by: Any, at: datetime) -> Snapshot:
    """Add a measure to the latest snapshot of a data set, which stays as it is; or to a new one of a title."""
    gate.to_bring_data(by, at)
    latest = None if isinstance(into, str) else _latest(into)
    before, choices = _before(latest, network)
    data = writing.written(_with(before, named, network))
    whole = Whole(
        name="measures.csv",
        data=data,
        kind=DatasetKind.MEASURES,
        mapping={
            "form": "rows",
            "layout": {"delimiter": writing.DELIMITER, "decimal": writing.DECIMAL},
            "columns": writing.COLUMNS.named(),
            "network": str(network.key),
            "choices": choices,
        },
        described=_described(into, network),
        reference=latest.reference if latest else network.reference,
        vintage=network.vintage,
        dataset=None if isinstance(into, str) else into,
    )
    return drafts.bring_in(whole, by=by, at=at)


def _latest(dataset: Dataset) -> Snapshot:
    found = dataset.snapshots.select_related("dataset", "file").order_by("-number").first()
    if dataset.kind != DatasetKind.MEASURES or found is None:
        raise InsightError(_("“%(dataset)s” holds no measures.") % {"dataset": dataset})
    return found


def _before(latest: Snapshot | None, network: Snapshot) -> tuple[Candidates, dict[str, str]]:
    """All measures of the snapshot, those that were left out too, and what was chosen about them."""
    if latest is None:
        return Candidates(Place("measures.csv"), (), {}), {}
    if latest.mapping.get("network", "") not in ("", str(network.key)):
        raise InsightError(
            _("The measures of “%(dataset)s” are of another network. Choose a data set of this one, or a new one.")
            % {"dataset": latest.dataset}
        )
    return tables.all_measures_of(latest), dict(latest.mapping.get("choices", {}))


def _with(before: Candidates, named: Named, network: Snapshot) -> Candidates:
    links = tables.network_of(network).links
    if named.link not in links.codes:
        raise InsightError(_("The network has no link “%(link)s”.") % {"link": named.link})
    now = float(links.minutes[links.codes.index(named.link)])
    what = What.CLOSED if named.minutes is None else What.FASTER if named.minutes < now else What.SLOWER
    if named.minutes == now:
        raise InsightError(_("The link takes %(minutes)g minutes already. Say another time.") % {"minutes": now})
    minutes = math.nan if named.minutes is None else named.minutes
    row = ChangeRow(2, what, named.link, "", "", named.both_ways, minutes, math.nan, None)
    facts = Facts(named.name, named.cost, named.price_year, named.year, named.owner, named.note)
    taken = {each.key for each in before.measures}
    key = next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)
    candidate = Candidate(key, facts, (row,))
    _require_fit(candidate, network)
    return replace(before, measures=(*before.measures, candidate))


def _require_fit(candidate: Candidate, network: Snapshot) -> None:
    """Refuse what cannot be done, before a choice that was made about other measures leaves it out."""
    # Loads the analyses, which the site starts without.
    from samsyn.sources.measures.resolving import Resolver

    found = Resolver(tables.network_of(network)).resolved(candidate)
    if found.measure is None:
        why = " ".join(dict.fromkeys(translated(str(fault.kind)) for fault in found.faults))
        raise InsightError(_("This cannot be done in the network: %(why)s") % {"why": why})


def _described(into: Dataset | str, network: Snapshot) -> Described:
    if isinstance(into, str):
        return Described(title=into, publisher=network.dataset.publisher, licence=network.dataset.licence, unit=UNIT)
    names = ("title", "publisher", "licence", "unit", "address", "description", "modelled")
    return Described(**{name: getattr(into, name) for name in names})
