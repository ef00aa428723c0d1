"""Asking for data to be fetched; a worker does it, and what came is a draft to check and save."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.insights import disk, gate
from samsyn.insights.models import Dataset

FETCH = "insights.fetch"
"""The kind of the job that fetches (`samsyn.insights.jobs.fetching.fetch`)."""

KEPT = timedelta(days=1)


def request(order: dict[str, Any], *, dataset: Dataset | None = None, by: Any, at: datetime) -> Job:
    """Ask for what an order of `queries.services` says, as the next snapshot of a data set where one is given."""
    gate.to_bring_data(by, at)
    title = _("Fetching %(name)s") % {"name": order["title"]}
    payload = {"order": order, "dataset": str(dataset.key) if dataset else ""}
    return jobs.enqueue(kind=FETCH, payload=payload, by=by, at=at, title=title)


def purge(*, by: Any, at: datetime) -> int:
    """Remove parts of fetches that were given up, a day old; their number."""
    if by is not None:
        raise NotPermitted(_("Only the system itself clears away what was left of a fetch."))
    return disk.parts().forget(before=(at - KEPT).timestamp())
