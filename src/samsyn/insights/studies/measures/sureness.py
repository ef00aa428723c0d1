"""How sure the ranks of measures are: which choice moves each of them, and how far."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Words
from samsyn.insights.studies.measures.found import Found, Told, span
from samsyn.insights.studies.measures.ranking import COUNTED, DECAY, GROWTH, LIMIT, REACHED, SAVED, WITHIN

CHOICES: Mapping[str, Words] = {
    COUNTED: gettext_lazy("whether time or jobs are counted"),
    DECAY: gettext_lazy("how much what is far away counts"),
    LIMIT: gettext_lazy("within how many minutes jobs are counted"),
    GROWTH: gettext_lazy("how the region grows"),
}


def sensitivity(found: Found) -> Table | None:
    """The rank interval of every measure by each choice alone, and what moves it most; None where that is not kept."""
    tried = _tried(found)
    if not tried:
        return None
    columns = (
        Column("measure", _("Measure")),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("ranks", _("Rank by every way of counting")),
        *(Column(name, _("Rank by: %(choice)s") % {"choice": CHOICES[name]}) for name in tried),
        Column("moved_by", _("Rank moved most by")),
    )
    rows = [
        (told["name"], told["rank"], span(told), *(_interval(told["spans"][name]) for name in tried), moved_by(told))
        for told in found.ranked
        if told["rank"] is not None
    ]
    return Table("sensitivity", _("Which choice moves the ranks"), columns, tuple(rows))


def of_measure(found: Found, told: Told) -> Table | None:
    """The same of one measure, a row a choice; None where it has no rank."""
    tried = _tried(found)
    if not tried or told["rank"] is None:
        return None
    columns = (
        Column("choice", _("What is chosen")),
        Column("best", _("Best rank"), Kind.NUMBER),
        Column("worst", _("Worst rank"), Kind.NUMBER),
    )
    rows = [(str(CHOICES[name]), *told["spans"][name]) for name in tried]
    return Table("sensitivity", _("Which choice moves its rank"), columns, tuple(rows))


def ranks(found: Found) -> Table | None:
    """The rank of every measure by every way of counting."""
    ways: list[dict[str, Any]] = found.result.get("ways", [])
    if not ways:
        return None
    columns = (
        Column("measure", _("Measure")),
        Column("counted", _("What counts")),
        Column("growth", _("Growth scenario")),
        Column("rank", _("Rank"), Kind.NUMBER),
    )
    rows: list[tuple[Cell, ...]] = [
        (told["name"], way_in_words(way), outlook_in_words(way), rank)
        for told in found.ranked
        if told["ranks"] is not None
        for way, rank in zip(ways, told["ranks"], strict=True)
    ]
    return Table("ranks", _("The rank by every way of counting"), columns, tuple(rows))


def moved_by(told: Told) -> str | None:
    """The choice that moves a measure most, in words."""
    return str(CHOICES[told["moved_by"]]) if told.get("moved_by") else None


def notes(found: Found) -> Iterator[str]:
    """How many measures each choice moves most."""
    counted = {name: [told["name"] for told in found.ranked if told.get("moved_by") == name] for name in CHOICES}
    told = [
        _("%(choice)s (%(number)s)") % {"choice": CHOICES[name], "number": words.count(len(names))}
        for name, names in counted.items()
        if names
    ]
    if told:
        yield _("What moves ranks most, by the number of measures that it moves: %(told)s.") % {
            "told": words.listed(told)
        }


def way_in_words(way: Mapping[str, Any]) -> str:
    """A way of counting."""
    if way["counted"] == SAVED:
        return _("time saved")
    told = {
        REACHED: _("jobs within reach, half as much with each %(by)s minutes"),
        WITHIN: _("jobs within %(by)s minutes"),
    }
    return told[way["counted"]] % {"by": way["by"]}


def outlook_in_words(way: Mapping[str, Any]) -> str:
    """Whose people and jobs are counted."""
    return f"{way['scenario']}, {way['year']}" if way["scenario"] else _("today")


def _tried(found: Found) -> list[str]:
    """The choices that were tried."""
    spans: Mapping[str, Any] = next((told["spans"] for told in found.ranked if told.get("spans")), {})
    return [name for name in CHOICES if name in spans]


def _interval(ends: list[float]) -> str:
    low, high = (words.number(end, 0 if end.is_integer() else 1) for end in map(float, ends))
    return low if low == high else f"{low}–{high}"
