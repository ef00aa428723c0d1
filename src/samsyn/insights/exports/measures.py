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
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.counties import Groups, groups
from samsyn.insights.studies.measures import joint, settling, single

if TYPE_CHECKING:
    from samsyn.insights.studies.measures.settling import Setting

_settings: "Kept[tuple[Setting, Groups]]" = Kept(3)
_joints: Kept[Result] = Kept(12)


@dataclass(frozen=True)
class Part(Told):
    """A part of what a run shows; `part` names it among the others."""

    shown: Presentation
    part: str

    @property
    def presentation(self) -> Presentation:
        """The part alone."""
        return self.shown

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
    found = _joint(told.run, chosen)
    return _part(told, joint.present(told.result, chosen, found), "measures-" + "-".join(map(str, numbers)))


def _part(told: Told, shown: Presentation, part: str) -> Part:
    return Part(told.run, told.study, told.result, told.about, shown, part)


def _joint(run: Run, chosen: Sequence[str]) -> Result:
    """What measures of the run do together: computed once for the page, its tables and its files."""
    place = run.key, tuple(chosen)
    if (kept := _joints.taken(place)) is not None:
        return kept
    setting, parts = _setting(run)
    return _joints.put(place, joint.compute(setting, run.choices, chosen, parts))


def _setting(run: Run) -> "tuple[Setting, Groups]":
    """The situation in which the measures of a run are computed, and the parts whose gains are told."""
    if (kept := _settings.taken(run.key)) is not None:
        return kept
    # All but what is for the maps.
    sources = (source for source in run.sources.all() if source.role != BOUNDARIES)
    given = {source.role: tables.READERS[source.snapshot.dataset.kind](source.snapshot) for source in sources}
    setting = settling.settle(given, run.choices)
    return _settings.put(run.key, (setting, groups(setting.network.zones.codes, given.get("regions"))))
