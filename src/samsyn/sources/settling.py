"""From flows as they stand to the table that analyses take, by what the user chose; and what that did, in persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from samsyn.analysis import tables
from samsyn.sources.checks.flows import repeats
from samsyn.sources.errors import ChoiceNeeded, WrongContent
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Flows


@dataclass(frozen=True, slots=True)
class Choices:
    """What to do with what the checks found. The default is to refuse."""

    year: str = ""
    sex: str = ""
    unknown: Literal["refuse", "drop"] = "refuse"
    duplicates: Literal["refuse", "add", "first"] = "refuse"
    missing: Literal["refuse", "zero"] = "refuse"
    negative: Literal["refuse", "drop"] = "refuse"


@dataclass(frozen=True, slots=True)
class Settled:
    """The table, and what the choices did to the rows."""

    flows: tables.Flows
    dropped_unknown: int
    dropped_unknown_persons: float
    merged_rows: int
    missing_as_zero: int
    dropped_negative: int


def settled(flows: Flows, names: Mapping[str, str], choices: Choices, *, unit: str = "persons") -> Settled:
    """Flows between the areas of `names` (code to name). A fault that nothing was chosen for is refused."""
    flows = _one(_one(flows, "year", choices.year), "sex", choices.sex)
    known = np.array([code in names for code in flows.codes], dtype=bool)
    outside = ~(known[flows.origin] & known[flows.destination])
    _refuse(flows, outside, choices.unknown == "refuse", Problem.UNLISTED_CODE)
    persons = float(np.nansum(flows.count[outside]))
    flows = flows.taken(~outside)
    negative = flows.count < 0
    _refuse(flows, negative, choices.negative == "refuse", Problem.NEGATIVE)
    flows = flows.taken(~negative)
    missing = np.isnan(flows.count)
    _refuse(flows, missing, choices.missing == "refuse", Problem.MISSING)
    repeated = np.zeros(len(flows), dtype=bool)
    repeated[repeats(flows)] = True
    _refuse(flows, repeated, choices.duplicates == "refuse", Problem.SAME_PAIR)
    if choices.duplicates == "first":
        flows, missing = flows.taken(~repeated), missing[~repeated]
    return Settled(
        flows=_table(flows, names, unit),
        dropped_unknown=int(outside.sum()),
        dropped_unknown_persons=persons,
        merged_rows=int(repeated.sum()),
        missing_as_zero=int(missing.sum()),
        dropped_negative=int(negative.sum()),
    )


def _table(flows: Flows, names: Mapping[str, str], unit: str) -> tables.Flows:
    areas = tables.areas_of(names)
    rank = {code: i for i, code in enumerate(areas.codes)}
    at = np.array([rank.get(code, -1) for code in flows.codes], dtype=np.int64)
    pairs = at[flows.origin] * len(areas) + at[flows.destination]
    keys, inverse = np.unique(pairs, return_inverse=True)
    counts = np.bincount(inverse, np.nan_to_num(flows.count), minlength=len(keys)).astype(np.float64)
    return tables.Flows(areas, keys // len(areas), keys % len(areas), counts, unit)


def _one(flows: Flows, facet: str, chosen: str) -> Flows:
    """The rows of one year or sex. With several, one must be chosen: added up, everybody would count twice."""
    column = flows.facets.get(facet)
    if column is None:
        return flows
    found = sorted({column.values[i] for i in np.unique(column.index)})
    if not chosen and len(found) == 1:
        return flows
    place = flows.place.at(column=facet)
    if not chosen:
        raise ChoiceNeeded(Problem.OPEN_DIMENSION, Cure.SAY_VALUE, place=place, found=", ".join(found))
    if chosen not in found:
        raise WrongContent(Problem.NO_SUCH_VALUE, Cure.SAY_VALUE, place=place, found=", ".join(found), expected=chosen)
    return flows.only(**{facet: chosen})


def _refuse(flows: Flows, wrong: "np.typing.NDArray[np.bool_]", refuse: bool, problem: Problem) -> None:
    if refuse and wrong.any():
        i = int(np.flatnonzero(wrong)[0])
        pair = f"{flows.codes[flows.origin[i]]} → {flows.codes[flows.destination[i]]}: {flows.count[i]:g}"
        place = flows.place.at(row=int(flows.row[i]))
        raise ChoiceNeeded(problem, Cure.CHOOSE_WHAT, place=place, found=pair)
