"""Several measures together, beside the sum of what each does alone: what they have in common shows in the difference.

What they do together is computed anew from the data of the run, on the network with all of them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import growth, plain, words
from samsyn.insights.studies.contract import Choices, Result
from samsyn.insights.studies.counties import Groups
from samsyn.insights.studies.measures import maps, notes, tables
from samsyn.insights.studies.measures.computing import by_part, effects_by_area, effects_in_all, most_affected
from samsyn.insights.studies.measures.found import LIMITS, MIDDLE, Found, Told, hours, rounded
from samsyn.insights.studies.measures.settling import Setting, counted_by

ALIKE = 0.01
"""The share of the sum by which together may differ before it is called synergy or conflict."""


def compute(setting: Setting, choices: Choices, keys: Sequence[str], parts: Groups) -> Told:
    """What measures do together, as a result holds what one of them does."""
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.measures.changes import alterations, together
    from samsyn.analysis.measures.effects import effects_of
    from samsyn.analysis.measures.sums import total
    from samsyn.analysis.measures.times import new_times

    chosen = [each for each in setting.measures if each.key in set(keys)]
    costs = setting.situation.customized.costs
    both = together(alterations(setting.network, chosen), costs)
    by_zone = effects_of(setting.situation, [both], counted_by(choices["halving"]))
    after = np.asarray(new_times(setting.situation, chosen).times, dtype=np.float64)
    return {
        **effects_in_all(total(by_zone, setting.weights.people), 0),
        "by_area": effects_by_area(by_zone, 0),
        "by_part": {"saved": plain.numbers(by_part(parts, by_zone.saved[0]))},
        "pairs": most_affected(setting, after),
    }


def present(result: Result, keys: Sequence[str], joint: Told) -> Presentation:
    """The joint effect beside the single ones, in the reader's language."""
    found = Found(result)
    chosen = [told for told in found.ranked if told["key"] in set(keys)]
    return Presentation(
        title=_("%(measures)s together") % {"measures": words.listed([told["name"] for told in chosen])},
        lead=_lead(chosen, joint),
        notes=tuple(_notes(found, chosen, joint)),
        figures=tuple(_figures(found, chosen, joint)),
        maps=tuple(maps.of_measure(found, joint, "together", _("Together"))),
        tables=(_beside(found, chosen, joint), _parts(found, chosen, joint), tables.ways(found, joint["pairs"])),
    )


def _lead(chosen: Sequence[Told], joint: Told) -> str:
    alone, both = _sum(chosen, "saved"), float(joint["saved"])
    told = {"hours": notes.hours_a_day(both), "alone": notes.hours_a_day(alone), "more": _more(both, alone)}
    if both < 0:
        return _("Together they cost those who travel %(hours)s.") % told
    if abs(both - alone) <= ALIKE * abs(alone):
        return _("Together they save %(hours)s, about as much as the sum of each alone.") % told
    if both > alone:
        return (
            _(
                "Together they save %(hours)s, %(more)s more than each alone in sum (%(alone)s): they strengthen "
                "each other."
            )
            % told
        )
    return (
        _("Together they save %(hours)s, %(more)s less than each alone in sum (%(alone)s): they do in part the same.")
        % told
    )


def _more(both: float, alone: float) -> str:
    return words.share(abs(both - alone) / abs(alone)) if alone else words.count(hours(abs(both - alone)))


def _notes(found: Found, chosen: Sequence[Told], joint: Told) -> Iterator[str]:
    costs = [told["cost"] for told in chosen]
    if costs and None not in costs:
        yield _("They cost %(number)s MSEK together.") % {"number": words.count(sum(costs))}
    elif any(cost is not None for cost in costs):
        yield _("Some of them have no cost, so what they cost together is not known.")
    value, alone = found.a_head(joint["within"][MIDDLE]), found.a_head(_sum(chosen, "within", MIDDLE))
    if value or alone:
        yield _(
            "On average, a resident reaches %(number)s more jobs within 45 minutes; the sum of each alone is %(alone)s."
        ) % {"number": notes.few(value), "alone": notes.few(alone)}
    yield notes.support()
    yield from growth.notes(found.result)
    yield notes.trips(found)
    yield _("Computed now from the data of the run: it is not kept, and is the same whenever it is computed.")


def _figures(found: Found, chosen: Sequence[Told], joint: Told) -> Iterator[Figure]:
    both, alone = hours(joint["saved"]) or 0.0, hours(_sum(chosen, "saved")) or 0.0
    yield Figure(_("Hours saved a day together"), round(both))
    yield Figure(_("Sum of each alone"), round(alone))
    yield Figure(_("Synergy (above 0) or conflict, hours"), round(both) - round(alone))
    costs = [told["cost"] for told in chosen if told["cost"] is not None]
    if len(costs) == len(chosen) and sum(costs):
        yield Figure(_("Minutes saved a day for each MSEK"), rounded(joint["saved"] / sum(costs)), Kind.NUMBER)


def _beside(found: Found, chosen: Sequence[Told], joint: Told) -> Table:
    """A row a kind of effect: each alone, their sum, together, and what is beyond the sum."""
    columns = (
        Column("effect", _("Effect")),
        *(Column(f"alone_{number}", told["name"], Kind.NUMBER) for number, told in enumerate(chosen, 1)),
        Column("sum", _("Sum"), Kind.NUMBER),
        Column("together", _("Together"), Kind.NUMBER),
        Column("synergy", _("Synergy or conflict"), Kind.NUMBER),
    )
    jobs = _("Jobs within %(limit)s min, more for each resident")
    rows = [
        _row(_("Hours saved a day"), [hours(told["saved"]) for told in chosen], hours(joint["saved"])),
        *(
            _row(
                jobs % {"limit": limit},
                [found.a_head(told["within"][k]) for told in chosen],
                found.a_head(joint["within"][k]),
            )
            for k, limit in enumerate(LIMITS)
        ),
        _row(
            _("Accessibility, more jobs for each resident"),
            [found.a_head(told["accessibility"]) for told in chosen],
            found.a_head(joint["accessibility"]),
        ),
        _row(_("Faster ways between areas"), [told["improved"] for told in chosen], joint["improved"]),
        _row(_("Slower ways between areas"), [told["worsened"] for told in chosen], joint["worsened"]),
    ]
    return Table("together", _("Together, beside each alone"), columns, tuple(rows))


def _row(label: str, alone: Sequence[float | None], both: float | None) -> tuple[Cell, ...]:
    whole = sum(value or 0.0 for value in alone)
    return (label, *map(_tenth, alone), _tenth(whole), _tenth(both), _tenth((both or 0.0) - whole))


def _parts(found: Found, chosen: Sequence[Told], joint: Told) -> Table:
    columns = (
        Column("part", _("County or part")),
        Column("sum", _("Hours a day, sum of each alone"), Kind.COUNT),
        Column("together", _("Hours a day, together"), Kind.COUNT),
    )
    sums = [sum(told["by_part"]["saved"][part] for told in chosen) for part in range(len(found.parts))]
    rows = [
        (name, _tenth(hours(alone)), _tenth(hours(both)))
        for name, alone, both in zip(found.parts, sums, joint["by_part"]["saved"], strict=True)
    ]
    rows.sort(key=lambda row: -(row[2] or 0.0))
    return Table("parts", _("Who gains"), columns, tuple(rows))


def _sum(chosen: Sequence[Told], name: str, place: int | None = None) -> float:
    values: list[Any] = [told[name] if place is None else told[name][place] for told in chosen]
    return float(sum(values))


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
