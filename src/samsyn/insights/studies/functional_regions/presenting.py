"""What is shown of functional regions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.presentation import Arrow, Bars, Figure, Kind, Offer, Presentation
from samsyn.insights.studies import arrows, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.functional_regions import maps, notes, tables
from samsyn.insights.studies.functional_regions.found import SURENESS_LIMITS, Found

MOST_BARS = 15


def present(result: Result) -> Presentation:
    """The regions in words, figures, maps, charts and tables, in the reader's language."""
    found = Found(result)
    return Presentation(
        title=_("Functional regions: %(territory)s") % {"territory": found.territory},
        lead=lead(found),
        notes=tuple(notes.written(found)),
        figures=tuple(_figures(found)),
        maps=tuple(maps.drawn(found)),
        charts=tuple(_charts(found)),
        tables=tuple(tables.made(found)),
        offers=tuple(_offers(found)),
    )


def flows_of_area(result: Result, code: str) -> tuple[Arrow, ...]:
    """The largest flows to and from an area."""
    return arrows.of_area(result["areas"], result["flows"], code)


def lead(found: Found) -> str:
    """The result in two sentences."""
    number = found.whole["regions"]
    divided = ngettext(
        "%(territory)s: %(number)s functional region by the method “%(method)s”.",
        "%(territory)s: %(number)s functional regions by the method “%(method)s”.",
        number,
    ) % {"territory": found.territory, "number": words.count(number), "method": found.method}
    if found.whole["inside_share"] is None:
        return divided
    inside = str(found.purpose.whole) % {"share": words.share(found.whole["inside_share"])}
    return words.parts(divided, inside)


def _figures(found: Found) -> list[Figure]:
    whole = found.whole
    mean, sure = _("%(what)s, mean of the regions"), {"share": words.share(SURENESS_LIMITS[-1])}
    figures = [
        Figure(_("Regions"), whole["regions"]),
        Figure(_stay(found), whole["inside_share"], Kind.SHARE),
        Figure(mean % {"what": found.purpose.supply}, whole["mean_supply"], Kind.SHARE),
        Figure(mean % {"what": found.purpose.demand}, whole["mean_demand"], Kind.SHARE),
    ]
    if whole["sure_by_drawings"] is not None:
        label = _("Areas that are in the same region in %(share)s of the drawings or more") % sure
        figures.append(Figure(label, whole["sure_by_drawings"], Kind.SHARE))
    if whole["sure_by_sweep"] is not None:
        label = _("Areas that are in the same region by %(share)s of the other thresholds or more") % sure
        figures.append(Figure(label, whole["sure_by_sweep"], Kind.SHARE))
    official = found.result["official"]
    if official is not None:
        figures.append(
            Figure(_("Likeness with the official regions (adjusted Rand)"), official["adjusted_rand"], Kind.NUMBER)
        )
    return [*figures, Figure(_("Areas that are a region by themselves"), whole["alone"])]


def _stay(found: Found) -> str:
    return _("Of all who %(do)s, the share within their own region") % {"do": found.purpose.do}


def _charts(found: Found) -> list[Bars]:
    largest = [region for region in found.by_size if found.regions["residents"][region] is not None][:MOST_BARS]
    contained = [region for region in largest if found.regions["supply"][region] is not None]
    size = _("The largest regions: %(what)s") % {"what": str(found.purpose.residents).lower()}
    contains = _("The largest regions: %(what)s") % {"what": str(found.purpose.supply).lower()}
    return [
        Bars("size", size, Kind.COUNT, _bars(found, "residents", largest)),
        Bars("self-containment", contains, Kind.SHARE, _bars(found, "supply", contained)),
    ]


def _bars(found: Found, figure: str, regions: list[int]) -> tuple[tuple[str, float], ...]:
    return tuple((found.name(region), found.regions[figure][region]) for region in regions)


def _offers(found: Found) -> list[Offer]:
    whole, method, mean = found.whole, found.choices["method"], _("%(what)s, mean of the functional regions")
    kinds = [
        ("regions", _("Number of functional regions"), _("regions"), whole["regions"], 1),
        ("inside", _stay(found), "%", whole["inside_share"], 100),
        ("self-containment", mean % {"what": found.purpose.supply}, "%", whole["mean_supply"], 100),
        ("sure", _("Areas that are sure of their functional region"), "%", whole["sure_by_drawings"], 100),
    ]
    return [
        Offer(f"functional-{method}-{code}", title, unit, found.territory, round(value * factor, 6))
        for code, title, unit, value, factor in kinds
        if value is not None
    ]
