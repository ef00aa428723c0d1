"""A map of what a snapshot holds, so that whoever brings data sees whether it is what was meant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.maps import classes
from samsyn.insights.maps.geometry import MapGeometry, around
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.presentation import AreaMap, Kind, Scale
from samsyn.insights.queries import geometry, networks, tables, timetables

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """A map, what it is drawn from, and where the boundaries come from."""

    geometry: MapGeometry
    area_map: AreaMap
    source: str


def of_snapshot(snapshot: Snapshot) -> Preview | None:
    """The map; None for a key, which has two territories, and for data whose areas have no boundaries here."""
    kind = DatasetKind(snapshot.dataset.kind)
    if kind == DatasetKind.TIMETABLE:
        return of_timetable(snapshot.preview, _source(snapshot, snapshot))
    if kind == DatasetKind.NETWORK:
        return of_network(networks.preview_of(snapshot), snapshot)
    shapes = boundaries_for(snapshot) if kind in MAPS else None
    area_map = MAPS[kind](snapshot) if shapes is not None else None
    if shapes is None or area_map is None:
        return None
    drawn = geometry.of_snapshot(shapes, area_map.codes)
    if drawn is None:
        return None
    return Preview(drawn, area_map, _source(snapshot, shapes))


def of_timetable(kept: Mapping[str, Any] | None, source: str) -> Preview | None:
    """The map of what was kept of a timetable; None where no two stops that follow on each other have coordinates."""
    if not kept or not kept["lines"]:
        return None
    area_map = timetables.area_map(kept)
    drawn = None if area_map.lines is None else around(area_map.lines)
    return None if drawn is None else Preview(drawn, area_map, source)


def of_network(preview: Mapping[str, Any], snapshot: Snapshot, **more: Any) -> Preview | None:
    """The links by what moves on them, on the areas of their zones; None where it is not known where any runs."""
    shapes = boundaries_for(snapshot)
    codes = [code for code, *_rest in preview["places"]]
    area_map = networks.area_map(preview, codes if shapes else (), **more)
    drawn = geometry.ground(shapes, area_map, codes)
    return None if drawn is None else Preview(drawn, area_map, _source(snapshot, shapes or snapshot))


def of_draft(kind: str, preview: Mapping[str, Any] | None, source: str) -> Preview | None:
    """The map of what is being read in, on no areas."""
    if kind == DatasetKind.TIMETABLE:
        return of_timetable(preview, source)
    if kind != DatasetKind.NETWORK or not preview or not preview["links"]:
        return None
    area_map = networks.area_map(preview)
    drawn = None if area_map.lines is None else around(area_map.lines)
    return None if drawn is None else Preview(drawn, area_map, source)


def boundaries_for(snapshot: Snapshot) -> Snapshot | None:
    """The boundaries that the areas of a snapshot are drawn by: its own, its territory's, else those of its vintage."""
    if snapshot.dataset.kind == DatasetKind.BOUNDARIES:
        return snapshot
    boundaries = Snapshot.objects.filter(dataset__kind=DatasetKind.BOUNDARIES).select_related("dataset", "file")
    steps = snapshot.mapping.get("recoded", ())
    territory = steps[-1]["territory"] if steps else snapshot.mapping.get("territory", "")
    chosen = boundaries.filter(key=territory).first() if territory else None
    return chosen or boundaries.filter(vintage=snapshot.vintage).order_by("-taken_at", "-pk").first()


def _boundaries(snapshot: Snapshot) -> AreaMap:
    areas = tables.boundaries_of(snapshot)
    names = [name or code for code, name in zip(areas.codes, areas.names, strict=True)]
    return AreaMap(
        name="preview",
        title=_("The areas"),
        codes=areas.codes,
        scale=Scale.REGIONS,
        texts=tuple(names),
        groups=tuple(range(len(names))),
    )


def _flows(snapshot: Snapshot) -> AreaMap:
    flows = tables.flows_of(snapshot)
    names = dict(zip(flows.areas.codes, flows.areas.names, strict=True))
    leaving = dict(zip(flows.areas.codes, flows.leaving.tolist(), strict=True))
    title = _("All who set out from each area, %(unit)s") % {"unit": snapshot.dataset.unit}
    return _in_classes(title, leaving, names)


def _quantities(snapshot: Snapshot) -> AreaMap | None:
    areas = tables.figures_of(snapshot)
    if not areas.figures:
        return None
    title, values = next(iter(areas.figures.items()))
    return _in_classes(title, dict(zip(areas.codes, values.tolist(), strict=True)), areas.names)


def _regions(snapshot: Snapshot) -> AreaMap:
    of, names = tables.regions_of(snapshot), tables.region_names_of(snapshot)
    numbers = {region: number for number, region in enumerate(dict.fromkeys(of.values()))}
    return AreaMap(
        name="preview",
        title=_("The regions"),
        codes=tuple(of),
        scale=Scale.REGIONS,
        texts=tuple(f"{area}: {names.get(region) or region}" for area, region in of.items()),
        groups=tuple(numbers[region] for region in of.values()),
    )


MAPS: dict[DatasetKind, Callable[[Snapshot], AreaMap | None]] = {
    DatasetKind.FLOWS: _flows,
    DatasetKind.BOUNDARIES: _boundaries,
    DatasetKind.QUANTITIES: _quantities,
    DatasetKind.REGIONS: _regions,
}


def _in_classes(title: str, values: Mapping[str, float], names: Mapping[str, str]) -> AreaMap:
    limits = classes.quantiles(list(values.values()), CLASSES)
    language = get_language() or "sv"
    texts = (
        f"{names.get(code) or code}: {_('missing') if value != value else formats.number(value, language)}"
        for code, value in values.items()
    )
    return AreaMap(
        name="preview",
        title=title,
        codes=tuple(values),
        scale=Scale.SEQUENTIAL,
        texts=tuple(texts),
        legend=classes.legend(limits, Kind.COUNT),
        classes=classes.places(list(values.values()), limits),
    )


def _source(snapshot: Snapshot, shapes: Snapshot) -> str:
    said = f"{snapshot.dataset.publisher}, {snapshot.dataset.title}, {snapshot.reference}"
    if shapes.pk == snapshot.pk:
        return said
    return _("%(data)s. Boundaries: %(boundaries)s") % {"data": said, "boundaries": shapes.dataset.publisher}
