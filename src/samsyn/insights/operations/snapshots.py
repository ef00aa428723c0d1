"""Snapshots: the untouched bytes of a data set as it was once, with how they were read and what was found."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.files.models import StoredFile
from samsyn.insights import gate
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, Snapshot

LONGEST = 40
NOT_REMEMBERED = frozenset({"choices", "day", "year", "recoded", "stated"})
"""What is said of one file only: the next one has faults, days and totals of its own, to be chosen about anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file was read whole, and what it came to. `queries.checking` makes it."""

    mapping: dict[str, Any]
    areas: int
    rows: int
    total: Decimal | None
    findings: list[dict[str, Any]]
    preview: dict[str, Any] | None


def take(
    dataset: Dataset, *, file: StoredFile, reading: Reading, reference: str, vintage: str, by: Any, at: datetime
) -> Snapshot:
    """Add the next snapshot of a data set. The data set remembers how it was read, for the one after."""
    gate.to_bring_data(by, at)
    reference, vintage = _said(reference, _("reference period")), _said(vintage, _("territory vintage"))
    with transaction.atomic():
        dataset = gate.dataset(dataset)
        latest = dataset.snapshots.order_by("-number").first()
        snapshot = Snapshot.objects.create(
            dataset=dataset,
            number=(latest.number if latest else 0) + 1,
            file=file,
            mapping=reading.mapping,
            reference=reference,
            vintage=vintage,
            areas=reading.areas,
            rows=reading.rows,
            total=reading.total,
            findings=reading.findings,
            preview=reading.preview,
            taken_by=by,
            taken_at=at,
        )
        dataset.mapping = {name: value for name, value in reading.mapping.items() if name not in NOT_REMEMBERED}
        dataset.save(update_fields=["mapping"])
        audit.record(
            verb="insights.snapshot_taken",
            subject=f"dataset:{dataset.key}",
            by=by,
            at=at,
            number=snapshot.number,
            sha256=file.sha256,
        )
    return snapshot


def _said(text: str, name: str) -> str:
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise InsightError(
            _("Say the %(name)s of the data, in 1 to %(longest)d characters.") % {"name": name, "longest": LONGEST}
        )
    return text
