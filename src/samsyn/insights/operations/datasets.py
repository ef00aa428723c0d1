"""Data sets: what somebody publishes, described once."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count, islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.insights import gate
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, DatasetKind

LONGEST_CODE = 80
ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is said of a data set, whatever snapshot is meant."""

    title: str
    publisher: str
    licence: str
    unit: str
    address: str = ""
    description: str = ""
    modelled: bool = False


def create(
    described: Described, *, kind: DatasetKind, mapping: dict[str, Any] | None = None, by: Any, at: datetime
) -> Dataset:
    """A new data set, without snapshots. Its code is made of its title."""
    gate.to_bring_data(by, at)
    _check(described)
    with transaction.atomic():
        dataset = _created(kind=kind, mapping=mapping or {}, **asdict(described))
        _record("insights.dataset_created", dataset, by, at, kind=str(kind), code=dataset.code)
    return dataset


@transaction.atomic
def describe(dataset: Dataset, *, described: Described, by: Any, at: datetime) -> Dataset:
    """Say anew what a data set is. Its snapshots stay as they were taken."""
    gate.to_bring_data(by, at)
    _check(described)
    dataset = gate.dataset(dataset)
    changed = [name for name, value in asdict(described).items() if getattr(dataset, name) != value]
    for name in changed:
        setattr(dataset, name, getattr(described, name))
    if changed:
        dataset.save(update_fields=changed)
        _record("insights.dataset_described", dataset, by, at, changed=",".join(sorted(changed)))
    return dataset


def _check(described: Described) -> None:
    lacking = [
        _named(field) for field in ("title", "publisher", "licence", "unit") if not getattr(described, field).strip()
    ]
    if lacking:
        raise InsightError(_("Say this of the data set before it is saved: %(names)s.") % {"names": ", ".join(lacking)})
    for name, longest in LONGEST.items():
        if len(getattr(described, name)) > longest:
            raise InsightError(
                _("This is longer than %(longest)d characters: %(name)s. Shorten it.")
                % {"name": _named(name), "longest": longest}
            )


LONGEST = {"title": 200, "publisher": 200, "licence": 200, "address": 500, "unit": 60}


def _named(field: str) -> str:
    """What people call a field."""
    names = {
        "title": _("title"),
        "publisher": _("publisher"),
        "licence": _("licence"),
        "unit": _("unit"),
        "address": _("where it was fetched"),
    }
    return names[field]


def _created(**fields: Any) -> Dataset:
    """A row with a code of its own: the title's, with a number after it where another has it."""
    base = slugify(fields["title"])[: LONGEST_CODE - 5].strip("-") or "data"
    taken = set(Dataset.objects.filter(code__startswith=base).values_list("code", flat=True))
    free = (code for code in _codes(base) if code not in taken)
    for code in islice(free, ATTEMPTS):
        try:
            with transaction.atomic():
                return Dataset.objects.create(code=code, **fields)
        except IntegrityError:
            continue  # somebody else took it in the same moment
    raise InsightError(_("Several data sets with this title are being saved at once. Try again."))


def _codes(base: str) -> Iterator[str]:
    yield base
    for number in count(2):
        yield f"{base}-{number}"


def _record(verb: str, dataset: Dataset, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"dataset:{dataset.key}", by=by, at=at, **details)
