"""Running studies: asked for, recorded once computed, shared and taken back. A recorded run is never changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

import samsyn
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.insights import results, rules
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Run, RunShare, RunSource, Snapshot
from samsyn.insights.queries import runs as queries

RUN, SHARE = "insights.run", "insights.share"
LARGEST_SEED = 2**63 - 1

Page = Callable[[UUID], str]
"""The address of the page of a run, from the key that it will have."""


class Needs(Protocol):
    """What a study reads in one role (`studies.contract.Source`)."""

    @property
    def role(self) -> str: ...
    @property
    def kind(self) -> Any: ...
    @property
    def label(self) -> Any: ...
    @property
    def help(self) -> Any: ...
    @property
    def required(self) -> bool: ...


class Runnable(Protocol):
    """What there is to know of a study before and after it runs (`studies.contract.Study`)."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def version(self) -> int: ...
    @property
    def sources(self) -> Sequence[Needs]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be run, and what it will be known by: the same in the queue and in the record."""

    key: UUID
    title: str
    choices: dict[str, Any]
    seed: int
    sources: Mapping[str, UUID]
    """The key of a snapshot for each role that one was chosen for."""
    repeats: UUID | None = None

    def to_json(self) -> dict[str, Any]:
        """As the queue keeps it."""
        return {
            "key": str(self.key),
            "title": self.title,
            "choices": self.choices,
            "seed": self.seed,
            "sources": {role: str(key) for role, key in self.sources.items()},
            "repeats": str(self.repeats) if self.repeats else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Order":
        """As it was."""
        return cls(
            key=UUID(data["key"]),
            title=data["title"],
            choices=data["choices"],
            seed=data["seed"],
            sources={role: UUID(key) for role, key in data["sources"].items()},
            repeats=UUID(data["repeats"]) if data["repeats"] else None,
        )


def request(
    study: Runnable,
    *,
    choices: dict[str, Any],
    sources: Mapping[str, UUID],
    seed: int,
    title: str,
    by: Any,
    at: datetime,
    page: Page = lambda key: "",
) -> Job:
    """Ask for a study to be run on some snapshots; a worker does it, and the job's page then leads to `page`."""
    _require(by, at)
    order = Order(key=uuid4(), title=_titled(title, study), choices=choices, seed=seed, sources=dict(sources))
    return _enqueued(study, order, by, at, page)


def repeat(study: Runnable, *, run: Run, by: Any, at: datetime, page: Page = lambda key: "") -> Job:
    """Ask for the same once more: same choices, seed and snapshots, with the code as it is now."""
    _require(by, at)
    if run.study != study.slug:
        raise InsightError(_("“%(run)s” is a run of another study.") % {"run": run})
    sources = {source.role: source.snapshot.key for source in run.sources.select_related("snapshot")}
    order = Order(key=uuid4(), title=run.title, choices=run.choices, seed=run.seed, sources=sources, repeats=run.key)
    return _enqueued(study, order, by, at, page)


def record(
    study: Runnable,
    *,
    order: Order,
    result: dict[str, Any],
    started_at: datetime,
    by: Any,
    at: datetime,
    conclude: Callable[[Run], object] = lambda run: None,
) -> Run:
    """Keep a finished run with its result and the snapshots that it read, all in one transaction.

    `conclude` is called at the end of it. The bytes of the result are on disk before; should the transaction fail,
    nothing points at them, and they are swept.
    """
    _require(by, at)
    snapshots = _snapshots(study, order.sources)
    data = results.canonical(result)
    with transaction.atomic():
        stored = files.store(data, name=f"{slugify(order.title) or study.slug}.json", by=by, at=at)
        run = Run.objects.create(
            key=order.key,
            study=study.slug,
            title=order.title,
            choices=order.choices,
            seed=order.seed,
            code=f"samsyn {samsyn.__version__}, {study.slug} {study.version}",
            result=stored,
            digest=results.digest(data),
            repeats=Run.objects.get(key=order.repeats) if order.repeats else None,
            started_at=started_at,
            finished_at=at,
            run_by=by,
        )
        RunSource.objects.bulk_create(
            RunSource(run=run, snapshot=snapshot, role=role, sha256=snapshot.file.sha256)
            for role, snapshot in sorted(snapshots.items())
        )
        audit.record(
            verb="insights.run_recorded", subject=f"run:{run.key}", by=by, at=at, study=run.study, digest=run.digest
        )
        conclude(run)
    return run


def request_share(run: Run, *, by: Any, at: datetime, beside_others: bool = False, page: Page = lambda key: "") -> Job:
    """Ask for what everybody may see of a run to be made; it is shared when a worker has made it.

    Refused while another result from the same data is shared: the two have different sums of the same counts, and may
    give away what each hides. `beside_others` says that somebody who knows the data has thought of that.
    """
    _require_sharing(run, by, at)
    if not beside_others and queries.shared_beside(run).exists():
        raise InsightError(
            _(
                "Another result from the same data is shared already. Together they may tell what each hides: take "
                "that back first, or say that it is harmless (as where the publisher has protected the data already)."
            )
        )
    title = _("Sharing: %(run)s") % {"run": run}
    payload = {"run": str(run.key), "url": page(run.key)}
    return jobs.enqueue(kind=SHARE, payload=payload, by=by, at=at, title=title)


def share(
    run: Run,
    *,
    result: dict[str, Any],
    by: Any,
    at: datetime,
    conclude: Callable[[RunShare], object] = lambda share: None,
) -> RunShare:
    """Let anybody who has the address read what everybody may see of the run (`studies.everyone` makes it)."""
    _require_sharing(run, by, at)
    if "suppressed" not in result:
        raise InsightError(_("Small numbers have not been taken out of the result, so it is not shared."))
    with transaction.atomic():
        stored = files.store(results.canonical(result), name=f"{slugify(run.title) or run.study}.json", by=by, at=at)
        shared, made = RunShare.objects.get_or_create(
            run=run, defaults={"result": stored, "shared_by": by, "shared_at": at}
        )
        if not made:
            raise InsightError(_("The run is shared already."))
        audit.record(verb="insights.run_shared", subject=f"run:{run.key}", by=by, at=at, **result["suppressed"])
        conclude(shared)
    return shared


@transaction.atomic
def unshare(run: Run, *, by: Any, at: datetime) -> None:
    """Take the address back: it leads nowhere from now on, and another sharing has another."""
    _require_permission(by, at)
    removed, _each = RunShare.objects.filter(run=run).delete()
    if not removed:
        raise InsightError(_("The run is not shared."))
    audit.record(verb="insights.run_unshared", subject=f"run:{run.key}", by=by, at=at)


def _require(by: Any, at: datetime) -> None:
    if not rules.may_run(by, on=day_of(at)):
        raise NotPermitted(_("Only analysts and officers run studies."))


def _require_sharing(run: Run, by: Any, at: datetime) -> None:
    _require_permission(by, at)
    if RunShare.objects.filter(run=run).exists():
        raise InsightError(_("The run is shared already."))


def _require_permission(by: Any, at: datetime) -> None:
    if not rules.may_share(by, on=day_of(at)):
        raise NotPermitted(_("Only analysts and officers share results, or take them back."))


def _titled(title: str, study: Runnable) -> str:
    title = " ".join(title.split()) or str(study.title)
    if len(title) > 200:
        raise InsightError(_("The title is longer than 200 characters. Make it shorter."))
    return title


def _enqueued(study: Runnable, order: Order, by: Any, at: datetime, page: Page) -> Job:
    if not 0 <= order.seed <= LARGEST_SEED:
        raise InsightError(_("The seed is a whole number from 0 to %(most)s.") % {"most": LARGEST_SEED})
    _snapshots(study, order.sources)
    payload = order.to_json() | {"study": study.slug, "url": page(order.key)}
    return jobs.enqueue(kind=RUN, payload=payload, by=by, at=at, title=order.title)


def _snapshots(study: Runnable, sources: Mapping[str, UUID]) -> dict[str, Snapshot]:
    """The chosen snapshots by role. Refused: a role that lacks one or that is not there, and a wrong kind of data."""
    needs = {need.role: need for need in study.sources}
    unknown = sorted(set(sources) - set(needs))
    if unknown:
        raise InsightError(_("The study reads nothing as “%(role)s”.") % {"role": unknown[0]})
    missing = [need for need in needs.values() if need.required and need.role not in sources]
    if missing:
        raise InsightError(_("Choose data for: %(role)s.") % {"role": missing[0].label})
    rows = Snapshot.objects.filter(key__in=sources.values()).select_related("dataset", "file")
    by_key = {snapshot.key: snapshot for snapshot in rows}
    return {role: _fitting(needs[role], by_key.get(key)) for role, key in sources.items()}


def _fitting(need: Needs, snapshot: Snapshot | None) -> Snapshot:
    if snapshot is None:
        raise InsightError(_("The data chosen for %(role)s is not here.") % {"role": need.label})
    if snapshot.dataset.kind != need.kind:
        raise InsightError(
            _("“%(dataset)s” holds other data than %(role)s.") % {"dataset": snapshot.dataset, "role": need.label}
        )
    return snapshot
