"""Reading and checking the file of a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from samsyn.insights.models import SnapshotDraft
from samsyn.insights.queries import tables
from samsyn.insights.reading import findings, words
from samsyn.sources.files import Source

PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mapping that a file was read by, guesses included, and what was found (`reading.checking.Checked`)."""

    mapping: dict[str, Any]
    found: dict[str, Any]


Listener = Callable[[float], None]
"""Told the share that is read; may raise to stop the work."""


def of_draft(draft: SnapshotDraft, listen: Listener | None = None) -> Outcome:
    """Read the file of a draft whole and check it."""
    unit = (draft.dataset.unit if draft.dataset else "") or draft.details.get("unit", "") or PERSONS
    return of_source(tables.source_of(draft.file), kind=draft.kind, mapping=draft.mapping, unit=unit, listen=listen)


def of_source(
    source: Source, *, kind: str, mapping: Mapping[str, Any], unit: str = PERSONS, listen: Listener | None = None
) -> Outcome:
    """Read a file whole and check it. A file that cannot be read is an outcome too: it says why."""
    # Opens every format: loaded with the first file, not with the site.
    from samsyn.insights.reading import checking

    told = {} if listen is None else {"listen": listen}
    checked = checking.check(source, kind, mapping, tables.Snapshots(), unit=unit, **told)
    return Outcome(checked.mapping, checked.found())


def refusal(draft: SnapshotDraft) -> str:
    """Why the file cannot be read, in words; empty where it can."""
    refused = draft.found.get("refusal")
    return words.sentence(refused) if refused else ""


def open_texts(draft: SnapshotDraft) -> list[str]:
    """What waits for a choice, in words."""
    return [words.translated(finding["text"]) for finding in findings.open_ones(draft.found.get("findings", ()))]
