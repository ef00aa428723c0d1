"""The worked example of the method page is what the code computes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from samsyn.analysis.follow_up import (
    Dated,
    Measure,
    Schedule,
    State,
    due_dates,
    last_passed,
    level,
    shown_state,
    staleness,
)

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "follow-up.md"


def _table(heading: str) -> list[dict[str, str]]:
    """The rows of the table whose first column has this heading."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines[start : next(n for n in range(start, len(lines) + 1) if not lines[n].startswith("|"))]
    ]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


MEASURE = Measure(
    higher_is_better=True,
    schedule=Schedule(date(2018, 4, 30), 4),
    baseline=Dated(date(2017, 12, 31), Decimal(30)),
    values=tuple(Dated(date.fromisoformat(row["value at"]), Decimal(row["value"])) for row in _table("value at")),
    targets=(Dated(date(2018, 12, 31), Decimal(40)),),
)
DAYS = _table("day")


def test_the_page_has_its_days():
    assert len(MEASURE.values) == 3
    assert len(DAYS) == 8


@pytest.mark.parametrize("row", DAYS, ids=[row["day"] for row in DAYS])
def test_the_worked_example(row):
    on = date.fromisoformat(row["day"])
    due = last_passed(MEASURE.schedule, on=on)
    earlier = [each for each in due_dates(MEASURE.schedule, until=on) if due and each < due]
    stale = staleness(MEASURE, on=on)
    stands = level(MEASURE, on=on)
    assert row == {
        "day": row["day"],
        "due before": str(due or "–"),
        "value needed after": str(earlier[-1] if earlier else "–"),
        "latest value": f"{stands.latest.on}: {stands.latest.value}" if stands.latest else "–",
        "stale": stale or "no",
        "shown": shown_state(State.ON_TRACK, [stale]).state,
        "since last": stands.since_last or "–",
        "way to target": str(stands.way_to_target) if stands.way_to_target is not None else "–",
    }
