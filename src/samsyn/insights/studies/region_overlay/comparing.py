"""Two overlays beside each other: do the regions of work, study and housing agree more in one of them?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import changes, plain, words
from samsyn.insights.studies.changes import Changed
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.functional_regions.notes import likeness
from samsyn.insights.studies.region_overlay.presenting import called, common_map

Titles = tuple[str, str]


def compare(first: Result, second: Result, titles: Titles) -> Presentation:
    """How much the regions agree in either, where that has changed, and how alike the common regions are."""
    pair = (first, second)
    changed = changes.shares(first["areas"], second["areas"], "agreement")
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(pair, titles),
        notes=tuple(note for note in (_purposes(pair, titles), changes.left_out(changed.left_out)) if note),
        figures=tuple(_figures(pair, titles, changed)),
        maps=(
            changes.area_map(changed, _("Change of agreement, percentage points")),
            common_map(first, "first", titles[0]),
            common_map(second, "second", titles[1]),
        ),
        tables=(_areas(pair, titles, changed), _divisions(pair, titles)),
    )


def _lead(pair: tuple[Result, Result], titles: Titles) -> str:
    return _(
        "On the whole the regions agree to %(first_share)s in “%(first)s” and to %(second_share)s in “%(second)s”."
    ) % {
        "first": titles[0],
        "second": titles[1],
        "first_share": words.share(pair[0]["whole"]["overall"]),
        "second_share": words.share(pair[1]["whole"]["overall"]),
    }


def _purposes(pair: tuple[Result, Result], titles: Titles) -> str:
    """What is laid over each other has to be the same, else agreement is another thing."""
    if pair[0]["purposes"] == pair[1]["purposes"]:
        return ""
    said = [words.listed([called(purpose) for purpose in result["purposes"]]) for result in pair]
    return _(
        "The two lay different regions over each other: “%(first)s” those of %(first_of)s, “%(second)s” those of "
        "%(second_of)s. Their agreement is not the same thing."
    ) % {"first": titles[0], "second": titles[1], "first_of": said[0], "second_of": said[1]}


def _figures(pair: tuple[Result, Result], titles: Titles, changed: Changed) -> Iterator[Figure]:
    first, second = (result["whole"] for result in pair)
    common, agreement = _("Common regions"), _("Agreement, mean by residents")
    yield from changes.figures(titles, common, (first["common_regions"], second["common_regions"]), Kind.COUNT)
    yield from changes.figures(titles, agreement, (first["overall"], second["overall"]), Kind.SHARE)
    index = _alike(pair, changed)
    label = _("Adjusted Rand index of the common regions: %(likeness)s") % {"likeness": likeness(index)}
    yield Figure(label, index, Kind.NUMBER)


def _alike(pair: tuple[Result, Result], changed: Changed) -> float:
    # Imported here: it loads scipy, which pages that compare nothing can do without.
    from samsyn.analysis.regions.partition_comparison import compare_partitions

    regions = [dict(zip(result["areas"]["codes"], result["areas"]["common"], strict=True)) for result in pair]
    one, other = (plain.partition(changed.codes, [of[code] for code in changed.codes]) for of in regions)
    return float(compare_partitions(one, other).adjusted_rand)


def _areas(pair: tuple[Result, Result], titles: Titles, changed: Changed) -> Table:
    cores = [_core_of(result) for result in pair]
    rows = tuple((*row, cores[0][str(row[0])], cores[1][str(row[0])]) for row in changes.rows(changed))
    common = _("Common region: %(title)s")
    columns = (
        *changes.columns(titles, _("Agreement")),
        Column("common_first", common % {"title": titles[0]}),
        Column("common_second", common % {"title": titles[1]}),
    )
    return Table("areas", _("The areas"), columns, rows, by_area=True)


def _core_of(result: Result) -> dict[str, str]:
    """What the common region of each area is called."""
    areas, core = result["areas"], result["common"]["core"]
    pairs = zip(areas["codes"], areas["common"], strict=True)
    return {code: areas["names"][core[region]] for code, region in pairs}


def _divisions(pair: tuple[Result, Result], titles: Titles) -> Table:
    purposes = dict.fromkeys((*pair[0]["purposes"], *pair[1]["purposes"]))
    columns = [Column("purpose", _("Regions of"))]
    for which, title in zip(("first", "second"), titles, strict=True):
        columns.append(Column(f"{which}_regions", _("Regions: %(title)s") % {"title": title}, Kind.COUNT))
        stay = _("Stay in their own region: %(title)s") % {"title": title}
        columns.append(Column(f"{which}_inside", stay, Kind.SHARE))
    rows = tuple(
        (
            called(purpose),
            *(
                result["divisions"][purpose][figure] if purpose in result["divisions"] else None
                for result in pair
                for figure in ("regions", "inside_share")
            ),
        )
        for purpose in purposes
    )
    return Table("divisions", _("The divisions"), tuple(columns), rows)
