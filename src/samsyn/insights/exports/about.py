"""Sources and method of a result: what stands beside it on the page, on paper and in every file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.ui import formats
from samsyn.insights.models import Run, RunSource
from samsyn.insights.queries import datasets, runs
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Study

Lines = list[tuple[str, str]]
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was read, and as what."""

    role: str
    title: str
    publisher: str
    licence: str
    reference: str
    vintage: str
    unit: str
    address: str
    number: int
    taken_on: date
    sha256: str
    modelled: bool

    @property
    def cited(self) -> str:
        """In one line, as a source is cited."""
        return f"{self.publisher}: {self.title}, {self.reference}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What stands beside figures, whatever they are of. `hidden` says which numbers are taken out."""

    study: str
    method: str
    title: str
    publisher: str
    modelled: bool
    finished_at: datetime
    choices: tuple[tuple[str, str], ...]
    sources: tuple[Taken, ...]
    hidden: str = ""

    @property
    def cited(self) -> str:
        """The sources in one line, as they stand under a map."""
        return "; ".join(dict.fromkeys(source.cited for source in self.sources))

    @property
    def nature(self) -> str:
        """Are the figures modelled?"""
        if self.modelled:
            return _("Modelled figures: computed by a model, not observed.")
        return _("Computed from observed figures.")

    def lines(self) -> Lines:
        """Everything, as labels and texts: for files."""
        return [*self.whole(), *(line for source in self.sources for line in told(source)), *self.choices]

    def whole(self) -> Iterator[tuple[str, str]]:
        """What is said of the whole, beside its sources and choices."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Origin):
    """A result's origin. `by` is empty where the reader is not to know."""

    by: str
    code: str
    seed: int
    digest: str

    def whole(self) -> Iterator[tuple[str, str]]:
        """What is said of the result itself."""
        yield _("Result"), self.title
        yield _("Nature of the figures"), self.nature
        if self.hidden:
            yield _("Small numbers"), self.hidden
        yield _("Study"), self.study
        yield _("Computed"), formats.moment(self.finished_at, words.language())
        if self.by:
            yield _("Computed by"), self.by
        yield _("Published by"), self.publisher
        yield _("Code"), self.code
        yield _("Seed"), str(self.seed)
        yield _("Checksum of the result (SHA-256)"), self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutBoth(Origin):
    """The origin of two results that are compared: what is the same is said once, else each with its number."""

    pair: tuple[About, About]

    def whole(self) -> Iterator[tuple[str, str]]:
        """What is said of the comparison, and of either result."""
        yield _("Comparison"), self.title
        yield from _merged([list(each.whole()) for each in self.pair])

    def differing(self) -> list[tuple[str, str, str]]:
        """What is not the same of both, a label a row: as it is of the first, and of the second."""
        return [line for line in self._side_by_side() if line[1] != line[2]]

    def alike(self) -> Lines:
        """What is the same of both."""
        return [(label, text) for label, text, other in self._side_by_side() if text == other]

    def _side_by_side(self) -> list[tuple[str, str, str]]:
        first, second = (dict(each.lines()) for each in self.pair)
        return [(label, first.get(label, ""), second.get(label, "")) for label in {**first, **second}]


def of_run(run: Run, study: Study, *, named: bool, hidden: str = "") -> About:
    """The origin of a run; `named` with who ran it."""
    return About(
        study=str(study.title),
        method=study.method,
        title=run.title,
        publisher=settings.COUNCIL,
        modelled=study.modelled or runs.is_modelled(run),
        finished_at=run.finished_at,
        by=str(run.run_by) if named and run.run_by else "",
        code=run.code,
        seed=run.seed,
        digest=run.digest,
        choices=tuple(_chosen(study, run.choices)),
        sources=tuple(_taken(study, source) for source in run.sources.all()),
        hidden=hidden,
    )


def of_both(title: str, first: About, second: About) -> AboutBoth:
    """The origin of a comparison."""
    pair = (first, second)
    return AboutBoth(
        study=first.study,
        method=first.method,
        title=title,
        publisher=first.publisher,
        modelled=first.modelled or second.modelled,
        finished_at=max(first.finished_at, second.finished_at),
        choices=tuple(_merged([each.choices for each in pair])),
        sources=tuple(_sources_of(pair)),
        hidden=first.hidden or second.hidden,
        pair=pair,
    )


def _merged(pair: Sequence[Sequence[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """Lines of both: once where they say the same, else each with the number of its result."""
    said = [dict(lines) for lines in pair]
    for label in dict.fromkeys(label for lines in said for label in lines):
        texts = [lines.get(label) for lines in said]
        if texts[0] == texts[1]:
            yield label, str(texts[0])
        else:
            yield from ((f"{label} ({number})", text) for number, text in enumerate(texts, 1) if text is not None)


def _sources_of(pair: Sequence[About]) -> Iterator[Taken]:
    """The sources of both, each once; one that only one of the two has read as this bears the number of its result."""
    by_role = [{source.role: source for source in about.sources} for about in pair]
    for role in dict.fromkeys(role for sources in by_role for role in sources):
        found = [sources.get(role) for sources in by_role]
        if found[0] is not None and found[0] == found[1]:
            yield found[0]
        else:
            yield from (replace(each, role=f"{role} ({number})") for number, each in enumerate(found, 1) if each)


def _taken(study: Study, source: RunSource) -> Taken:
    snapshot, dataset = source.snapshot, source.snapshot.dataset
    labels = {each.role: str(each.label) for each in study.sources}
    return Taken(
        role=labels.get(source.role, source.role),
        title=dataset.title,
        publisher=dataset.publisher,
        licence=dataset.licence,
        reference=snapshot.reference,
        vintage=snapshot.vintage,
        unit=dataset.unit,
        address=dataset.address,
        number=snapshot.number,
        taken_on=day_of(snapshot.taken_at),
        sha256=source.sha256,
        modelled=datasets.is_modelled(snapshot),
    )


def told(source: Taken) -> Iterator[tuple[str, str]]:
    """All that is said of a source, under what it was read as."""
    said = {
        _("licence"): source.licence,
        _("territory vintage"): source.vintage,
        _("unit"): source.unit,
        _("address"): source.address,
        _("snapshot"): f"{source.number} ({formats.day(source.taken_on, words.language())})",
        "SHA-256": source.sha256,
    }
    nature = [_("modelled")] if source.modelled else []
    text = "; ".join([source.cited, *(f"{name}: {value}" for name, value in said.items() if value), *nature])
    yield source.role, text


def _chosen(study: Study, choices: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The choices by the labels of the study's form, thresholds one by one."""
    fields = study.form().fields
    for name, value in choices.items():
        if isinstance(value, dict):
            yield from _chosen(study, value)
        elif value not in (None, "", []):
            field = fields.get(name)
            yield (str(field.label) if field else name), _answer(field, value)


def _answer(field: forms.Field | None, value: Any) -> str:
    """An answer as its field shows it. A share is asked for in per cent, from 0 to 100, and stored from 0 to 1."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(value, int | float):
        share = isinstance(field, forms.FloatField) and field.max_value == PER_CENT
        exact = round(value * PER_CENT, 4) if share else value
        return formats.number(exact, words.language())
    if isinstance(value, list):
        between = "; " if any(isinstance(each, list) for each in value) else ", "
        return between.join(_answer(None, each) for each in value)
    return str(value)
