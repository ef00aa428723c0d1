"""Two results of measures beside each other: the same measures by other choices, in another network or other years."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import AreaMap, Cell, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import maps, notes
from samsyn.insights.studies.measures.found import Found, Told, hours

FAR = 3
"""Places by which a measure must move to be told of by name."""


@dataclass(frozen=True)
class Beside:
    """Two results, and the measures that both have, in the order of the second."""

    first: Found
    second: Found
    titles: tuple[str, str]
    pairs: tuple[tuple[Told, Told], ...]

    @property
    def moved(self) -> list[tuple[Told, Told]]:
        """Those that stand in another place, the furthest moved first."""
        ranked = [pair for pair in self.pairs if None not in (pair[0]["rank"], pair[1]["rank"])]
        far = [pair for pair in ranked if pair[0]["rank"] != pair[1]["rank"]]
        return sorted(far, key=lambda pair: -abs(pair[0]["rank"] - pair[1]["rank"]))


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """How much each measure does in either, and in which place it stands."""
    one, other = Found(first), Found(second)
    known = {told["key"]: told for told in one.ranked}
    pairs = tuple((known[told["key"]], told) for told in other.ranked if told["key"] in known)
    if not pairs:
        raise InsightError(_("The two results have no measure in common, so there is nothing to compare."))
    beside = Beside(one, other, titles, pairs)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(beside),
        notes=tuple(_notes(beside)),
        figures=tuple(_figures(beside)),
        maps=tuple(_maps(beside)),
        tables=(_measures(beside),),
    )


def _lead(beside: Beside) -> str:
    number, moved = len(beside.pairs), len(beside.moved)
    said = ngettext("%(number)s measure is in both.", "%(number)s measures are in both.", number)
    if not moved:
        return words.parts(said % {"number": words.count(number)}, _("Each stands in the same place."))
    more = ngettext("%(moved)s stands in another place.", "%(moved)s stand in another place.", moved)
    return words.parts(said % {"number": words.count(number)}, more % {"moved": words.count(moved)})


def _notes(beside: Beside) -> Iterator[str]:
    far = [pair for pair in beside.moved if abs(pair[0]["rank"] - pair[1]["rank"]) >= FAR]
    if far:
        first, second = far[0]
        yield _("Furthest moves %(measure)s, from place %(before)s to place %(after)s.") % {
            "measure": second["name"],
            "before": first["rank"],
            "after": second["rank"],
        }
    keys = {told["key"] for _first, told in beside.pairs}
    only = [told["name"] for found in (beside.first, beside.second) for told in found.ranked if told["key"] not in keys]
    if only:
        yield _("In only one of the results, and left out: %(measures)s.") % {"measures": words.listed(only)}
    yield notes.support()


def _figures(beside: Beside) -> Iterator[Figure]:
    yield Figure(_("Measures in both"), len(beside.pairs))
    yield Figure(_("In another place"), len(beside.moved))
    for which, title in enumerate(beside.titles):
        saved = [pair[which]["saved"] for pair in beside.pairs]
        whole = None if None in saved else round(hours(max(saved)) or 0.0)
        yield Figure(_("Most hours saved by one: %(title)s") % {"title": title}, whole)


def _maps(beside: Beside) -> Iterator[AreaMap]:
    for found, name, which in ((beside.first, "first", 0), (beside.second, "second", 1)):
        told = beside.pairs[0][which]
        yield next(maps.of_measure(found, told, name, f"{told['name']} ({beside.titles[which]})"))


def _measures(beside: Beside) -> Table:
    """A row a measure that both have."""
    titles = dict(enumerate(beside.titles, 1))
    rank, saved = _("Rank: %(title)s"), _("Hours saved a day: %(title)s")
    columns = (
        Column("measure", _("Measure")),
        *(Column(f"rank_{number}", rank % {"title": title}, Kind.COUNT) for number, title in titles.items()),
        *(Column(f"hours_{number}", saved % {"title": title}, Kind.COUNT) for number, title in titles.items()),
        Column("more", _("Hours more in the second"), Kind.COUNT),
    )
    return Table("measures", _("The measures in both"), columns, tuple(map(_row, beside.pairs)))


def _row(pair: tuple[Told, Told]) -> tuple[Cell, ...]:
    before, after = (hours(told["saved"]) for told in pair)
    more = None if before is None or after is None else round(after - before)
    shown = (None if value is None else round(value) for value in (before, after))
    return (pair[1]["name"], pair[0]["rank"], pair[1]["rank"], *shown, more)
