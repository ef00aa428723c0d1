"""One measure of a result, or several together, as one reader is shown them: pages and files are made of it as of runs.

What several do together is computed anew from the data of the run; a few situations are kept, as neither data nor
choices of a run ever change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.insights.exports.making import BOUNDARIES, Told
from samsyn.insights.models import Run
from samsyn.insights.presentation import Presentation
from samsyn.insights.queries import tables
from samsyn.insights.queries.kept import Kept
from samsyn.insights.studies.counties import groups
from samsyn.insights.studies.measures import joint, settling, single

if TYPE_CHECKING:
    from samsyn.insights.studies.contract import Given
    from samsyn.insights.studies.measures.settling import Setting

_kept: "Kept[tuple[Given, Setting]]" = Kept(3)


@dataclass(frozen=True, slots=True)
class Part(Told):
    """A part of what a run shows; `part` names it among the others."""

    part: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.presentation.title

    @property
    def shared_as(self) -> str:
        """The key of what is shared of the run, and the part."""
        return f"{self.run.share.key}:{self.part}"


def keys(told: Told) -> list[str]:
    """The keys of the measures of a run, in the order of their numbers, from 1."""
    return [each["key"] for each in told.result["measures"]]


def one(told: Told, number: int) -> Part | None:
    """The measure with a number; None where there is none."""
    known = keys(told)
    if not 1 <= number <= len(known):
        return None
    shown = single.present(told.result, known[number - 1])
    return None if shown is None else _part(told, shown, f"measure-{number}")


def together(told: Told, numbers: Sequence[int]) -> Part:
    """Several measures, as they do together, by their numbers."""
    chosen = [key for number, key in enumerate(keys(told), 1) if number in set(numbers)]
    given, setting = _setting(told.run)
    parts = groups(setting.network.zones.codes, given.get("regions"))
    found = joint.compute(setting, told.run.choices, chosen, parts)
    return _part(told, joint.present(told.result, chosen, found), "measures-" + "-".join(map(str, numbers)))


def _part(told: Told, shown: Presentation, part: str) -> Part:
    return Part(told.run, told.study, told.result, shown, told.about, part)


def _setting(run: Run) -> "tuple[Given, Setting]":
    """The data of a run but for the maps, and the situation in which its measures are computed."""
    if (kept := _kept.taken(run.key)) is not None:
        return kept
    sources = (source for source in run.sources.all() if source.role != BOUNDARIES)
    given = {source.role: tables.READERS[source.snapshot.dataset.kind](source.snapshot) for source in sources}
    return _kept.put(run.key, (given, settling.settle(given, run.choices)))
