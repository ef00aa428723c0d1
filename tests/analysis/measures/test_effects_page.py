"""The worked example of the page on the effects of measures is what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.accessibility.decay import Steps
from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes
from samsyn.analysis.measures.effects import measure_effects
from samsyn.analysis.measures.pairs import pair_effects
from samsyn.analysis.measures.situations import EffectChoices
from samsyn.analysis.measures.times import new_times
from tests.analysis.measures.plain_measures import situation
from tests.analysis.networks.plain_networks import network

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "measure-effects.md"
NODES = "ABC12"
CHOICES = EffectChoices(Steps((15.0, 30.0), (1.0, 0.5)), limits=(15.0, 30.0))


def _table(heading):
    """The rows of the table whose first column has this heading, in the part with the worked example."""
    lines = PAGE.read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def _links():
    return [(NODES.index(start), NODES.index(end), float(minutes)) for start, end, minutes in _table("from")]


def _valley():
    rows = np.array([[float(cell) for cell in row[1:]] for row in _table("trips from")])
    made = network(_links(), nodes=5, zones=[0, 1, 2])
    return situation(made, trips=rows[:, :3], people=rows[:, 3], opportunities=rows[:, 4])


def _measures():
    known = {link[:2]: f"l{number}" for number, link in enumerate(_links())}
    packages = {}
    for key, start, end, minutes in _table("measure"):
        ends = NODES.index(start), NODES.index(end)
        if minutes == "closed":
            change = ClosedLink(known[ends])
        elif ends in known:
            change = NewMinutes(known[ends], float(minutes))
        else:
            change = NewLink(f"{start}{end}", *map(str, ends), float(minutes))
        packages.setdefault(key, []).append(change)
    return {key: Measure(key, tuple(changes)) for key, changes in packages.items()}


def test_the_times():
    there, measures = _valley(), _measures()
    for keys, *shown in _table("minutes"):
        times = new_times(there, [measures[key] for key in keys.split(" and ") if key in measures]).times
        assert np.array_equal(times, times.T)
        found = times[[0, 0, 1], [1, 2, 2]]
        assert shown == [f"{value:g}" if np.isfinite(value) else "no way" for value in found]


def test_the_effects_of_each():
    measures = _measures()
    found = measure_effects(_valley(), list(measures.values()), CHOICES).total
    columns = (found.saved, found.accessibility, *found.within.T, found.improved, found.worsened, found.cut_off)
    shown = [[key, *(f"{column[m]:,.0f}" for column in columns)] for m, key in enumerate(measures)]
    assert shown == _table("effect")


def test_the_effects_of_two():
    found = pair_effects(_valley(), list(_measures().values()), CHOICES)
    shown = []
    for i, j in ((0, 1), (0, 2), (1, 2)):
        values = (each[i, j] for effects in (found.joint, found.synergy) for each in (effects.saved, effects.cut_off))
        shown.append([f"{found.keys[i]} and {found.keys[j]}", *(f"{value:,.0f}" for value in values)])
    assert shown == _table("two by two")
