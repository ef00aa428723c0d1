"""From a run to what a reader is shown of it: on the page, on paper and in files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from samsyn.insights.errors import InsightError
from samsyn.insights.exports import about
from samsyn.insights.exports.about import About
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.exports.catalogue import Format, Part, formats_for
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.models import Run, Snapshot
from samsyn.insights.presentation import AreaChosen, AreaMap, Arrow, Presentation
from samsyn.insights.queries import geometry, tables
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.contract import Result, Study

if TYPE_CHECKING:
    from samsyn.analysis.tables import Flows

BOUNDARIES = "boundaries"


class Exported(Protocol):
    """What files are made of: a result, or two of them compared, as one reader is shown it."""

    @property
    def presentation(self) -> Presentation:
        """All that is shown."""

    @property
    def hides(self) -> bool:
        """Are small numbers taken out?"""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def shared_as(self) -> str:
        """What it is known by among all that is shared, where small numbers are taken out."""

    def formats(self) -> Mapping[str, Format]:
        """The files that can be made of it."""

    def bundle(self, wanted: Collection[Part]) -> Bundle:
        """What a file is made of, with the parts that it wants."""


@dataclass(frozen=True)
class Told:
    """A run as one reader is shown it. `result` is what this reader may see, `named` whether they see who ran it."""

    run: Run
    study: Study
    result: Result
    about: About

    @cached_property
    def presentation(self) -> Presentation:
        """All that is shown, in the language that is active when it is first asked for."""
        return self.study.present(self.result)

    @property
    def hides(self) -> bool:
        """Are small numbers taken out?"""
        return "suppressed" in self.result

    @property
    def name(self) -> str:
        """What the run is called."""
        return self.run.title or self.run.study

    @property
    def shared_as(self) -> str:
        """The key of what is shared of the run: another one whenever it is shared anew."""
        return str(self.run.share.key)

    @property
    def is_comparable(self) -> bool:
        """Can it be laid beside another result of its study?"""
        return self.study.compare is not None

    @property
    def boundaries(self) -> Snapshot | None:
        """The snapshot of boundaries that was read."""
        return next((each.snapshot for each in self.run.sources.all() if each.role == BOUNDARIES), None)

    def ground(self, area_map: AreaMap) -> MapGeometry | None:
        """What a map is drawn on, made ready; None where that is not known."""
        return geometry.ground(self.boundaries, area_map, self.presentation.maps[0].codes)

    def arrows(self, code: str) -> tuple[Arrow, ...]:
        """The flows of an area."""
        if not code or self.study.flows_of_area is None:
            return ()
        return self.study.flows_of_area(self.result, code)

    def area_chosen(self, code: str) -> AreaChosen | None:
        """The maps that depend on which area is chosen."""
        if not code or self.study.area_chosen is None:
            return None
        return self.study.area_chosen(self.result, code)

    @cached_property
    def links(self) -> frozenset[str]:
        """The links that can be chosen."""
        return frozenset(self.study.links(self.result)) if self.study.links else frozenset()

    def link_chosen(self, code: str) -> AreaChosen | None:
        """The maps that depend on which link is chosen."""
        if code not in self.links or self.study.link_chosen is None:
            return None
        return self.study.link_chosen(self.result, code)

    def flows(self) -> "Flows | None":
        """All flows between areas; None where small numbers are taken out, or the study reads none."""
        source = next((each for each in self.run.sources.all() if each.role == "flows"), None)
        return None if source is None or self.hides else tables.flows_of(source.snapshot)

    def formats(self) -> dict[str, Format]:
        """The files that can be made of it."""
        has = set()
        bundle = Bundle(self.presentation, self.about)
        if self.boundaries is not None or bundle.lines is not None:
            has.add(Part.SHAPES)
        if not self.hides and any(each.role == "flows" for each in self.run.sources.all()):
            has.add(Part.FLOWS)
        if self.study.matrices is not None:
            has.add(Part.MATRICES)
        if bundle.regions_map is not None:
            has.add(Part.REGIONS)
        return formats_for(has)

    def bundle(self, wanted: Collection[Part]) -> Bundle:
        """What a file is made of, with the parts that it wants."""
        with_shapes = Part.SHAPES in wanted and self.boundaries is not None
        maps = self.presentation.maps if Part.GEOMETRY in wanted else ()
        return Bundle(
            presentation=self.presentation,
            about=self.about,
            boundaries=tables.boundaries_of(self.boundaries) if with_shapes and self.boundaries else None,
            geometry=self.ground(maps[0]) if maps else None,
            flows=self.flows() if Part.FLOWS in wanted else None,
            matrices=self.study.matrices(self.result) if self.study.matrices and Part.MATRICES in wanted else None,
        )


def told(run: Run, result: Result, *, named: bool) -> Told:
    """A run and what one reader may see of its result, in the active language."""
    study = study_of(run)
    return Told(
        run=run,
        study=study,
        result=result,
        about=about.of_run(run, study, named=named, hidden=_hidden(result)),
    )


def study_of(run: Run) -> Study:
    """The study of a run."""
    study = STUDIES.get(run.study)
    if study is None:
        raise InsightError(_("The study that “%(run)s” is a run of is no longer here.") % {"run": run})
    return study


def _hidden(result: Result) -> str:
    rule = result.get("suppressed")
    if rule is None:
        return ""
    return _("Counts below %(below)s are left out, and others that would tell them.") % {"below": rule["below"]}
