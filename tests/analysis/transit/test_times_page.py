"""The worked example of the page on public transport is what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.transit.times import TransitChoices, transit_times
from tests.analysis.transit.plain_transit import clock, doors, timetable, tried

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "public-transport-times.md"
STOPS, ZONES = "SPQR", "AMB"
CHOICES = TransitChoices(clock("7:00"), clock("7:31"), 600, percentiles=(25, 50, 75, 100))


def _table(heading):
    """The rows of the table whose first column has this heading, in the part with the worked example."""
    lines = PAGE.read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def _made():
    """Zones are in the order of the page: z0 is A, z1 is M, z2 is B."""
    calls = [[call.split() for call in row[1].split(",")] for row in _table("trip")]
    walked = {tuple(row[0].split(" to ")): 60 * int(row[1]) for row in _table("walk")}
    found = {"access": [], "egress": [], "direct": [], "paths": []}
    for (start, end), seconds in walked.items():
        kind = {(0, 1): "access", (1, 0): "egress", (0, 0): "direct", (1, 1): "paths"}[start in STOPS, end in STOPS]
        found[kind].append(((STOPS + ZONES).index(start) % 4, (STOPS + ZONES).index(end) % 4, seconds))
    trips = [[(STOPS.index(stop), time) for stop, time in trip] for trip in calls]
    made = timetable(trips, stops=4, footpaths=found.pop("paths"), changing=120)
    return made, doors(3, **found)


def test_every_departure():
    best = tried(*_made(), CHOICES)
    for number, row in enumerate(_table("departure")):
        leaves = CHOICES.first + number * CHOICES.step
        assert clock(row[0]) == leaves
        assert clock(row[1]) == best[0, 1][number][0] == leaves + 60 * int(row[2])
        if row[3] == "never":
            assert best[0, 2][number] == (np.inf,)
            continue
        arrival, rides, _leaves, walked = best[0, 2][number]
        assert (clock(row[3]), int(row[4]), int(row[5]), int(row[6])) == (
            arrival,
            (arrival - leaves) // 60,
            rides - 1,
            walked // 60,
        )


def test_the_figures():
    found = transit_times(*_made(), CHOICES)
    for row in _table("pair"):
        i, j = (ZONES.index(zone) for zone in row[0].split())
        told = [*found.minutes[:, i, j], found.arriving[i, j], found.changes[i, j], found.walking[i, j]]
        assert [f"{value:.4g}" if value < 12 else f"{value:g}" for value in told][:5] == row[1:6]
        assert [round(float(value), 3) for value in told[5:]] == [float(cell) for cell in row[6:]]
