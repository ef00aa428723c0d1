"""A network to look at: its links on a map by what moves on them, and the facts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.models import Snapshot
from samsyn.insights.presentation import AreaMap, Line, Lines, Mark, Point, Scale
from samsyn.insights.queries import links, nodes, tables
from samsyn.insights.reading.words import MODES
from samsyn.sources.checks.network_findings import NetworkKind
from samsyn.sources.measures.records import ChangeRow, What

MOST_LABELS = 40
"""Names that a map tries to find room for."""


@dataclass(frozen=True, slots=True)
class ModeFacts:
    """How much there is of a mode: links, each in one direction, and kilometres of them."""

    mode: str
    links: int
    km: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What a network comes to; zones that no way leads to from most of it, and from which none leads there."""

    zones: int
    nodes: int
    unreached: int
    closed_in: int
    modes: tuple[ModeFacts, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A way of a measure, drawn on top of the network: between two points, and what is said of it."""

    code: str
    points: tuple[Point, Point]
    text: str
    is_new: bool


def preview_of(snapshot: Snapshot) -> Mapping[str, Any]:
    """What was kept when it was checked; made now of a network that was brought in before this was kept."""
    if snapshot.preview is not None:
        kept: Mapping[str, Any] = snapshot.preview
        return kept
    from samsyn.insights.reading import network_previews  # loads the tables of networks, which few pages need

    return network_previews.shown(tables.network_of(snapshot))


def facts(preview: Mapping[str, Any] | None, findings: Sequence[Mapping[str, Any]]) -> Facts | None:
    """The facts of what was kept, and of what the checks found; None where nothing was kept."""
    if not preview:
        return None
    modes = tuple(ModeFacts(str(MODES[mode]), links, km) for mode, links, km in preview["modes"])
    counts = {found["kind"]: found["count"] for found in findings}
    return Facts(
        zones=preview["zones"],
        nodes=preview["nodes"],
        unreached=counts.get(NetworkKind.UNREACHED_ZONES.name, 0),
        closed_in=counts.get(NetworkKind.CLOSED_IN_ZONES.name, 0),
        modes=modes,
    )


def area_map(
    preview: Mapping[str, Any], codes: Sequence[str] = (), drawn: Sequence[Drawn] = (), marks: tuple[Mark, ...] = ()
) -> AreaMap:
    """The links in the colours of what moves on them, on the areas of the codes; what a measure draws on top."""
    modes = [mode for mode in MODES if mode != "connector" and any(link[3] == mode for link in preview["links"])]
    legend = [str(MODES[mode]) for mode in modes]
    new, changed = len(legend), len(legend) + any(each.is_new for each in drawn)
    more = {new: _("new in the measure")} if any(each.is_new for each in drawn) else {}
    more |= {changed: _("changed by the measure")} if any(not each.is_new for each in drawn) else {}
    lines = [Line(each.code, each.points, each.text, new if each.is_new else changed, 1.0) for each in drawn]
    lines += (_line(link, modes) for link in preview["links"])
    places = preview["places"]
    return AreaMap(
        name="preview",
        title=_("The network"),
        codes=tuple(codes),
        scale=Scale.GROUND,
        texts=tuple(codes),
        labels=tuple((code, name) for code, name, _x, _y in places[:MOST_LABELS]),
        lines=Lines(
            crs=preview["crs"],
            lines=tuple(lines),
            marks=marks or tuple(Mark(code, (x, y), name) for code, name, x, y in places),
            scale=Scale.CATEGORIES,
            legend=(*legend, *more.values()),
            placeless=preview["placeless"],
        ),
    )


def drawn(snapshot: Snapshot, rows: Sequence[ChangeRow]) -> list[Drawn]:
    """The changes of a measure whose place is known, each way by itself."""
    found = []
    for number, row in enumerate(rows):
        is_new = row.what is What.NEW
        link = None if is_new else links.by_code(snapshot, row.link)
        ends = nodes.points(snapshot, *((link.start, link.end) if link else (row.start, row.end)))
        ways = [ends, ends[::-1]][: 1 + row.both_ways] if ends else []
        found += [Drawn(f"drawn-{number}-{way}", each, links.told(row), is_new) for way, each in enumerate(ways)]
    return found


def _line(link: Sequence[Any], modes: Sequence[str]) -> Line:
    code, start, end, mode, km, minutes, *ends = link
    text = pgettext("a link of a network", "%(start)s – %(end)s\n%(mode)s, %(km)s km, %(minutes)s minutes") % {
        "start": start,
        "end": end,
        "mode": MODES[mode],
        "km": _number(km),
        "minutes": _number(minutes),
    }
    points = ((ends[0], ends[1]), (ends[2], ends[3]))
    return Line(code, points, text, modes.index(mode) if mode in modes else -1)


def _number(value: float) -> str:
    return formats.number(round(value, 1), get_language() or "sv")
