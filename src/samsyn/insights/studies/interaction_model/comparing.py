"""Two interaction models beside each other: two years, or two ways in which flows fall with distance."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import changes, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.interaction_model import notes

Titles = tuple[str, str]


def compare(first: Result, second: Result, titles: Titles) -> Presentation:
    """How far people go, what the models say of distance, and where they put more right."""
    pair = (first, second)
    changed = changes.shares(first["areas"], second["areas"], "right")
    right = _("Put right by the model (modelled)")
    areas = Table("areas", _("The areas"), changes.columns(titles, right), tuple(changes.rows(changed)), by_area=True)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(pair, titles),
        notes=tuple(note for note in (_forms(pair), changes.left_out(changed.left_out)) if note),
        figures=tuple(_figures(pair, titles)),
        maps=(
            changes.area_map(changed, _("Change of the share that the model puts right, percentage points (modelled)")),
        ),
        tables=(_model(pair, titles), _bands(pair, titles), areas),
    )


def _lead(pair: tuple[Result, Result], titles: Titles) -> str:
    return _(
        "On average people go %(first_km)s km in “%(first)s” and %(second_km)s km in “%(second)s”. The models put "
        "%(first_right)s and %(second_right)s of them right; all modelled flows are what is expected, not counted."
    ) % {
        "first": titles[0],
        "second": titles[1],
        "first_km": words.number(pair[0]["mean_km"]["observed"], 1),
        "second_km": words.number(pair[1]["mean_km"]["observed"], 1),
        "first_right": words.share(pair[0]["fit"]["cpc"]),
        "second_right": words.share(pair[1]["fit"]["cpc"]),
    }


def _forms(pair: tuple[Result, Result]) -> str:
    """Parameters of one form mean one thing; of two they do not."""
    if pair[0]["choices"]["form"] == pair[1]["choices"]["form"]:
        return _("Both models fall with distance in the same way, so their parameters can be read beside each other.")
    return _(
        "The models fall with distance in two ways, so a parameter of one says nothing of the other. Compare the fit, "
        "and how far people go."
    )


def _figures(pair: tuple[Result, Result], titles: Titles) -> Iterator[Figure]:
    first, second = (result["mean_km"]["observed"] for result in pair)
    km = _("Mean distance, observed (km)")
    yield from changes.figures(titles, km, (round(first, 1), round(second, 1)), Kind.NUMBER)
    for name, label in (
        ("cpc", _("Flows that the model puts right (modelled)")),
        ("explained_beyond_margins", _("Explained by distance, beyond size (modelled)")),
    ):
        yield from changes.figures(titles, label, (pair[0]["fit"][name], pair[1]["fit"][name]), Kind.SHARE)


def _model(pair: tuple[Result, Result], titles: Titles) -> Table:
    values = [{each["name"]: each["value"] for each in result["parameters"]} for result in pair]
    rows: list[tuple[Cell, ...]] = [
        (notes.parameter(name), values[0].get(name), values[1].get(name))
        for name in dict.fromkeys((*values[0], *values[1]))
    ]
    rows += [(notes.fit(name), pair[0]["fit"][name], pair[1]["fit"][name]) for name in notes.FIT]
    columns = (
        Column("parameter", _("Parameter")),
        Column("first", _modelled(titles[0]), Kind.NUMBER),
        Column("second", _modelled(titles[1]), Kind.NUMBER),
    )
    return Table("model", _("The models: parameters and fit"), columns, tuple(rows))


def _bands(pair: tuple[Result, Result], titles: Titles) -> Table:
    observed, modelled = _("%(title)s: observed"), _("%(title)s: modelled")
    columns = [Column("distance", _("Distance"))]
    for which, title in zip(("first", "second"), titles, strict=True):
        columns.append(Column(f"{which}_observed", observed % {"title": title}, Kind.COUNT))
        columns.append(Column(f"{which}_modelled", modelled % {"title": title}, Kind.COUNT))
    counts = [result["bands"][which] for result in pair for which in ("observed", "modelled")]
    rows = tuple(zip(notes.bands(pair[0]), *counts, strict=True))
    return Table("distances", _("How far people go"), tuple(columns), rows)


def _modelled(title: str) -> str:
    return _("%(title)s: value (modelled)") % {"title": title}
