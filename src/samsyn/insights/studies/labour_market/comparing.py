"""Two results of labour markets beside each other: other measures, or other ways in which commuting answers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import changes, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.labour_market import maps, notes
from samsyn.insights.studies.labour_market.found import Found

Titles = tuple[str, str]


def compare(first: Result, second: Result, titles: Titles) -> Presentation:
    """Which regions grow together in either, and in how many of the drawings areas move."""
    pair = (Found(first), Found(second))
    changed = changes.shares(first["areas"], second["areas"], "moves")
    moves = _("Moves, share of drawings")
    areas = Table("areas", _("The areas"), changes.columns(titles, moves), tuple(changes.rows(changed)), by_area=True)
    told = (f"“{title}”: {notes.lead(found)}" for title, found in zip(titles, pair, strict=True))
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=words.parts(*told),
        notes=tuple(note for note in (notes.support(), changes.left_out(changed.left_out)) if note),
        figures=tuple(_figures(pair, titles)),
        maps=(
            changes.area_map(changed, _("Change of the share of drawings in which areas move, percentage points")),
            maps.after(pair[0], "first", titles[0]),
            maps.after(pair[1], "second", titles[1]),
        ),
        tables=(_together(pair, titles), areas),
    )


def _figures(pair: tuple[Found, Found], titles: Titles) -> Iterator[Figure]:
    one, other = pair
    regions = (len(one.after["size"]), len(other.after["size"]))
    yield from changes.figures(titles, _("Regions with the measures"), regions, Kind.COUNT)
    moved = (len(one.moved), len(other.moved))
    yield from changes.figures(titles, _("Areas that move to another region"), moved, Kind.COUNT)


def _together(pair: tuple[Found, Found], titles: Titles) -> Table:
    """Each two regions of before, by the names of their centres, that grow together in any of the results."""
    shares = [
        {tuple(sorted(found.old_names(regions))): share for regions, share in found.share.items()} for found in pair
    ]
    pairs = sorted({*shares[0], *shares[1]})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*names, *(share.get(names, 0.0) for share in shares)) for names in pairs
    )
    columns = (
        Column("one", _("Region")),
        Column("other", _("Region that it grows together with")),
        Column("first", titles[0], Kind.SHARE),
        Column("second", titles[1], Kind.SHARE),
    )
    return Table("together", _("Regions that grow together, share of drawings"), columns, rows)
