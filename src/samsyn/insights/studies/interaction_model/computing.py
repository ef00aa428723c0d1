"""From flows and boundaries to a calibrated model, its fit, and where it is wrong, as plain data."""

from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.tables import Areas, Floats, Flows, flows_from_matrix
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.interaction_model import distances
from samsyn.insights.studies.naming import area_names, without_boundaries

BANDS = (0, 10, 20, 40, 80, 160, 320)
"""Lower limits of bands of distance, in kilometres."""
DECIMALS = 3
"""Of modelled flows: more would be false accuracy, and what is stored would be larger."""
LEAST_KEPT = 0.5
"""A pair without observed flow is kept where the model expects at least half a person."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The model of greatest likelihood, and what it says of each pair and each area."""
    flows, left_out = _with_shapes(given)
    progress(0.05, _("Measuring distances"))
    kilometres = distances.between(given["boundaries"], flows.areas.codes)
    try:
        model, filled = _model(flows, kilometres, given.get("sums"), choices, progress)
    except AnalysisError as error:
        raise InsightError(
            _("The model cannot be fitted to these flows: %(why)s.") % {"why": words.why(error)}
        ) from error
    observed = np.where(model.cells, flows.matrix(), 0.0)
    return {
        "choices": choices,
        "unit": flows.unit,
        "areas": _areas(flows, given, observed, model.flows),
        "parameters": [_parameter(each) for each in model.parameters],
        "mean_km": {"observed": model.mean_cost_observed, "modelled": model.mean_cost_modelled},
        "fit": {name: plain.number(getattr(model.fit, name)) for name in FIT}
        | {"cpc_between": plain.number(_right_between(observed, model.flows))},
        "steps": model.steps,
        "pairs": _pairs(observed, model.flows, model.cells, kilometres),
        "bands": _bands(observed, model.flows, kilometres),
        "filled": filled,
        "without_boundaries": left_out,
    }


FIT = ("srmse", "cpc", "deviance", "pseudo_r2", "explained_beyond_margins", "dispersion", "cells", "degrees_of_freedom")


def _right_between(observed: Floats, modelled: Floats) -> float:
    """The common part of commuters among those who leave their own area: who stays is easily put right."""
    apart = ~np.eye(len(observed), dtype=bool)
    both = observed[apart].sum() + modelled[apart].sum()
    return float(2 * np.minimum(observed, modelled)[apart].sum() / both) if both else float("nan")


def _with_shapes(given: Given) -> tuple[Flows, list[str]]:
    """The flows between areas that have a shape; a model without distance to an area cannot have the area."""
    flows: Flows = given["flows"]
    left_out = without_boundaries(flows.areas.codes, given) or []
    if not left_out:
        return flows, []
    kept = [code for code in flows.areas.codes if code not in set(left_out)]
    if len(kept) < 3:
        raise InsightError(
            _("Only %(number)s of the areas of the flows have a boundary. Choose boundaries of the same areas.")
            % {"number": words.count(len(kept))}
        )
    places = flows.areas.positions(kept)
    areas = Areas(tuple(kept), tuple(flows.areas.names[place] for place in places))
    return flows_from_matrix(areas, flows.matrix()[np.ix_(places, places)], unit=flows.unit), left_out


def _model(flows: Flows, kilometres: Floats, sums: Any, choices: Choices, progress: Progress) -> tuple[Any, Any]:
    """The calibrated model, and the filled flows where they were asked for."""
    # Imported here: they load scipy.
    from samsyn.analysis.interaction.calibration import InteractionChoices, Interactions, calibrate
    from samsyn.analysis.interaction.deterrence import Costs, Form, OwnArea
    from samsyn.analysis.interaction.missing_flows import fill

    # Half the distance to the nearest is on the diagonal already.
    own = {"half_nearest": OwnArea.AS_GIVEN}.get(choices["own_area"]) or OwnArea(choices["own_area"])
    asked = InteractionChoices(form=Form(choices["form"]), own_area=own)
    costs = Costs(flows.areas, kilometres, "km")

    def listen(share: float) -> None:
        progress(0.1 + 0.85 * share, _("Fitting the model"))

    if choices["missing"] != "unlisted":
        return calibrate(Interactions(flows, costs), asked, progress=listen), None
    known = np.zeros(kilometres.shape, dtype=bool)
    known[flows.origins, flows.destinations] = True
    found = fill(Interactions(flows, costs, known), _sums(flows.areas, sums, choices), asked, progress=listen)
    return found.model, _filled(found)


def _sums(areas: Areas, sums: Any, choices: Choices) -> Any:
    # Imported here: it loads scipy.
    from samsyn.analysis.interaction.missing_flows import Sums

    if sums is None:
        raise InsightError(_("Choose data on how many leave and arrive in each area, to fill in missing flows."))
    row = {code: place for place, code in enumerate(sums.codes)}
    absent = [code for code in areas.codes if code not in row]
    if absent:
        raise InsightError(_("The sums lack areas of the flows: %(areas)s.") % {"areas": words.listed(absent)})
    places = [row[code] for code in areas.codes]
    columns = []
    for name in ("leaving", "arriving"):
        if choices[name] not in sums.figures:
            raise InsightError(
                _("The sums have no column “%(column)s”. They have: %(columns)s.")
                % {"column": choices[name], "columns": ", ".join(sums.figures)}
            )
        columns.append(sums.figures[choices[name]][places])
    return Sums(areas, *columns)


def _filled(found: Any) -> dict[str, Any]:
    some = found.modelled & (found.flows >= LEAST_KEPT)
    origins, destinations = np.nonzero(some)
    return {
        "pairs": int(found.modelled.sum()),
        "persons": round(float(found.flows[found.modelled].sum()), DECIMALS),
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "counts": plain.counts(np.round(found.flows[origins, destinations], DECIMALS)),
    }


def _areas(flows: Flows, given: Given, observed: Floats, modelled: Floats) -> dict[str, list[Any]]:
    """Right: the part of those who leave an area that the model sends where they go."""
    leaving = observed.sum(axis=1)
    right = np.divide(np.minimum(observed, modelled).sum(axis=1), leaving, out=np.full_like(leaving, np.nan),
                      where=leaving > 0)  # fmt: skip
    return {
        "codes": list(flows.areas.codes),
        "names": area_names(flows.areas, given),
        "leaving": plain.counts(leaving),
        "arriving": plain.counts(observed.sum(axis=0)),
        "right": plain.numbers(right),
    }


def _parameter(parameter: Any) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "value": parameter.value,
        "standard_error": plain.number(parameter.standard_error),
        "poisson_error": plain.number(parameter.poisson_error),
    }


def _pairs(observed: Floats, modelled: Floats, cells: Any, kilometres: Floats) -> dict[str, list[Any]]:
    origins, destinations = np.nonzero(cells & ((observed > 0) | (modelled >= LEAST_KEPT)))
    return {
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "observed": plain.counts(observed[origins, destinations]),
        "modelled": plain.counts(np.round(modelled[origins, destinations], DECIMALS)),
        "km": plain.numbers(np.round(kilometres[origins, destinations], 1)),
    }


def _bands(observed: Floats, modelled: Floats, kilometres: Floats) -> dict[str, list[Any]]:
    band = np.searchsorted(BANDS, kilometres.ravel(), side="right") - 1
    sums = [np.bincount(band, weights=flows.ravel(), minlength=len(BANDS)) for flows in (observed, modelled)]
    return {
        "from": list(BANDS),
        "observed": plain.counts(sums[0]),
        "modelled": plain.counts(np.round(sums[1], DECIMALS)),
    }
