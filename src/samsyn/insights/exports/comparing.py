"""Two results of one study beside each other, shown and made files of like one."""

from collections.abc import Collection
from dataclasses import dataclass

from samsyn.foundation.ui import formats
from samsyn.insights.exports import about
from samsyn.insights.exports.about import AboutBoth
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.exports.catalogue import Format, Part, formats_for
from samsyn.insights.exports.making import Told
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.models import Snapshot
from samsyn.insights.presentation import AreaChosen, AreaMap, Presentation
from samsyn.insights.queries import geometry, tables
from samsyn.insights.studies import words

OF_ONE = {"first": (0,), "second": (1,)}
"""The maps that show one of the two, by name; any other shows both."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two results as one reader is shown them, and where they differ."""

    pair: tuple[Told, Told]
    presentation: Presentation
    about: AboutBoth

    @property
    def hides(self) -> bool:
        """Are small numbers taken out of either?"""
        return any(told.hides for told in self.pair)

    @property
    def name(self) -> str:
        """What the comparison is called."""
        return self.presentation.title

    @property
    def shared_as(self) -> str:
        """The keys of what is shared of both."""
        return ":".join(told.shared_as for told in self.pair)

    def shown_on(self, area_map: AreaMap) -> tuple[Told, ...]:
        """Those of the two that a map shows."""
        return tuple(self.pair[which] for which in OF_ONE.get(area_map.name, (0, 1)))

    def ground(self, area_map: AreaMap) -> MapGeometry | None:
        """The areas that a map is drawn on; None where there are no boundaries of any."""
        found = _ground(self.shown_on(area_map), area_map)
        return geometry.ground(None, area_map, ()) if found is None else found[1]

    @property
    def is_seen_from(self) -> bool:
        """Can it be seen from one area?"""
        return self.pair[0].study.compare_from is not None

    def seen_from(self, code: str) -> AreaChosen | None:
        """The maps of the two, and of the difference, as seen from an area; None where none is chosen."""
        first, second = self.pair
        if not code or first.study.compare_from is None:
            return None
        return first.study.compare_from(first.result, second.result, _titles(first, second), code)

    def formats(self) -> dict[str, Format]:
        """The files that can be made of it. There are no flows in a difference, so no matrices."""
        placed = any(told.boundaries is not None for told in self.pair) or Bundle(self.presentation, self.about).lines
        return formats_for({Part.SHAPES} if placed else ())

    def bundle(self, wanted: Collection[Part]) -> Bundle:
        """What a file is made of, with the parts that it wants: on the boundaries of the map of the difference."""
        maps = self.presentation.maps if {Part.SHAPES, Part.GEOMETRY} & set(wanted) else ()
        ground = _ground(self.pair, maps[0]) if maps else None
        return Bundle(
            presentation=self.presentation,
            about=self.about,
            boundaries=tables.boundaries_of(ground[0]) if ground and Part.SHAPES in wanted else None,
            geometry=self.ground(maps[0]) if maps and Part.GEOMETRY in wanted else None,
        )


def compared(first: Told, second: Told) -> Compared | None:
    """Two results compared, in the active language; None where that means nothing."""
    if first.study is not second.study or first.study.compare is None:
        return None
    shown = first.study.compare(first.result, second.result, _titles(first, second))
    return Compared((first, second), shown, about.of_both(shown.title, first.about, second.about))


def _titles(first: Told, second: Told) -> tuple[str, str]:
    """What the two are called; where they are called the same, with when they were made."""
    if first.name != second.name:
        return first.name, second.name
    moments = [formats.moment(told.run.finished_at, words.language()) for told in (first, second)]
    return f"{first.name} ({moments[0]})", f"{second.name} ({moments[1]})"


def _ground(pair: Collection[Told], area_map: AreaMap) -> tuple[Snapshot, MapGeometry] | None:
    """The boundaries of the one of them that has most of the map's areas."""
    if area_map.lines is not None and not area_map.lines.crs:
        return None
    drawn = [
        (told.boundaries, ground)
        for told in pair
        if told.boundaries is not None and (ground := geometry.of_snapshot(told.boundaries, area_map.codes)) is not None
    ]
    return max(drawn, key=lambda each: len(each[1].codes) - len(each[1].missing), default=None)
