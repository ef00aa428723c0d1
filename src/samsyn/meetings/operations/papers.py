"""Papers of items: handed in, handed in anew, closed, withdrawn. A version is never changed or removed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.files.models import StoredFile
from samsyn.meetings import gate
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import AgendaItem, Meeting, Paper, PaperVersion


@transaction.atomic
def add(item: AgendaItem, *, title: str, file: StoredFile, by: Any, at: datetime, closed: bool = False) -> Paper:
    """Hand in a paper of an item. Until the meeting is over, also while it sits."""
    meeting = gate.to_manage(item.meeting, by=by, at=at)
    item = gate.present_item(meeting, item)
    paper = Paper.objects.create(
        item=item, position=item.papers.count(), title=_titled(title or file.name), closed=closed, created_at=at,
        modified_at=at,
    )  # fmt: skip
    _hand_in(paper, file, "", by, at)
    _touch(paper, at)
    _record(paper, meeting, "meetings.paper_added", by, at, sha256=file.sha256, closed=closed)
    return paper


@transaction.atomic
def add_version(paper: Paper, *, file: StoredFile, by: Any, at: datetime, change: str = "") -> PaperVersion:
    """Hand in a paper anew: readers get the latest version, and may open the earlier ones."""
    meeting, paper = _locked(paper, by, at)
    version = _hand_in(paper, file, change.strip(), by, at)
    _touch(paper, at)
    _record(paper, meeting, "meetings.paper_handed_in_anew", by, at, sha256=file.sha256, version=version.number)
    return version


@transaction.atomic
def change(paper: Paper, *, title: str, closed: bool, by: Any, at: datetime) -> Paper:
    """Give a paper another title, close it to the public, or open it."""
    meeting, paper = _locked(paper, by, at)
    paper.title, paper.closed = _titled(title), closed
    _touch(paper, at)
    _record(paper, meeting, "meetings.paper_changed", by, at, closed=closed)
    return paper


@transaction.atomic
def withdraw(paper: Paper, *, by: Any, at: datetime) -> Paper:
    """Take a paper back: only the office sees it after that."""
    meeting, paper = _locked(paper, by, at)
    paper.withdrawn_at = at
    _touch(paper, at)
    _record(paper, meeting, "meetings.paper_withdrawn", by, at)
    return paper


def _locked(paper: Paper, by: Any, at: datetime) -> tuple[Meeting, Paper]:
    """The meeting and the paper as they are now; a withdrawn paper is not changed any more."""
    meeting = gate.to_manage(paper.item.meeting, by=by, at=at)
    now = Paper.objects.select_related("item__meeting").get(pk=paper.pk)
    if now.withdrawn_at is not None:
        raise WrongState(_("The paper has been withdrawn."))
    return meeting, now


def _hand_in(paper: Paper, file: StoredFile, change: str, by: Any, at: datetime) -> PaperVersion:
    latest = paper.versions.select_related("file").order_by("-number").first()
    if latest is not None and latest.file.sha256 == file.sha256:
        raise NotUsable(_("The file is the same as the latest version."))
    number = latest.number + 1 if latest else 1
    return PaperVersion.objects.create(paper=paper, number=number, file=file, change=change, added_by=by, added_at=at)


def _titled(title: str) -> str:
    if not title.strip():
        raise NotUsable(_("Give the paper a title."))
    return title.strip()[:300]


def _touch(paper: Paper, at: datetime) -> None:
    """The paper and its item have changed."""
    paper.modified_at = paper.item.modified_at = at
    paper.save()
    paper.item.save(update_fields=["modified_at"])


def _record(paper: Paper, meeting: Meeting, verb: str, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"paper:{paper.key}", by=by, at=at, meeting=str(meeting.key), **details)
