"""What the style guide shows of maps: real municipalities and FA-regions, and figures that are made up."""

import math
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samsyn.insights.maps import classes, swedish
from samsyn.insights.maps.drawing import Choosing, Sheet
from samsyn.insights.maps.figure import Frame, figure
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.presentation import AreaMap, Arrow, Kind, Line, Lines, Scale

LARGE = "0180 1480 1280 0380 0580 1980 2480 2580 2281 2380 1880 0680 0780 0880 1080 1380 2180 2080 1780 0980 2584 2514"
SOURCE = "Gränser: SCB. FA-regioner: Tillväxtverket 2015. Alla tal är påhittade."
NEAREST = 5


def samples(request: HttpRequest) -> dict[str, Any]:
    """Every kind of map, each with something to look at; `?area=` chooses a municipality of the first two."""
    geometry, chosen = swedish.municipalities(), request.GET.get("area", "")
    regions, shares = _regions(geometry), _shares(geometry)
    flows = _flows(geometry, chosen)
    side = Sheet(width=420, height=620)
    pair = (_differences(geometry), "difference"), (_categories(geometry), "category")
    return {
        "trail": [("Start", "/"), ("Stilguide", "/styleguide/"), ("Kartor", "")],
        "regions": figure(
            geometry,
            regions,
            Frame(SOURCE, _said(geometry, chosen, flows), sheet=Sheet("regions")),
            arrows=flows,
            selected=chosen,
            link=_link,
        ),
        "shares": figure(geometry, shares, Frame(SOURCE, sheet=Sheet("shares")), link=_link),
        "pair": [
            figure(geometry, area_map, Frame(SOURCE, together="pair", sheet=replace(side, ident=ident)), link=_link)
            for area_map, ident in pair
        ],
        "network": _network(geometry, request.GET.get("link", "")),
        "part": figure(geometry, _part(geometry), Frame(SOURCE, sheet=Sheet("part", 560, 560))),
    }


def _network(geometry: MapGeometry, chosen: str) -> SafeString:
    """Roads from the capital to other towns and back, as wide as they are short."""
    towns = [code for code in LARGE.split() if code != "0180"]
    at = {code: point for code, point in zip(geometry.codes, geometry.points, strict=True) if point is not None}
    name = dict(zip(geometry.codes, geometry.names, strict=True))
    west, north = geometry.corner
    lines = tuple(
        Line(
            code=f"{start}-{end}",
            points=tuple((west + at[c][0] * geometry.metres, north - at[c][1] * geometry.metres) for c in (start, end)),
            text=f"{name[start]}–{name[end]}",
            place=number % 5,
            size=1e6 / _distance(geometry, start, end),
        )
        for number, town in enumerate(towns)
        for start, end in (("0180", town), (town, "0180"))
    )
    legend = ("under 50 %", "50–70 %", "70–85 %", "85–100 %", "100 % eller mer")
    texts = tuple(geometry.names)
    net = Lines(geometry.crs, lines, legend=legend, sizes="bilar i timmen")
    roads = AreaMap("network", "Ett nät på områdena", geometry.codes, Scale.GROUND, texts, lines=net)
    said = format_html("<h2>{}</h2>", chosen) if chosen else SafeString("")
    choosing = Choosing(lambda code: f"?{urlencode({'link': code})}#network-figure", chosen)
    return figure(geometry, roads, Frame(SOURCE, said, sheet=Sheet("network", lines=choosing)))


def _link(code: str) -> str:
    return f"?area={code}#regions-figure"


def _said(geometry: MapGeometry, chosen: str, flows: list[Arrow]) -> SafeString:
    if chosen not in geometry.codes:
        return SafeString("<p>Välj en kommun, så ritas dess pendling.</p>")
    coming = sum(arrow.count for arrow in flows if arrow.destination == chosen)
    name = geometry.names[geometry.codes.index(chosen)]
    return format_html("<h2>{}</h2><p>{} pendlar in, {} ut.</p>", name, coming, sum(a.count for a in flows) - coming)


def _labels(geometry: MapGeometry) -> tuple[tuple[str, str], ...]:
    name = dict(zip(geometry.codes, geometry.names, strict=True))
    first = LARGE.split()
    return tuple((code, name[code]) for code in [*first, *(code for code in geometry.codes if code not in first)])


def _regions(geometry: MapGeometry) -> AreaMap:
    region = swedish.fa_regions()
    order = sorted(set(region.values()))
    return AreaMap(
        name="regions",
        title="Regioner: FA-regioner 2015",
        codes=geometry.codes,
        scale=Scale.REGIONS,
        texts=tuple(f"FA-region {region[code]}" for code in geometry.codes),
        groups=tuple(order.index(region[code]) for code in geometry.codes),
        labels=_labels(geometry),
    )


def _shares(geometry: MapGeometry) -> AreaMap:
    shares = [math.exp(-_distance(geometry, code, "0180") / 2500) for code in geometry.codes]
    shares[geometry.codes.index("0980")] = math.nan
    found = classes.quantiles(shares, 6)
    return AreaMap(
        name="shares",
        title="Från litet till mycket, och en kommun utan uppgift",
        codes=geometry.codes,
        scale=Scale.SEQUENTIAL,
        texts=tuple("ingen uppgift" if math.isnan(share) else f"{100 * share:.0f} procent" for share in shares),
        legend=classes.legend(found, Kind.SHARE),
        classes=classes.places(shares, found),
        labels=_labels(geometry),
    )


def _differences(geometry: MapGeometry) -> AreaMap:
    values = [_distance(geometry, code, "1480") - _distance(geometry, code, "0180") for code in geometry.codes]
    found = classes.around(0, values, 7)
    return AreaMap(
        name="difference",
        title="Från en ände till en annan: närmare Göteborg eller Stockholm",
        codes=geometry.codes,
        scale=Scale.DIVERGING,
        texts=tuple(f"skillnad {value:.0f}" for value in values),
        legend=classes.legend(found, Kind.NUMBER),
        classes=classes.places(values, found),
        labels=_labels(geometry),
    )


def _categories(geometry: MapGeometry) -> AreaMap:
    words = ("Arbete, utbildning och boende lika", "Bara arbete", "Bara utbildning", "Bara boende")
    return AreaMap(
        name="category",
        title="Slag: var de tre regionerna sammanfaller",
        codes=geometry.codes,
        scale=Scale.CATEGORIES,
        texts=tuple(words[int(code[:2]) % 4] for code in geometry.codes),
        legend=words,
        classes=tuple(int(code[:2]) % 4 for code in geometry.codes),
        labels=_labels(geometry),
    )


def _part(geometry: MapGeometry) -> AreaMap:
    regions = _regions(geometry)
    rows = [i for i, code in enumerate(geometry.codes) if code.startswith(("14", "17"))]
    return replace(
        regions,
        name="part",
        title="En del av landet, utan länkar",
        codes=(*(regions.codes[i] for i in rows), "9999"),
        texts=(*(regions.texts[i] for i in rows), "finns inte på kartan"),
        groups=(*(regions.groups[i] for i in rows), 999),
    )


def _flows(geometry: MapGeometry, chosen: str) -> list[Arrow]:
    if chosen not in geometry.codes:
        return []
    name = dict(zip(geometry.codes, geometry.names, strict=True))
    near = {code: max(_distance(geometry, code, chosen), 60) for code in geometry.codes if code != chosen}
    ways = [(code, chosen, 4e7) for code in near] + [(chosen, code, 1e7) for code in near]
    return [
        Arrow(start, end, count, f"{name[start]} till {name[end]}: {count}")
        for start, end, weight in ways
        if (count := round(weight / near[end if start == chosen else start] ** 2)) >= NEAREST
    ]


def _distance(geometry: MapGeometry, one: str, other: str) -> float:
    places = [geometry.points[geometry.codes.index(code)] for code in (one, other)]
    (x, y, _room), (other_x, other_y, _other_room) = (place or (0, 0, 0) for place in places)
    return math.hypot(x - other_x, y - other_y)
