"""Bringing data in: a file is begun with, read and checked, corrected until nothing is open, and saved as a snapshot.

Nothing of it is data before it is saved, and what is saved is the whole file as it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.insights import gate
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, DatasetKind, Snapshot, SnapshotDraft
from samsyn.insights.operations import datasets, snapshots
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.snapshots import Reading
from samsyn.insights.queries import checking, tables

CHECK = "insights.check_draft"
"""The kind of the job that reads and checks a file (`samsyn.insights.jobs.drafts.check`)."""

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A file of data as it came, before it is looked at. `mapping` and `details` are what is known of it already."""

    file: StoredFile
    kind: DatasetKind
    dataset: Dataset | None = None
    mapping: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def begin(delivery: Delivery, *, by: Any, at: datetime) -> SnapshotDraft:
    """Begin with a stored file. For a data set that is there, it is read as its last snapshot was."""
    gate.to_bring_data(by, at)
    dataset = delivery.dataset
    if dataset is not None and dataset.kind != delivery.kind:
        raise InsightError(_("The data set holds another kind of data. Choose another, or make a new one."))
    remembered = dataset.mapping if dataset is not None else {}
    draft = SnapshotDraft.objects.create(
        file=delivery.file,
        kind=delivery.kind,
        dataset=dataset,
        mapping=delivery.mapping or remembered,
        details=delivery.details,
        begun_by=by,
        begun_at=at,
    )
    _record("insights.draft_begun", draft, by, at, sha256=delivery.file.sha256)
    return draft


def request_check(draft: SnapshotDraft, *, by: Any, at: datetime, url: str = "") -> Job:
    """Ask for the file to be read and checked; a worker does it. `url` is the page that the job leads to."""
    gate.to_bring_data(by, at)
    title = _("Checking %(name)s") % {"name": draft.file.name}
    payload = {"draft": str(draft.key), "revision": draft.revision, "url": url}
    return jobs.enqueue(kind=CHECK, payload=payload, by=by, at=at, title=title)


@transaction.atomic
def keep_check(
    draft: SnapshotDraft, *, checked: checking.Outcome, revision: int, by: Any, at: datetime
) -> SnapshotDraft:
    """Keep what was found when a revision was read. One that has been corrected since is not touched."""
    gate.to_bring_data(by, at)
    draft = gate.open_draft(draft)
    if draft.revision != revision:
        return draft
    draft.mapping, draft.found, draft.checked = checked.mapping, checked.found, revision
    draft.save(update_fields=["mapping", "found", "checked"])
    _record("insights.draft_checked", draft, by, at, revision=revision, refused=bool(checked.found["refusal"]))
    return draft


@transaction.atomic
def correct(draft: SnapshotDraft, *, mapping: Mapping[str, Any], revision: int, by: Any, at: datetime) -> SnapshotDraft:
    """Say how the file is to be read, or what is to be done with a finding: the given parts of the mapping anew.

    The file must be read again before it can be saved.
    """
    gate.to_bring_data(by, at)
    draft = gate.open_draft(draft)
    if draft.revision != revision:
        raise InsightError(
            _("This has been changed since you opened it. Look at it as it is now, and make the change again.")
        )
    draft.mapping = {**draft.mapping, **mapping}
    draft.revision += 1
    draft.save(update_fields=["mapping", "revision"])
    _record("insights.draft_corrected", draft, by, at, changed=",".join(sorted(mapping)), revision=draft.revision)
    return draft


@transaction.atomic
def carry_over(
    snapshot: Snapshot, *, key: Snapshot, territory: Snapshot | None, drop_unknown: bool = False, by: Any, at: datetime
) -> SnapshotDraft:
    """Begin a snapshot of the same bytes in another territory: flows carried over by a key, which the checks tell of.

    `territory` are the areas of the other year, where they are here; `drop_unknown` leaves out what lies outside it.
    """
    gate.to_bring_data(by, at)
    if snapshot.dataset.kind != DatasetKind.FLOWS or key.dataset.kind != DatasetKind.VINTAGE_KEY:
        raise InsightError(_("Only flows are carried over, and only by a key between territories."))
    step = {
        "key": str(key.key),
        "territory": str(territory.key) if territory else "",
        "unknown": "drop" if drop_unknown else "refuse",
    }
    mapping = {**snapshot.mapping, "recoded": [*snapshot.mapping.get("recoded", ()), step]}
    details = {"reference": snapshot.reference, "vintage": territory.vintage if territory else ""}
    delivery = Delivery(
        file=snapshot.file, kind=DatasetKind.FLOWS, dataset=snapshot.dataset, mapping=mapping, details=details
    )
    return begin(delivery, by=by, at=at)


@transaction.atomic
def save(
    draft: SnapshotDraft, *, described: Described, reference: str, vintage: str, by: Any, at: datetime
) -> Snapshot:
    """Make the snapshot: of a new data set, or the next one of the data set that the draft is for."""
    gate.to_bring_data(by, at)
    draft = gate.open_draft(draft)
    reading = _whole(draft)
    if draft.dataset is None:
        dataset = datasets.create(described, kind=DatasetKind(draft.kind), by=by, at=at)
    else:
        dataset = datasets.describe(draft.dataset, described=described, by=by, at=at)
    snapshot = snapshots.take(
        dataset, file=draft.file, reading=reading, reference=reference, vintage=vintage, by=by, at=at
    )
    draft.snapshot = snapshot
    draft.save(update_fields=["snapshot"])
    _record("insights.draft_saved", draft, by, at, dataset=str(dataset.key), number=snapshot.number)
    return snapshot


@transaction.atomic
def discard(draft: SnapshotDraft, *, by: Any, at: datetime) -> None:
    """Throw away what is not to be saved. The stored file stays until it is swept."""
    gate.to_bring_data(by, at)
    draft = gate.draft(draft)
    _record("insights.draft_discarded", draft, by, at)
    draft.delete()


@transaction.atomic
def purge(*, by: Any, at: datetime) -> int:
    """Remove drafts begun over 90 days ago, saved or not; their number."""
    if by is not None:
        raise NotPermitted(_("Only the system itself clears away old drafts."))
    removed, _each = SnapshotDraft.objects.filter(begun_at__lt=at - KEPT).delete()
    if removed:
        audit.record(verb="insights.drafts_purged", subject="drafts:old", by=by, at=at, number=removed)
    return removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A file that is known beforehand, with all that has to be said of it."""

    data: bytes
    name: str
    kind: DatasetKind
    described: Described
    reference: str
    vintage: str
    mapping: dict[str, Any] = field(default_factory=dict)
    dataset: Dataset | None = None


def bring_in(whole: Whole, *, by: Any, at: datetime) -> Snapshot:
    """The whole way at once, for the command line, the demonstration and tests; refuses where a choice is open."""
    gate.to_bring_data(by, at)
    with transaction.atomic():
        file = files.store(whole.data, name=whole.name, by=by, at=at)
        delivery = Delivery(file=file, kind=whole.kind, dataset=whole.dataset, mapping=whole.mapping)
        draft = begin(delivery, by=by, at=at)
        outcome = checking.of_source(
            tables.source_of(file), kind=whole.kind, mapping=draft.mapping, unit=whole.described.unit
        )
        draft = keep_check(draft, checked=outcome, revision=draft.revision, by=by, at=at)
        return save(draft, described=whole.described, reference=whole.reference, vintage=whole.vintage, by=by, at=at)


def _whole(draft: SnapshotDraft) -> Reading:
    """What the file came to, where it has been read by the latest mapping and nothing is open."""
    if draft.checked != draft.revision:
        raise InsightError(_("The file has not been checked yet. Wait until that is done."))
    if draft.found["refusal"]:
        raise InsightError(checking.refusal(draft))
    summary = draft.found["summary"]
    if summary is None:
        raise InsightError(
            _("Choose what is to be done with this before it is saved: %(what)s")
            % {"what": " ".join(checking.open_texts(draft))}
        )
    total = summary["total"]
    return Reading(
        mapping=draft.mapping,
        areas=summary["areas"],
        rows=summary["rows"],
        total=None if total is None else Decimal(repr(total)).quantize(Decimal("0.0001")),
        findings=draft.found["findings"],
        preview=draft.found.get("preview"),
    )


def _record(verb: str, draft: SnapshotDraft, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"draft:{draft.key}", by=by, at=at, **details)
