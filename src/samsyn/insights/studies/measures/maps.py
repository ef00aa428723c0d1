"""Maps of measures: which saves most where, and what one of them does to each area."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaMap, Kind, Scale
from samsyn.insights.studies import words
from samsyn.insights.studies.measures.found import MIDDLE, Found, Told

CLASSES = 7
MOST_NAMED = 7
"""Measures with a colour of their own: more cannot be told apart."""


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map of the whole result."""
    if not found.hides:
        yield best(found)
    if found.ranked:
        first = found.ranked[0]
        yield from of_measure(found, first, "first", first["name"])


def best(found: Found) -> AreaMap:
    """Which measure saves the people of each area most time."""
    told = found.best
    counted = {each["key"]: 0 for each in found.ranked}
    for each in told:
        if each is not None:
            counted[each["key"]] += 1
    named = sorted((key for key in counted if counted[key]), key=lambda key: -counted[key])[:MOST_NAMED]
    names = {each["key"]: each["name"] for each in found.ranked}
    several = any(each is not None and each["key"] not in named for each in told)
    return AreaMap(
        name="best",
        title=_("The measure that saves most time where people live"),
        codes=found.codes,
        scale=Scale.CATEGORIES,
        texts=tuple(_best_text(found, area, each) for area, each in enumerate(told)),
        legend=(*(names[key] for key in named), *((_("another measure"),) if several else ())),
        classes=tuple(_class(each, named) for each in told),
        labels=found.labels,
    )


def of_measure(found: Found, told: Told, name: str, title: str) -> Iterator[AreaMap]:
    """What a measure does to each area: minutes saved for each trip, and jobs newly within reach."""
    own = told["by_area"]
    if found.hides:
        yield _direction(found, own["direction"], name, title)
        return
    minutes = [_each(saved, trips) for saved, trips in zip(own["saved"], found.result["areas"]["trips"], strict=True)]
    told_minutes = _("%(measure)s: minutes saved for each trip") % {"measure": title}
    yield _around(found, name, told_minutes, minutes, _("%(area)s: %(number)s minutes saved for each trip"))
    jobs = own["within"][MIDDLE]
    told_jobs = _("%(measure)s: more jobs within 45 minutes") % {"measure": title}
    yield _around(found, f"{name}-jobs", told_jobs, jobs, _("%(area)s: %(number)s more jobs within 45 minutes"))


def _around(found: Found, name: str, title: str, values: Sequence[float | None], text: str) -> AreaMap:
    limits = classes.around(0.0, values, CLASSES)
    told = (words.number(value, 1 if value is None or abs(value) < 100 else 0) for value in values)
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.DIVERGING,
        texts=tuple(text % {"area": area, "number": said} for area, said in zip(found.names, told, strict=True)),
        legend=classes.legend(limits, Kind.NUMBER),
        classes=classes.places(values, limits),
        labels=found.labels,
    )


def _direction(found: Found, signs: Sequence[int], name: str, title: str) -> AreaMap:
    """Where people gain and lose, without how much."""
    legend = tuple(map(direction, (-1, 0, 1)))
    return AreaMap(
        name=name,
        title=_("%(measure)s: where people save time") % {"measure": title},
        codes=found.codes,
        scale=Scale.DIVERGING,
        texts=tuple(f"{area}: {legend[sign + 1]}" for area, sign in zip(found.names, signs, strict=True)),
        legend=legend,
        classes=tuple(sign + 1 for sign in signs),
        labels=found.labels,
    )


def direction(sign: int) -> str:
    """What happens where people lose time, and where they save some."""
    return {-1: _("lose time"), 0: _("no change"), 1: _("save time")}[sign]


def _each(saved: float, trips: float) -> float:
    return saved / trips if trips else 0.0


def _class(told: Told | None, named: Sequence[str]) -> int:
    if told is None:
        return classes.NONE
    return named.index(told["key"]) if told["key"] in named else len(named)


def _best_text(found: Found, area: int, told: Told | None) -> str:
    name = found.names[area]
    if told is None:
        return _("%(area)s: no measure saves time") % {"area": name}
    return _("%(area)s: most time by %(measure)s") % {"area": name, "measure": told["name"]}
