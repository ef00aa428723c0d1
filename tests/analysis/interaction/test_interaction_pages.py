"""The worked examples of the pages on the interaction model and on suppression are what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.interaction.calibration import Interactions, calibrate
from samsyn.analysis.interaction.deterrence import Costs
from samsyn.analysis.interaction.distribution import predict
from samsyn.analysis.suppression import Counts, suppress
from samsyn.analysis.tables import areas_of, flows_from_matrix

METHODS = Path(__file__).parents[3] / "docs" / "methods"


def _table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading, in the part with the worked example."""
    lines = (METHODS / page).read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def test_the_interaction_model():
    flows = np.array([[float(cell) for cell in row[1:]] for row in _table("interaction-model.md", "from")])
    areas = areas_of({"A": "A", "B": "B"})
    before, after = (Costs(areas, [[0, way], [way, 0]], "minutes") for way in (10, 5))
    model = calibrate(Interactions(flows_from_matrix(areas, flows, unit="persons"), before))
    result = predict(model, after)
    figures = {
        "decay": model.law.decay,
        "poisson_error": model.parameters[0].poisson_error,
        "mean cost": model.mean_cost_modelled,
        "stay in A after": result.flows[0, 0],
        "A to B after": result.flows[0, 1],
        "mean cost after": result.mean_cost,
    }
    assert _table("interaction-model.md", "figure") == [[name, f"{value:.6f}"] for name, value in figures.items()]


def test_suppression():
    given = _table("suppression.md", "from")
    result = suppress(Counts([[int(cell) for cell in row[1:-1]] for row in given[:-1]]))
    whole = np.vstack(
        [np.column_stack([result.cells, result.row_totals]), np.append(result.column_totals, result.grand_total)]
    )
    shown = [["–" if np.isnan(value) else f"{value:.0f}" for value in row] for row in whole]
    assert [row[1:] for row in _table("suppression.md", "published")] == shown
    assert result.narrowest == 15
