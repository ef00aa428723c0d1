"""From one territory's codes to another's: a key as data, with splits and merges stated.

The key is a table with a row for each part of an old area: `old` and `new` codes, and `share`, the part of the old
area's persons that the new one takes (1 where it is left out). An area that was merged has one row; one that was
split has several, whose shares sum to 1; one that only changed its code has one row; one that did not change may be
left out or listed. How a share was found (persons, jobs, area) belongs in `note`.

Applied to flows, a split area's flows are shared out by origin and by destination, each by its share, as if the parts
were alike. That is a model, so what was shared out is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from samsyn.sources.cells import Codes, Numbers
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Coded, Flows, Ints

TIES = 1e-6


@dataclass(frozen=True, slots=True)
class Key:
    """Old code -> its parts as (new code, share), shares above 0 and summing to 1."""

    place: Place
    parts: Mapping[str, tuple[tuple[str, float], ...]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", MappingProxyType(dict(self.parts)))

    @property
    def splits(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Old areas that became several."""
        return {old: parts for old, parts in self.parts.items() if len(parts) > 1}

    @property
    def merges(self) -> Mapping[str, tuple[str, ...]]:
        """New areas that several old ones went into, wholly or in part."""
        into: dict[str, list[str]] = {}
        for old, parts in self.parts.items():
            for new, _share in parts:
                into.setdefault(new, []).append(old)
        return {new: tuple(olds) for new, olds in into.items() if len(olds) > 1}


@dataclass(frozen=True, slots=True)
class Recoded:
    """Flows by the new codes, and what was done to them."""

    flows: Flows
    splits: Mapping[str, tuple[tuple[str, float], ...]]
    """Those of the key's splits that the flows met."""
    merges: Mapping[str, tuple[str, ...]]
    """Those of the key's merges that the flows met."""
    shared_out: float
    """Persons in flows that begin or end in an area that was split: modelled from here on."""
    kept: tuple[str, ...]
    """Codes that the key does not list, and that stayed."""


def read(grid: Grid, *, width: int | None = None) -> Key:
    """The key in a table with the columns old, new and, if any area is split, share."""
    old_at, new_at = grid.position("old"), grid.position("new")
    share_at = grid.header.index("share") if "share" in grid.header else None
    codes, numbers = Codes(width), Numbers(grid.layout.decimal or ".")
    parts: dict[str, dict[str, float]] = {}
    rows: dict[str, int] = {}
    for row, cells in grid.rows:
        place = grid.place.at(row=row)
        old = codes.read(cells[old_at], place.at(column="old"))
        new = codes.read(cells[new_at], place.at(column="new"))
        share = 1.0 if share_at is None else numbers.read(cells[share_at], place.at(column="share"))
        share = 1.0 if np.isnan(share) else share
        if not 0 < share <= 1:
            raise WrongContent(Problem.BAD_SHARE, Cure.CORRECT_KEY, place=place.at(column="share"), found=f"{share:g}")
        if new in parts.setdefault(old, {}):
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_KEY, place=place, found=f"{old} → {new}")
        parts[old][new] = share
        rows[old] = row
    if not parts:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
    for old, shares in parts.items():
        if abs(sum(shares.values()) - 1) > TIES:
            raise WrongContent(
                Problem.SHARES_DO_NOT_TIE,
                Cure.CORRECT_KEY,
                place=grid.place.at(row=rows[old]),
                found=f"{old}: {sum(shares.values()):g}",
                expected=1,
            )
    return Key(grid.place, {old: tuple(shares.items()) for old, shares in parts.items()})


def applied(key: Key, flows: Flows, *, unlisted: Literal["keep", "refuse"] = "keep") -> Recoded:
    """The flows by the new codes. Rows stay apart: pairs that fell together are for the user to add up."""
    listed = [code in key.parts for code in flows.codes]
    kept = tuple(code for code, there in zip(flows.codes, listed, strict=True) if not there)
    if kept and unlisted == "refuse":
        raise WrongContent(Problem.UNLISTED_CODE, Cure.CORRECT_KEY, place=key.place, found=", ".join(kept))
    parts = [key.parts.get(code, ((code, 1.0),)) for code in flows.codes]
    codes = tuple(sorted({new for of_old in parts for new, _share in of_old}))
    rows, ends, shares = _spread(flows.origin, parts, codes)
    origin = ends
    again, destination, more = _spread(flows.destination[rows], parts, codes)
    rows, origin, shares = rows[again], origin[again], shares[again] * more
    split = np.array([len(of_old) > 1 for of_old in parts], dtype=bool)
    met = set(flows.codes)
    merges = {new: tuple(old for old in olds if old in met) for new, olds in key.merges.items()}
    return Recoded(
        flows=Flows(
            place=flows.place,
            codes=codes,
            origin=origin,
            destination=destination,
            count=flows.count[rows] * shares,
            row=flows.row[rows],
            facets={name: Coded(column.values, column.index[rows]) for name, column in flows.facets.items()},
            names={code: name for code, name in flows.names.items() if code in kept},
            columns=flows.columns,
            padded=flows.padded,
        ),
        splits={old: of_old for old, of_old in key.splits.items() if old in met},
        merges={new: olds for new, olds in merges.items() if len(olds) > 1},
        shared_out=float(np.nansum(flows.count[split[flows.origin] | split[flows.destination]])),
        kept=kept,
    )


def _spread(
    ends: Ints, parts: list[tuple[tuple[str, float], ...]], codes: tuple[str, ...]
) -> tuple[Ints, Ints, "np.typing.NDArray[np.float64]"]:
    """For each end its parts, one after the other: which row, which new area, what share."""
    rank = {code: i for i, code in enumerate(codes)}
    sizes = np.array([len(of_old) for of_old in parts], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    new = np.array([rank[code] for of_old in parts for code, _share in of_old], dtype=np.int64)
    share = np.array([part for of_old in parts for _code, part in of_old])
    rows = np.repeat(np.arange(len(ends)), sizes[ends])
    first = np.repeat(np.cumsum(sizes[ends]) - sizes[ends], sizes[ends])
    at = starts[ends[rows]] + np.arange(len(rows)) - first
    return rows, new[at], share[at]
