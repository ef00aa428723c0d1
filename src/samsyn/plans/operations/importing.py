"""Making a plan of a document: read, corrected in the preview, saved. The command line takes the same way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.files import operations as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.members.models import Organ
from samsyn.plans import drafting, gate, reading, rules
from samsyn.plans.content import FORMAT, VERSION, PlanContent
from samsyn.plans.drafting import Draft, DraftError
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, PlanError
from samsyn.plans.models import ImportDraft, Plan
from samsyn.plans.operations.arrivals import Arrivals
from samsyn.plans.operations.rows import Rows
from samsyn.plans.progress import Progress, silent
from samsyn.plans.queries.content import file_of, named
from samsyn.plans.queries.imports import read_document

READ = "plans.read_document"
"""The kind of the job that reads a document (`samsyn.plans.jobs.importing.read_document`)."""

TAKE_IN = "plans.take_in_plan"
"""The kind of the job that takes in an exported plan (`samsyn.plans.jobs.importing.take_in_plan`)."""

KEPT = timedelta(days=90)


@transaction.atomic
def start(file: StoredFile, *, by: Any, at: datetime) -> ImportDraft:
    """Begin with a stored document. `fill` then reads it."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = ImportDraft.objects.create(file=file, started_by=by, started_at=at)
    _record("plans.import_started", draft, by, at)
    return draft


def request_reading(draft: ImportDraft, *, by: Any, at: datetime, url: str = "") -> Job:
    """Ask for the document to be read; a worker does it. `url` is the page of the preview, where the job leads to."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    title = _("Reading %(name)s") % {"name": draft.file.name}
    return jobs.enqueue(kind=READ, payload={"draft": str(draft.key), "url": url}, by=by, at=at, title=title)


def request_plan(file: StoredFile, *, as_copy: bool, by: Any, at: datetime) -> Job:
    """Ask for the plan in a stored export to be taken in; a worker does it, and the job tells what was added."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    title = _("Taking in %(name)s") % {"name": file.name}
    payload = {"file": str(file.key), "as_copy": as_copy}
    return jobs.enqueue(kind=TAKE_IN, payload=payload, by=by, at=at, title=title)


@transaction.atomic
def fill(draft: ImportDraft, *, content: Draft, by: Any, at: datetime) -> ImportDraft:
    """Keep what was read. A draft that has been filled already stays as it is: it may have been corrected since."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = _locked(draft)
    if draft.content:
        return draft
    draft.content, draft.revision = content, 1
    draft.save(update_fields=["content", "revision"])
    _record("plans.import_read", draft, by, at, nodes=len(content["nodes"]), warnings=len(content["warnings"]))
    return draft


def correct(draft: ImportDraft, *, change: Mapping[str, Any], revision: int, by: Any, at: datetime) -> ImportDraft:
    """Make one change of `drafting`, such as ``{"do": "retype", "node": 3, "kind": "goal"}``, to a revision."""
    return correct_all(draft, changes=[change], revision=revision, by=by, at=at)


@transaction.atomic
def correct_all(
    draft: ImportDraft, *, changes: Sequence[Mapping[str, Any]], revision: int, by: Any, at: datetime
) -> ImportDraft:
    """Make several changes as one correction: all of them, or none. `undo` takes the latest correction back."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = _of_revision(_open(draft), revision)
    content = cast(Draft, draft.content)
    try:
        for change in changes:
            content = drafting.apply(content, change)
    except DraftError as error:
        raise NotUsable(_(drafting.REASONS[error.code])) from error
    draft.previous, draft.content = draft.content, content
    _corrected(draft, by, at, change=",".join(sorted({str(change["do"]) for change in changes})))
    return draft


@transaction.atomic
def undo(draft: ImportDraft, *, revision: int, by: Any, at: datetime) -> ImportDraft:
    """Take back the latest correction. There is one step of this: what was taken back is not kept."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = _of_revision(_open(draft), revision)
    if not draft.previous:
        raise NotUsable(_("There is no correction to take back."))
    draft.content, draft.previous = draft.previous, {}
    _corrected(draft, by, at, change="undo")
    return draft


@transaction.atomic
def save_as_plan(
    draft: ImportDraft, *, title: str, starts_on: date, ends_on: date, organ: Organ | None, by: Any, at: datetime
) -> Plan:
    """Make the plan, in draft, with every word of the preview that was not put aside."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = _open(draft)
    _refuse_unfinished(cast(Draft, draft.content))
    plan = _made(draft, _title(title), (starts_on, ends_on), organ)
    draft.plan = plan
    draft.save(update_fields=["plan"])
    _record("plans.import_saved", draft, by, at, plan=str(plan.key))
    return plan


@transaction.atomic
def discard(draft: ImportDraft, *, by: Any, at: datetime) -> None:
    """Throw away an import that is not to become a plan. The stored document is purged with other files."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    draft = _locked(draft)
    _record("plans.import_discarded", draft, by, at)
    draft.delete()


@transaction.atomic
def purge(*, by: Any, at: datetime) -> int:
    """Remove imports begun over 90 days ago, saved as a plan or not; their number."""
    gate.permit(rules.may_manage(by, on=day_of(at)))
    removed, _each = ImportDraft.objects.filter(started_at__lt=at - KEPT).delete()
    if removed:
        audit.record(verb="plans.imports_purged", subject="imports:old", by=by, at=at, number=removed)
    return removed


def import_document(
    *,
    data: bytes,
    name: str,
    by: Any,
    at: datetime,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    organ: Organ | None = None,
    progress: Progress = silent,
) -> Plan:
    """Read a document and save it as it was read, for the command line. Title and period are the document's own
    where none are given."""
    gate.permit(rules.may_import(by, on=day_of(at)))
    content = read_document(data, name=name, progress=progress)
    starts_on, ends_on = _period(content, starts_on, ends_on)
    with transaction.atomic():
        file = files.store(data, name=name, by=by, at=at)
        draft = fill(start(file, by=by, at=at), content=content, by=by, at=at)
        return save_as_plan(
            draft,
            title=title or content["title"] or name,
            starts_on=starts_on,
            ends_on=ends_on,
            organ=organ,
            by=by,
            at=at,
        )


def _locked(draft: ImportDraft) -> ImportDraft:
    found = list(ImportDraft.objects.select_for_update(of=("self",)).select_related("file").filter(pk=draft.pk))
    if not found:
        raise NotUsable(_("This import has been removed. Upload the document again."))
    return found[0]


def _open(draft: ImportDraft) -> ImportDraft:
    draft = _locked(draft)
    if draft.plan is not None:
        raise PlanError(_("This import has already been saved as “%(plan)s”.") % {"plan": draft.plan})
    if not draft.content:
        raise PlanError(_("The document has not been read yet. Wait until the reading is done."))
    return draft


def _of_revision(draft: ImportDraft, revision: int) -> ImportDraft:
    if draft.revision != revision:
        raise ChangedMeanwhile(
            _("The preview has been changed since you opened it. Look at it as it is now, and make the change again.")
        )
    return draft


def _corrected(draft: ImportDraft, by: Any, at: datetime, *, change: str) -> None:
    draft.revision += 1
    draft.save(update_fields=["content", "previous", "revision"])
    _record("plans.import_corrected", draft, by, at, change=change, revision=draft.revision)


def _refuse_unfinished(content: Draft) -> None:
    if not content["nodes"]:
        raise NotUsable(_("Nothing is left in the preview. Take back at least one part before you save."))
    if homeless := drafting.misplaced(content):
        raise NotUsable(
            _("These stand outside every focus area: %(names)s. Move them into an area, or make them something else.")
            % {"names": _names(homeless)}
        )
    if empty := reading.wordless(content):
        numbers = ", ".join(node["number"] or str(node["line"]) for node in empty)
        raise NotUsable(
            _("Some parts have no words (%(numbers)s). Write something there, or drop them.") % {"numbers": numbers}
        )


def _names(nodes: list[drafting.Node]) -> str:
    shown = [f"“{(node['heading'] or node['wording'])[:60]}”" for node in nodes[:3]]
    return ", ".join(shown) + (" …" if len(nodes) > len(shown) else "")


def _title(title: str) -> str:
    title = " ".join(title.split())
    longest = drafting.LONGEST["title"]
    if not title or len(title) > longest:
        raise NotUsable(_("Give the plan a title of 1 to %(longest)d characters.") % {"longest": longest})
    return title


def _made(draft: ImportDraft, title: str, period: tuple[date, date], organ: Organ | None) -> Plan:
    starts_on, ends_on = period
    if ends_on < starts_on:
        raise NotUsable(_("The plan ends before it begins. Change one of the dates."))
    document = file_of(draft.file)
    content = PlanContent(
        format=FORMAT,
        version=VERSION,
        plan={
            "key": str(uuid4()),
            "title": title,
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "state": "draft",
            "decided_by": named(organ),
            "document": document,
            "continues": None,
        },
        items=reading.items_of(cast(Draft, draft.content)),
        links=[],
    )
    known = Arrivals(
        by=draft.started_by,
        at=draft.started_at,
        organs={organ.code: organ} if organ else {},
        files={(document["sha256"], document["name"]): draft.file},
    )
    return Rows(content, known, plans_before={}, items_before={}).write()


def _period(content: Draft, starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    first, last = content["year"], content["last_year"] or content["year"]
    if first is None and (starts_on is None or ends_on is None):
        raise NotUsable(_("No year was found in the document. Say from which day to which day the plan is for."))
    return starts_on or date(first or 1, 1, 1), ends_on or date(last or 1, 12, 31)


def _record(verb: str, draft: ImportDraft, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"import:{draft.key}", by=by, at=at, **details)
