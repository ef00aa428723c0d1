"""Data brought in the way that people bring it, for tests: uploaded, checked by the worker's own function, saved."""

import io
import zipfile

from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.models import DatasetKind, SnapshotDraft
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Delivery, Whole
from samsyn.web.jobs import HANDLERS
from tests.factories import NOW

FLOWS = b"home;work;n\n01;01;10\n01;02;4\n02;02;7\n"
DESCRIBED = Described(title="Commuting", publisher="SSB", licence="CC BY 4.0", unit="persons")


def packed(links: str, nodes: str) -> bytes:
    """A network as two tables in a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("nodes.csv", nodes)
        archive.writestr("links.csv", links)
    return buffer.getvalue()


def work() -> Job:
    """What a worker does: the job that waits, and how it ended."""
    return run_now(Job.objects.filter(state=JobState.QUEUED).get(), HANDLERS)


def whole(data=FLOWS, name="flows.csv", kind=DatasetKind.FLOWS, *, by=None, **more):
    """A snapshot, brought in at once."""
    given = {"described": DESCRIBED, "reference": "2022", "vintage": "2020"} | more
    return drafts.bring_in(Whole(data=data, name=name, kind=kind, **given), by=by, at=NOW)


def begun(data=FLOWS, name="flows.csv", kind=DatasetKind.FLOWS, *, by=None, **more) -> SnapshotDraft:
    """A draft of a file, checked."""
    file = files.store(data, name=name, by=by, at=NOW)
    return checked(drafts.begin(Delivery(file=file, kind=kind, **more), by=by, at=NOW), by=by)


def checked(draft: SnapshotDraft, *, by=None) -> SnapshotDraft:
    """The draft once the job that checks it has run."""
    drafts.request_check(draft, by=by, at=NOW)
    ended = work()
    assert ended.state == JobState.DONE, ended.error
    draft.refresh_from_db()
    return draft


def corrected(draft: SnapshotDraft, *, by=None, **mapping) -> SnapshotDraft:
    """The draft with another mapping, checked anew."""
    return checked(drafts.correct(draft, mapping=mapping, revision=draft.revision, by=by, at=NOW), by=by)


def saved(draft: SnapshotDraft, *, by=None, **more):
    """The snapshot that the draft becomes."""
    given = {"described": DESCRIBED, "reference": "2022", "vintage": "2020"} | more
    return drafts.save(draft, by=by, at=NOW, **given)
