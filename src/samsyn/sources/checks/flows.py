"""Checks of flows: each a function from flows to a finding or None, and one that does them all."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from samsyn.sources.checks.findings import Finding, Kind, Option, Severity, by_severity, first_of, pairs_of, rows_of
from samsyn.sources.records import Flows

TOTAL_NAMES = frozenset({"totalt", "total", "1+2", "t", "_t", "begge kjønn", "both sexes", "män och kvinnor", "båda"})
ENOUGH_SMALL = 20
"""So many counts from 3 to 9 are needed before the lack of 1 and 2 means anything."""

Check = Callable[[Flows], Finding | None]


def check(flows: Flows, areas: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """All that looks wrong or is worth knowing; `areas` are the codes of the chosen territory, where it is chosen."""
    found = [each(flows) for each in CHECKS]
    if areas is not None:
        found += [unknown_codes(flows, areas), areas_without_flows(flows, areas)]
    return tuple(by_severity(finding for finding in found if finding is not None))


def unknown_codes(flows: Flows, areas: Sequence[str]) -> Finding | None:
    """Codes that the territory does not have: another year's, another level's, or "abroad"."""
    known = set(areas)
    unknown = np.array([code not in known for code in flows.codes], dtype=bool)
    wrong = unknown[flows.origin] | unknown[flows.destination]
    if not wrong.any():
        return None
    codes = [code for code in flows.codes if code not in known]
    options = (Option.OTHER_TERRITORY, Option.DROP_ROWS, Option.REFUSE)
    persons = float(np.nansum(flows.count[wrong]))
    return Finding(
        Kind.UNKNOWN_CODES,
        Severity.CHOICE,
        len(codes),
        rows_of(flows, wrong, "origin"),
        first_of(codes),
        options,
        largest=persons,
    )


def areas_without_flows(flows: Flows, areas: Sequence[str]) -> Finding | None:
    """Areas of the territory that are not in the table at all."""
    missing = sorted(set(areas) - set(flows.codes))
    if not missing:
        return None
    options = (Option.OTHER_TERRITORY, Option.ACCEPT, Option.REFUSE)
    return Finding(Kind.AREAS_WITHOUT_FLOWS, Severity.WARNING, len(missing), (), first_of(missing), options)


def duplicate_pairs(flows: Flows) -> Finding | None:
    """The same origin, destination, year and sex in more than one row."""
    repeated = repeats(flows)
    if not repeated.size:
        return None
    options = (Option.ADD_UP, Option.KEEP_FIRST, Option.REFUSE)
    return Finding(
        Kind.DUPLICATE_PAIRS,
        Severity.CHOICE,
        len(repeated),
        rows_of(flows, repeated),
        pairs_of(flows, repeated),
        options,
    )


def negative(flows: Flows) -> Finding | None:
    """Counts below zero."""
    wrong = flows.count < 0
    if not wrong.any():
        return None
    options = (Option.DROP_ROWS, Option.REFUSE)
    return _counted(flows, wrong, Kind.NEGATIVE, Severity.CHOICE, options)


def missing(flows: Flows) -> Finding | None:
    """Counts that the source marks as missing."""
    wrong = np.isnan(flows.count)
    if not wrong.any():
        return None
    options = (Option.AS_ZERO, Option.DROP_ROWS, Option.REFUSE)
    return _counted(flows, wrong, Kind.MISSING, Severity.CHOICE, options)


def not_whole(flows: Flows) -> Finding | None:
    """Counts with decimals."""
    with np.errstate(invalid="ignore"):
        wrong = flows.count != np.round(flows.count)
    wrong &= ~np.isnan(flows.count)
    return _counted(flows, wrong, Kind.NOT_WHOLE, Severity.NOTE, (Option.ACCEPT,)) if wrong.any() else None


def zeros_listed(flows: Flows) -> Finding | None:
    """Zeros among the rows: then a pair that is not listed may be unknown rather than zero."""
    wrong = flows.count == 0
    return _counted(flows, wrong, Kind.ZEROS_LISTED, Severity.NOTE, (Option.ACCEPT,)) if wrong.any() else None


def several_years(flows: Flows) -> Finding | None:
    """More than one year."""
    return _several(flows, "year", Kind.SEVERAL_YEARS, Option.ONE_YEAR)


def several_sexes(flows: Flows) -> Finding | None:
    """Women, men or a total in one table: added up, everybody would count twice."""
    return _several(flows, "sex", Kind.SEVERAL_SEXES, Option.ONE_GROUP)


def totals_do_not_tie(flows: Flows) -> Finding | None:
    """Where women and men and their total are all there: pairs in which they differ."""
    column = flows.facets.get("sex")
    totals = [] if column is None else [v for v in column.values if v.casefold() in TOTAL_NAMES]
    if column is None or len(totals) != 1 or len(column.values) != 3 or repeats(flows).size:
        return None
    is_total = column.index == column.values.index(totals[0])
    keys, inverse = np.unique(_keys(flows, leave="sex"), return_inverse=True)
    rows = np.bincount(inverse, minlength=len(keys))
    difference = np.bincount(inverse, np.where(is_total, flows.count, -flows.count), minlength=len(keys))
    with np.errstate(invalid="ignore"):
        differs = (rows == 3) & (np.abs(difference) > 1e-9)
    if not differs.any():
        return None
    at = np.flatnonzero(is_total & differs[inverse])
    return Finding(
        Kind.TOTALS_DO_NOT_TIE,
        Severity.NOTE,
        int(differs.sum()),
        rows_of(flows, at),
        pairs_of(flows, at),
        (Option.ACCEPT,),
        largest=float(np.abs(difference[differs]).max()),
    )


def disclosure_control(flows: Flows) -> Finding | None:
    """1 and 2 never occur where other small counts are common: the mark of SCB's protection."""
    small = int(((flows.count >= 3) & (flows.count <= 9)).sum())
    ones = (flows.count == 1) | (flows.count == 2)
    if small < ENOUGH_SMALL or ones.any():
        return None
    return Finding(Kind.DISCLOSURE_CONTROL, Severity.NOTE, small, options=(Option.ACCEPT,))


def small_counts(flows: Flows) -> Finding | None:
    """1 and 2 occur, as in Norwegian tables."""
    wrong = (flows.count == 1) | (flows.count == 2)
    return _counted(flows, wrong, Kind.SMALL_COUNTS, Severity.NOTE, (Option.ACCEPT,)) if wrong.any() else None


def no_self_flows(flows: Flows) -> Finding | None:
    """Areas in which nobody both lives and works: true of few, so mostly left out of the table."""
    with np.errstate(invalid="ignore"):
        inside = set(flows.origin[(flows.origin == flows.destination) & ~(flows.count == 0)].tolist())
    lacking = [code for i, code in enumerate(flows.codes) if i not in inside]
    if not lacking:
        return None
    options = (Option.ACCEPT, Option.REFUSE)
    return Finding(Kind.NO_SELF_FLOWS, Severity.WARNING, len(lacking), (), first_of(lacking), options)


def padded_codes(flows: Flows) -> Finding | None:
    """Codes with zeros that the file did not have."""
    if not flows.padded:
        return None
    return Finding(Kind.PADDED_CODES, Severity.NOTE, flows.padded, options=(Option.ACCEPT,))


def repeats(flows: Flows) -> NDArray[np.int64]:
    """The rows whose pair (with year and sex) an earlier row has."""
    keys = _keys(flows)
    _first, first_at = np.unique(keys, return_index=True)
    repeated = np.ones(len(keys), dtype=bool)
    repeated[first_at] = False
    return np.flatnonzero(repeated)


def _keys(flows: Flows, leave: str = "") -> NDArray[np.int64]:
    """A number for each different row of pair and facets."""
    keys = flows.origin * len(flows.codes) + flows.destination
    for name, column in flows.facets.items():
        if name != leave:
            keys = np.unique(keys, return_inverse=True)[1] * len(column.values) + column.index
    return keys


def _several(flows: Flows, facet: str, kind: Kind, option: Option) -> Finding | None:
    column = flows.facets.get(facet)
    used = [] if column is None else [column.values[i] for i in np.unique(column.index)]
    if len(used) < 2:
        return None
    return Finding(kind, Severity.CHOICE, len(used), (), first_of(sorted(used)), (option,))


def _counted(
    flows: Flows, wrong: NDArray[np.bool_], kind: Kind, severity: Severity, options: tuple[Option, ...]
) -> Finding:
    rows = np.flatnonzero(wrong)
    return Finding(kind, severity, len(rows), rows_of(flows, rows), pairs_of(flows, rows), options)


CHECKS: tuple[Check, ...] = (
    several_years,
    several_sexes,
    duplicate_pairs,
    negative,
    missing,
    no_self_flows,
    totals_do_not_tie,
    disclosure_control,
    small_counts,
    not_whole,
    zeros_listed,
    padded_codes,
)
