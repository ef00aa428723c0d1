"""Asking for an extract of OpenStreetMap to become a network; a worker does it, and what came is a draft to save."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.insights import gate
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, Snapshot

MAKE = "insights.make_network"
"""The kind of the job that does it (`samsyn.insights.jobs.extracts.make`)."""


def request(
    extract: StoredFile, *, areas: Snapshot, begins: Sequence[str] = (), rail: bool = False, by: Any, at: datetime
) -> Job:
    """Ask for the roads and ferries of an extract, and its rails, to become a network with the areas as zones.

    Of the areas those are taken whose codes begin as said, all where nothing is.
    """
    gate.to_bring_data(by, at)
    if not files.is_extract(extract):
        raise InsightError(
            _("“%(name)s” is no extract of OpenStreetMap. Choose a file that ends in .osm.pbf.")
            % {"name": extract.name}
        )
    if areas.dataset.kind != DatasetKind.BOUNDARIES:
        raise InsightError(_("Only areas with boundaries can be the zones of a network."))
    title = _("Making a network of %(name)s") % {"name": extract.name}
    payload = {"extract": str(extract.key), "areas": str(areas.key), "begins": list(begins), "rail": rail}
    return jobs.enqueue(kind=MAKE, payload=payload, by=by, at=at, title=title)
