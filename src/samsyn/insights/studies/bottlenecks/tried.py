"""The leading measures tried on crowded roads: what each saves while roads are empty, and with the queues it leaves."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from samsyn.insights.studies import plain
from samsyn.insights.studies.bottlenecks.choosing import gap_of
from samsyn.insights.studies.bottlenecks.settling import Fitting, Setting
from samsyn.insights.studies.contract import Choices
from samsyn.insights.studies.measures.settling import counted_by

if TYPE_CHECKING:
    from samsyn.analysis.assignment.equilibrium import Equilibrium

HOUR = 60.0


class Leader(NamedTuple):
    """A leading measure, and the minutes of cars that it saves at the times of empty roads."""

    fitting: Fitting
    fixed: float


def leading(setting: Setting, choices: Choices) -> list[Leader]:
    """The measures that save the cars most time while nobody delays them, most first; of equals, as in the table."""
    if not setting.measures or not choices["leading"]:
        return []
    leaders = map(Leader, setting.measures, _fixed(setting))
    ranked = sorted((each for each in leaders if each.fixed > 0), key=lambda each: -each.fixed)
    return ranked[: choices["leading"]]


def effects(
    setting: Setting, some: Sequence[Leader], before: "Equilibrium", choices: Choices, progress: Callable[[float], None]
) -> list[dict[str, Any]]:
    """What each saves in the hour, in hours of cars: at times that do not follow the traffic, and in equilibrium."""
    if not some:
        return []
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.assignment.equilibrium import AssignmentChoices
    from samsyn.analysis.measures.congestion import congestion_effects

    asked, measures = AssignmentChoices(gap=gap_of(choices)), [each.fitting.measure for each in some]
    found = congestion_effects(setting.network, before, measures, choices=asked, progress=progress)
    return [
        {
            "key": each.fitting.candidate.key,
            "name": each.fitting.candidate.name,
            "cost": each.fitting.candidate.facts.cost,
            "fixed": each.fixed / HOUR,
            "saved": float(found.saved[m].sum()) / HOUR,
            "by_area": plain.numbers(found.saved[m] / HOUR),
            "doubt": float(found.doubt[m]) / HOUR,
            "delay": float(found.delay[m]) / HOUR,
            "cut_off": float(found.cut_off[m]),
        }
        for m, each in enumerate(some)
    ]


def _fixed(setting: Setting) -> list[float]:
    """Minutes of cars that each measure saves at the times of empty roads."""
    # As above.
    from samsyn.analysis.measures.effects import measure_effects
    from samsyn.analysis.measures.situations import Situation
    from samsyn.analysis.networks.hierarchies import customize, prepare

    nobody = np.zeros(len(setting.network.zones))
    situation = Situation(customize(prepare(setting.network)), setting.times, setting.cars, nobody, nobody)
    found = measure_effects(situation, [each.measure for each in setting.measures], counted_by(HOUR))
    return [float(saved) for saved in found.total.saved]
