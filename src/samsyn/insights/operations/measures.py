"""A measure drawn in the network: kept as the next snapshot of a data set of measures, or as the first of a new one."""

from collections.abc import Sequence
from dataclasses import replace
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
from samsyn.insights.queries import links, tables
from samsyn.sources.errors import Place
from samsyn.sources.measures import writing
from samsyn.sources.measures.records import Candidate, Candidates, ChangeRow, Facts

UNIT = "MSEK"


@transaction.atomic
def add(
    facts: Facts, *, changes: Sequence[ChangeRow], network: Snapshot, into: Dataset | str, by: Any, at: datetime
) -> Snapshot:
    """Add a measure to the latest snapshot of a data set, which stays as it is; or to a new one of a title."""
    gate.to_bring_data(by, at)
    latest = None if isinstance(into, str) else _latest(into)
    before, choices = _before(latest, network)
    data = writing.written(_with(before, facts, changes, network))
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


def _with(before: Candidates, facts: Facts, changes: Sequence[ChangeRow], network: Snapshot) -> Candidates:
    """The measures and the new one, under the first number that is free. Refused where it cannot be carried out."""
    taken = {each.key for each in before.measures}
    key = next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)
    if not changes:
        raise InsightError(_("The measure changes nothing yet. Draw a link, or choose one."))
    candidate = Candidate(key, facts, tuple(changes))
    # Looked at before a choice that was made about other measures leaves it out.
    if why := links.why_not(network, candidate):
        raise InsightError(_("This cannot be done in the network: %(why)s") % {"why": why})
    return replace(before, measures=(*before.measures, candidate))


def _described(into: Dataset | str, network: Snapshot) -> Described:
    if isinstance(into, str):
        return Described(title=into, publisher=network.dataset.publisher, licence=network.dataset.licence, unit=UNIT)
    names = ("title", "publisher", "licence", "unit", "address", "description", "modelled")
    return Described(**{name: getattr(into, name) for name in names})
