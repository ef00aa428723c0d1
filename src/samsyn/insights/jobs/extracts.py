"""Making a network of an extract of OpenStreetMap in the background: read by pieces, and cancelled between any two."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as stored
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs.operations import Progress
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.drafts import Delivery
from samsyn.insights.queries import checking, datasets, tables
from samsyn.sources.files import Source

if TYPE_CHECKING:
    from samsyn.insights.reading.extracts import Made

READ, CHECKED = 0.8, 0.9
"""How much is done when the network is made, and when it is checked."""
LICENCE = "Open Database License (ODbL) 1.0"
PUBLISHER = "OpenStreetMap"
ADDRESS = "https://www.openstreetmap.org/copyright"
MEGABYTE = 2**20


def make(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the network that `operations.extracts.request` asked for, and settle the job with a draft of it."""
    extract = StoredFile.objects.get(key=payload["extract"])
    areas = datasets.snapshot(payload["areas"])
    made, data = _made(extract, areas, payload, progress)
    name = f"{_stem(extract)}.zip"
    progress(READ, _("Checking"))
    mapping = {"territory": str(areas.key)}
    outcome = checking.of_source(Source(name, data), kind=DatasetKind.NETWORK, mapping=mapping)
    progress(CHECKED, _("Saving"))
    by, at = progress.job.requested_by, timezone.now()
    with transaction.atomic():
        delivery = Delivery(
            file=files.store(data, name=name, by=by, at=at),
            kind=DatasetKind.NETWORK,
            mapping=outcome.mapping,
            details=_details(extract, areas, made),
        )
        draft = drafts.begin(delivery, by=by, at=at)
        drafts.keep_check(draft, checked=outcome, revision=draft.revision, by=by, at=at)
        url = reverse("insights:draft", args=[draft.key])
        return progress.settle({"draft": str(draft.key), "url": url})


def _made(extract: StoredFile, areas: Snapshot, asked: dict[str, Any], progress: Progress) -> "tuple[Made, bytes]":
    """The network, and the file that it is kept as."""
    # Opens every format: loaded with the first file, not with the site.
    from samsyn.insights.reading import extracts

    text = _("Reading the ways of %(name)s") % {"name": extract.name}
    progress(0.0, text)
    zones = extracts.only(tables.boundaries_of(areas), asked["begins"])
    with TemporaryDirectory() as folder:
        # Under its checksum nobody would know the file in what is said of it.
        path = Path(folder) / extract.name
        path.symlink_to(stored.path_of(extract))
        made = extracts.network(path, zones, rail=asked["rail"], progress=lambda share: progress(READ * share, text))
        data = extracts.tables(made)
    if len(data) > settings.UPLOAD_LIMIT:
        raise InsightError(
            _(
                "The network comes to %(found)d MB, and at most %(limit)d MB are kept here. Take an extract of a "
                "smaller area, or ask the administrator to raise the limit (SAMSYN_UPLOAD_MEGABYTES)."
            )
            % {"found": len(data) // MEGABYTE + 1, "limit": settings.UPLOAD_LIMIT // MEGABYTE}
        )
    return made, data


def _stem(extract: StoredFile) -> str:
    return extract.name.split(".")[0] or "network"


def _details(extract: StoredFile, areas: Snapshot, made: "Made") -> dict[str, Any]:
    """Where the network comes from: the extract is known by its checksum, which anybody can make of their own copy."""
    notes = [f"{text} ({count})" for text, count in made.notes]
    said = _("Made of %(name)s (SHA-256 %(sha256)s), with the areas of %(areas)s as zones.") % {
        "name": extract.name,
        "sha256": extract.sha256,
        "areas": datasets.named(areas),
    }
    return {
        "title": _stem(extract),
        "publisher": PUBLISHER,
        "licence": LICENCE,
        "address": ADDRESS,
        "vintage": areas.vintage,
        "description": "\n".join([said, *notes]),
    }
