"""Maps of labour markets: the new regions with what changes, those of before, and how sure the new ones are."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import AreaMap, Scale
from samsyn.insights.studies import words
from samsyn.insights.studies.functional_regions.found import sureness_class, sureness_legend
from samsyn.insights.studies.labour_market.found import Found

SAME, JOINED, MOVED = range(3)


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map."""
    yield after(found, "after", _("Regions with the measures, and what changes"))
    yield _before(found)
    yield _sureness(found)


def after(found: Found, name: str, title: str) -> AreaMap:
    """The new regions, with the areas that move and those whose regions grow together."""
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.CATEGORIES,
        legend=(
            _("as before"),
            _("the region grows together with another"),
            _("moves to another region"),
        ),
        classes=tuple(_change(found, area) for area in range(len(found.codes))),
        groups=tuple(found.areas["after"]),
        texts=tuple(_told(found, area) for area in range(len(found.codes))),
        labels=_labels(found, found.after["centre"]),
    )


def _change(found: Found, area: int) -> int:
    if found.areas["moved"][area]:
        return MOVED
    return JOINED if found.areas["before"][area] in found.joining else SAME


def _told(found: Found, area: int) -> str:
    told = _("%(area)s: before in the region of %(before)s, with the measures in that of %(after)s.") % {
        "area": found.names[area],
        "before": found.old(found.areas["before"][area]),
        "after": found.new(found.areas["after"][area]),
    }
    moves = _("It moves in %(share)s of the drawings.") % {"share": words.share(found.areas["moves"][area])}
    return words.parts(told, moves)


def _before(found: Found) -> AreaMap:
    return AreaMap(
        name="before",
        title=_("Regions as things are"),
        codes=found.codes,
        scale=Scale.REGIONS,
        groups=tuple(found.areas["before"]),
        texts=tuple(_told(found, area) for area in range(len(found.codes))),
        labels=_labels(found, found.before["centre"]),
    )


def _sureness(found: Found) -> AreaMap:
    areas = found.areas
    return AreaMap(
        name="sureness",
        title=_("How sure each area’s region is with the measures"),
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        legend=sureness_legend(),
        classes=tuple(sureness_class(value) for value in areas["sureness"]),
        groups=tuple(areas["after"]),
        texts=tuple(_how_sure(found, area) for area in range(len(found.codes))),
        labels=_labels(found, found.after["centre"]),
    )


def _how_sure(found: Found, area: int) -> str:
    areas = found.areas
    return _("%(area)s: with the region of %(region)s in %(share)s of the drawings.") % {
        "area": found.names[area],
        "region": found.new(areas["after"][area]),
        "share": words.share(areas["sureness"][area]),
    }


def _labels(found: Found, centres: list[int]) -> tuple[tuple[str, str], ...]:
    return tuple((found.codes[centre], found.names[centre]) for centre in centres)
