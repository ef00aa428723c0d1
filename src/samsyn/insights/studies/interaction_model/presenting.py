"""What is shown of the interaction model. Every modelled figure says so."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.insights.presentation import (
    AreaMap,
    Arrow,
    Bars,
    Cell,
    Column,
    Figure,
    Kind,
    Offer,
    Presentation,
    Scale,
    Table,
)
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.interaction_model import notes
from samsyn.insights.studies.interaction_model.computing import DECIMALS
from samsyn.insights.studies.of_areas import OfAreas

LARGEST = 25
"""How many of the most over-predicted and of the most under-predicted pairs are shown."""
MOST_ARROWS = 40
RIGHT_LIMITS = (0.4, 0.55, 0.7, 0.85)


def present(result: Result) -> Presentation:
    """The model in words, figures, a map, charts and tables, in the reader's language."""
    return Presentation(
        title=_("Interaction model: %(territory)s") % {"territory": OfAreas(result).territory},
        lead=notes.lead(result),
        notes=tuple(notes.written(result)),
        figures=(
            Figure(_("Mean distance, observed (km)"), round(result["mean_km"]["observed"], 1), Kind.NUMBER),
            Figure(_("Flows that the model puts right (modelled)"), result["fit"]["cpc"], Kind.SHARE),
            Figure(
                _("Explained by distance, beyond size (modelled)"),
                result["fit"]["explained_beyond_margins"],
                Kind.SHARE,
            ),
        ),
        maps=(_right(result),),
        charts=tuple(_charts(result)),
        tables=tuple(_tables(result)),
        offers=tuple(_offers(result)),
    )


def flows_of_area(result: Result, code: str) -> tuple[Arrow, ...]:
    """The pairs of an area where the model is most wrong; an arrow is as wide as the difference."""
    codes, pairs = result["areas"]["codes"], result["pairs"]
    if code not in codes:
        return ()
    area = codes.index(code)
    ends = enumerate(zip(pairs["origins"], pairs["destinations"], strict=True))
    return _most_wrong(result, [place for place, (i, j) in ends if (i == area) != (j == area)])


def _furthest_off(result: Result) -> tuple[Arrow, ...]:
    """The pairs of different areas where the model is most wrong, of all."""
    pairs = result["pairs"]
    ends = enumerate(zip(pairs["origins"], pairs["destinations"], strict=True))
    return _most_wrong(result, [place for place, (i, j) in ends if i != j])


def _most_wrong(result: Result, places: list[int]) -> tuple[Arrow, ...]:
    off = [place for place in places if _difference(result, place)]
    off.sort(key=lambda place: (-abs(_difference(result, place)), place))
    return tuple(_arrow(result, place) for place in off[:MOST_ARROWS])


def _arrow(result: Result, place: int) -> Arrow:
    areas, pairs = result["areas"], result["pairs"]
    origin, destination = pairs["origins"][place], pairs["destinations"][place]
    text = _("%(origin)s to %(destination)s: %(observed)s observed, %(modelled)s modelled") % {
        "origin": areas["names"][origin],
        "destination": areas["names"][destination],
        "observed": words.count(pairs["observed"][place]),
        "modelled": words.count(pairs["modelled"][place]),
    }
    off = _difference(result, place)
    return Arrow(areas["codes"][origin], areas["codes"][destination], abs(off), text, less=off > 0)


def _difference(result: Result, place: int) -> float:
    """Modelled minus observed."""
    return round(float(result["pairs"]["modelled"][place] - result["pairs"]["observed"][place]), DECIMALS)


def _right(result: Result) -> AreaMap:
    areas = result["areas"]
    limits = [words.share(limit) for limit in RIGHT_LIMITS]
    between = [_("%(from)s to %(to)s") % {"from": limits[k], "to": limits[k + 1]} for k in range(len(limits) - 1)]
    return AreaMap(
        name="right",
        title=_("Share of each area’s flows that the model puts right (modelled)"),
        codes=tuple(areas["codes"]),
        scale=Scale.SEQUENTIAL,
        legend=(
            _("less than %(share)s") % {"share": limits[0]},
            *between,
            _("%(share)s or more") % {"share": limits[-1]},
        ),
        classes=tuple(
            -1 if share is None else sum(share >= limit for limit in RIGHT_LIMITS) for share in areas["right"]
        ),
        texts=tuple(
            _("%(area)s: the model puts %(share)s of those who leave right.")
            % {"area": name, "share": words.share(share)}
            for name, share in zip(areas["names"], areas["right"], strict=True)
        ),
        arrows=_furthest_off(result),
        more_and_less=(_("More go than the model says"), _("Fewer go than the model says")),
    )


def _charts(result: Result) -> Iterator[Bars]:
    titles = {"observed": _("Persons by distance, observed"), "modelled": _("Persons by distance, modelled")}
    for which, title in titles.items():
        bars = zip(notes.bands(result), result["bands"][which], strict=True)
        yield Bars(which, title, Kind.COUNT, tuple((label, count) for label, count in bars if count is not None))


def _tables(result: Result) -> Iterator[Table]:
    yield _parameters(result)
    yield _bands(result)
    order = sorted(range(len(result["pairs"]["origins"])), key=lambda place: (_difference(result, place), place))
    yield _largest(result, "under", _("Larger than the model says: the largest differences"), order[:LARGEST], 1)
    yield _largest(result, "over", _("Smaller than the model says: the largest differences"), order[::-1][:LARGEST], -1)
    yield _areas(result)
    if result["filled"] is not None:
        yield _filled(result)


def _parameters(result: Result) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (notes.parameter(each["name"]), each["value"], each["standard_error"], each["poisson_error"])
        for each in result["parameters"]
    )
    columns = (
        Column("parameter", _("Parameter")),
        Column("value", _("Value (modelled)"), Kind.NUMBER),
        Column("standard_error", _("Standard error, robust"), Kind.NUMBER),
        Column("poisson_error", _("The same, if flows were Poisson’s"), Kind.NUMBER),
    )
    fit = tuple((notes.fit(name), result["fit"][name], None, None) for name in notes.FIT)
    return Table("model", _("The model: parameters and fit"), columns, rows + fit)


def _bands(result: Result) -> Table:
    bands = result["bands"]
    return Table(
        "distances",
        _("How far people go"),
        (
            Column("distance", _("Distance")),
            Column("observed", _("Observed"), Kind.COUNT),
            Column("modelled", _("Modelled"), Kind.COUNT),
        ),
        tuple(zip(notes.bands(result), bands["observed"], bands["modelled"], strict=True)),
    )


def _largest(result: Result, name: str, caption: str, places: list[int], sign: int) -> Table:
    """Pairs where observed minus modelled has a sign."""
    areas, pairs = result["areas"], result["pairs"]
    rows = tuple(
        (
            areas["codes"][pairs["origins"][place]],
            areas["names"][pairs["origins"][place]],
            areas["codes"][pairs["destinations"][place]],
            areas["names"][pairs["destinations"][place]],
            pairs["km"][place],
            pairs["observed"][place],
            pairs["modelled"][place],
            -_difference(result, place),
        )
        for place in places
        if -_difference(result, place) * sign > 0
    )
    columns = (
        Column("origin", _("From (code)")),
        Column("origin_name", pgettext("way", "From")),
        Column("destination", _("To (code)")),
        Column("destination_name", pgettext("way", "To")),
        Column("km", _("Distance (km)"), Kind.NUMBER),
        Column("observed", _("Observed"), Kind.COUNT),
        Column("modelled", _("Modelled"), Kind.COUNT),
        Column("difference", _("Observed minus modelled"), Kind.COUNT),
    )
    return Table(name, caption, columns, rows)


def _areas(result: Result) -> Table:
    areas = result["areas"]
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("leaving", _("Leave"), Kind.COUNT),
        Column("arriving", _("Arrive"), Kind.COUNT),
        Column("right", _("Put right by the model (modelled)"), Kind.SHARE),
    )
    rows = tuple(zip(*(areas[name] for name in ("codes", "names", "leaving", "arriving", "right")), strict=True))
    return Table("areas", _("The areas"), columns, rows, by_area=True)


def _filled(result: Result) -> Table:
    areas, filled = result["areas"], result["filled"]
    triples = zip(filled["origins"], filled["destinations"], filled["counts"], strict=True)
    rows = tuple(
        (areas["codes"][i], areas["names"][i], areas["codes"][j], areas["names"][j], count)
        for i, j, count in sorted(triples, key=lambda flow: (-flow[2], flow[0], flow[1]))
    )
    columns = (
        Column("origin", _("From (code)")),
        Column("origin_name", pgettext("way", "From")),
        Column("destination", _("To (code)")),
        Column("destination_name", pgettext("way", "To")),
        Column("modelled", _("Filled in (modelled)"), Kind.COUNT),
    )
    caption = ngettext(
        "Filled in: %(number)s pair that is not in the data (modelled)",
        "Filled in: %(number)s pairs that are not in the data (modelled)",
        filled["pairs"],
    ) % {"number": words.count(filled["pairs"])}
    return Table("filled", caption, columns, rows)


def _offers(result: Result) -> Iterator[Offer]:
    where, form = OfAreas(result).territory, result["choices"]["form"]
    yield Offer("mean-distance", _("Mean distance of commuting"), "km", where, round(result["mean_km"]["observed"], 3))
    shares = (
        (f"model-right-{form}", _("Flows that the interaction model puts right (modelled)"), "cpc"),
        (f"explained-{form}", _("Flows explained by distance, beyond size (modelled)"), "explained_beyond_margins"),
    )
    for code, title, name in shares:
        if result["fit"][name] is not None:
            yield Offer(code, title, "%", where, round(result["fit"][name] * 100, 6))
