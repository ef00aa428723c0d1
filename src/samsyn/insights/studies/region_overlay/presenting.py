"""What is shown of regions laid over each other."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.insights.presentation import AreaMap, Cell, Column, Figure, Kind, Offer, Presentation, Scale, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.functional_regions.notes import likeness
from samsyn.insights.studies.of_areas import OfAreas

LIMITS = (0.25, 0.5, 0.75, 0.995)
"""Of agreement; the last class is agreement to whole per cent, which is how everybody sees it."""


def present(result: Result) -> Presentation:
    """The overlay in words, figures, maps and tables, in the reader's language."""
    whole = result["whole"]
    return Presentation(
        title=_("Regions of work, study and housing: %(territory)s") % {"territory": OfAreas(result).territory},
        lead=_lead(result),
        notes=tuple(_notes(result)),
        figures=(
            Figure(_("Common regions"), whole["common_regions"]),
            Figure(_("Agreement, mean by residents"), whole["overall"], Kind.SHARE),
            Figure(_("Areas with one and the same region"), whole["alike"]),
            Figure(_("Residents of those areas"), whole["alike_share"], Kind.SHARE),
        ),
        maps=tuple(_maps(result)),
        tables=(_areas(result), _common(result), _divisions(result), _likenesses(result)),
        offers=tuple(_offers(result)),
    )


def common_map(result: Result, name: str, title: str) -> AreaMap:
    """The common regions, each with the name of its core."""
    areas = result["areas"]
    labels = tuple((areas["codes"][core], areas["names"][core]) for core in _cores(result))
    return _regions(result, name, title, areas["common"], labels)


def called(purpose: str) -> str:
    """The regions of one kind of flow."""
    return {
        "work": pgettext("regions of", "work"),
        "study": pgettext("regions of", "study"),
        "moves": pgettext("regions of", "moves"),
    }[purpose]


def _lead(result: Result) -> str:
    whole = result["whole"]
    return ngettext(
        "Laid over each other, the regions of %(purposes)s leave %(number)s common region. On the whole they agree to "
        "%(share)s.",
        "Laid over each other, the regions of %(purposes)s leave %(number)s common regions. On the whole they agree to "
        "%(share)s.",
        whole["common_regions"],
    ) % {
        "purposes": words.listed([called(purpose) for purpose in result["purposes"]]),
        "number": words.count(whole["common_regions"]),
        "share": words.share(whole["overall"]),
    }


def _notes(result: Result) -> Iterator[str]:
    yield _alike(result)
    yield _largest(result)
    yield _pairs(result)
    yield _least(result)
    yield _(
        "An area’s agreement is the number of residents of the areas that are in its region every time, out of those "
        "of the areas that are in its region at least once. It compares whole regions: an area whose region changes "
        "far away differs as much as one that moved itself."
    )
    yield from _left_out(result)
    if "suppressed" in result:
        yield _("Numbers of persons below %(below)s are left out here, and numbers of single areas altogether.") % {
            "below": words.count(result["suppressed"]["below"])
        }


def _alike(result: Result) -> str:
    number = result["whole"]["alike"]
    return ngettext(
        "%(number)s area of %(all)s has the same region every time; %(share)s of the residents live there.",
        "%(number)s areas of %(all)s have the same region every time; %(share)s of the residents live there.",
        number,
    ) % {
        "number": words.count(number),
        "all": words.count(result["whole"]["areas"]),
        "share": words.share(result["whole"]["alike_share"]),
    }


def _largest(result: Result) -> str:
    common = result["common"]
    place = max(range(len(common["core"])), key=lambda region: (common["residents"][region] or 0, -region))
    number = common["size"][place]
    return ngettext(
        "The largest common region is that of %(region)s: %(number)s area.",
        "The largest common region is that of %(region)s: %(number)s areas that are together every time.",
        number,
    ) % {"region": result["areas"]["names"][common["core"][place]], "number": words.count(number)}


def _pairs(result: Result) -> str:
    told = [
        _("the regions of %(first)s and of %(second)s are %(likeness)s (adjusted Rand index %(index)s)")
        % {
            "first": called(first),
            "second": called(second),
            "likeness": likeness(index),
            "index": words.number(index, 2),
        }
        for first, second, index in result["likeness"]
    ]
    return _("Two by two: %(pairs)s.") % {"pairs": "; ".join(told)}


def _least(result: Result) -> str:
    agreement = result["areas"]["agreement"]
    area = min(range(len(agreement)), key=lambda one: (agreement[one], one))
    if agreement[area] >= LIMITS[-1]:
        return _("Everywhere the regions are the same.")
    told = _("Least they agree in %(area)s (%(share)s).") % {
        "area": result["areas"]["names"][area],
        "share": words.share(agreement[area]),
    }
    odd = result["areas"]["odd_one"][area]
    if odd < 0:
        return told
    return words.parts(
        told, _("There the region of %(purpose)s is the odd one out.") % {"purpose": called(result["purposes"][odd])}
    )


def _left_out(result: Result) -> Iterator[str]:
    for purpose, codes in result["left_out"].items():
        if codes:
            yield ngettext(
                "%(number)s area of the flows of %(purpose)s is not in all flows and is left out: %(areas)s.",
                "%(number)s areas of the flows of %(purpose)s are not in all flows and are left out: %(areas)s.",
                len(codes),
            ) % {"number": words.count(len(codes)), "purpose": called(purpose), "areas": words.listed(codes)}


def _maps(result: Result) -> Iterator[AreaMap]:
    areas = result["areas"]
    yield _agreement(result)
    if len(result["purposes"]) > 2:
        yield _odd_one(result)
    yield common_map(result, "common", _("Common regions"))
    for purpose, division in result["divisions"].items():
        names = dict(zip(areas["codes"], areas["names"], strict=True))
        shown = tuple((code, names[code]) for code in division["centre"] if code in names)
        title = _("Regions of %(purpose)s") % {"purpose": called(purpose)}
        yield _regions(result, f"regions-{purpose}", title, division["region"], shown)


def _cores(result: Result) -> list[int]:
    """The cores of common regions, of the largest first."""
    common = result["common"]
    order = sorted(range(len(common["core"])), key=lambda region: (-(common["residents"][region] or 0), region))
    return [common["core"][region] for region in order]


def _regions(result: Result, name: str, title: str, groups: list[int], labels: tuple[tuple[str, str], ...]) -> AreaMap:
    return AreaMap(
        name=name,
        title=title,
        codes=tuple(result["areas"]["codes"]),
        scale=Scale.REGIONS,
        groups=tuple(groups),
        texts=tuple(_told(result)),
        labels=labels,
    )


def _told(result: Result) -> Iterator[str]:
    for area, name in enumerate(result["areas"]["names"]):
        yield _("%(area)s: agreement %(share)s. %(regions)s.") % {
            "area": name,
            "share": words.share(result["areas"]["agreement"][area]),
            "regions": "; ".join(f"{called(purpose)}: {_in(result, purpose, area)}" for purpose in result["purposes"]),
        }


def _in(result: Result, purpose: str, area: int) -> str:
    """What an area's region of one kind is called."""
    division = result["divisions"][purpose]
    code = division["centre"][division["region"][area]]
    codes = result["areas"]["codes"]
    return str(result["areas"]["names"][codes.index(code)] if code in codes else code)


def _agreement(result: Result) -> AreaMap:
    limits = [words.share(limit) for limit in LIMITS[:-1]]
    return AreaMap(
        name="agreement",
        title=_("Where the regions agree"),
        codes=tuple(result["areas"]["codes"]),
        scale=Scale.SEQUENTIAL,
        legend=(
            _("less than %(share)s") % {"share": limits[0]},
            _("%(from)s to %(to)s") % {"from": limits[0], "to": limits[1]},
            _("%(from)s to %(to)s") % {"from": limits[1], "to": limits[2]},
            _("%(share)s or more") % {"share": limits[2]},
            _("the same region every time"),
        ),
        classes=tuple(sum(value >= limit for limit in LIMITS) for value in result["areas"]["agreement"]),
        groups=tuple(result["areas"]["common"]),
        texts=tuple(_told(result)),
    )


def _odd_one(result: Result) -> AreaMap:
    purposes = result["purposes"]
    odd = [_("%(purpose)s is the odd one out") % {"purpose": called(purpose)} for purpose in purposes]
    classes = [
        len(purposes) if agreement >= LIMITS[-1] else one if one >= 0 else len(purposes) + 1
        for agreement, one in zip(result["areas"]["agreement"], result["areas"]["odd_one"], strict=True)
    ]
    return AreaMap(
        name="odd-one-out",
        title=_("Which regions differ from the others"),
        codes=tuple(result["areas"]["codes"]),
        scale=Scale.CATEGORIES,
        legend=(*odd, _("the same region every time"), _("no single one differs most")),
        classes=tuple(classes),
        groups=tuple(result["areas"]["common"]),
        texts=tuple(_told(result)),
    )


def _areas(result: Result) -> Table:
    areas, common = result["areas"], result["common"]
    rows: list[tuple[Cell, ...]] = []
    for area, code in enumerate(areas["codes"]):
        odd = areas["odd_one"][area]
        rows.append(
            (
                code,
                areas["names"][area],
                areas["residents"][area],
                *(_in(result, purpose, area) for purpose in result["purposes"]),
                areas["names"][common["core"][areas["common"][area]]],
                areas["agreement"][area],
                called(result["purposes"][odd]) if odd >= 0 else None,
            )
        )
    regions = [
        Column(f"region_{purpose}", _("Region of %(purpose)s") % {"purpose": called(purpose)})
        for purpose in result["purposes"]
    ]
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("residents", _("Residents who work"), Kind.COUNT),
        *regions,
        Column("common", _("Common region")),
        Column("agreement", _("Agreement"), Kind.SHARE),
        Column("odd_one", _("Odd one out")),
    )
    return Table("areas", _("The areas and their regions"), columns, tuple(rows), by_area=True)


def _common(result: Result) -> Table:
    areas, common = result["areas"], result["common"]
    place = {core: region for region, core in enumerate(common["core"])}
    rows: list[tuple[Cell, ...]] = []
    for core in _cores(result):
        region = place[core]
        members = [name for name, own in zip(areas["names"], areas["common"], strict=True) if own == region]
        rows.append((areas["names"][core], common["size"][region], common["residents"][region], ", ".join(members)))
    columns = (
        Column("region", _("Common region")),
        Column("areas", _("Areas"), Kind.COUNT),
        Column("residents", _("Residents who work"), Kind.COUNT),
        Column("members", _("Which areas")),
    )
    return Table("common", _("Common regions: areas that are together every time"), columns, tuple(rows))


def _divisions(result: Result) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (called(purpose), division["regions"], division["inside_share"])
        for purpose, division in result["divisions"].items()
    )
    columns = (
        Column("purpose", _("Regions of")),
        Column("regions", _("Regions"), Kind.COUNT),
        Column("inside", _("Stay in their own region"), Kind.SHARE),
    )
    return Table("divisions", _("The divisions"), columns, rows)


def _likenesses(result: Result) -> Table:
    rows = tuple((called(first), called(second), index) for first, second, index in result["likeness"])
    columns = (
        Column("first", _("Regions of")),
        Column("second", _("and of")),
        Column("adjusted_rand", _("Adjusted Rand index"), Kind.NUMBER),
    )
    return Table("likeness", _("How alike the divisions are, two by two"), columns, rows)


def _offers(result: Result) -> Iterator[Offer]:
    whole, territory = result["whole"], OfAreas(result).territory
    of = "-".join(result["purposes"])
    common = _("Common regions of work, study and housing")
    yield Offer(f"common-regions-{of}", common, _("regions"), territory, whole["common_regions"])
    shares = (
        ("agreement", _("Agreement of the regions of work, study and housing"), whole["overall"]),
        ("same-region", _("Residents with one region for work, study and housing"), whole["alike_share"]),
    )
    for code, title, value in shares:
        if value is not None:
            yield Offer(f"{code}-{of}", title, "%", territory, round(value * 100, 6))
