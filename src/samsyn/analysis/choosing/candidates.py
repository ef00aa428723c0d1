"""What a portfolio of measures may be made of: the candidates, what holds between them, and how much is to fall where.

Tables check themselves when they are made; what cannot be right is refused with a `TableError` that names the measure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from samsyn.analysis.errors import Word
from samsyn.analysis.tables import Floats, Ints, TableError


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Measures to choose among, what each does by itself, and what each two do beyond that. Checked and locked.

    - `benefits (m,)`: of each by itself, in any unit that adds up; may be below 0
    - `costs (m,)`: finite, >= 0, in one price level
    - `synergies (m, m)`: the effect of both less the sum of each by itself; symmetric, 0 on the diagonal; below 0 where
      they do the same thing twice, above where one needs the other. None: none.
    """

    keys: tuple[str, ...]
    benefits: Floats
    costs: Floats
    synergies: Floats | None = None

    def __post_init__(self) -> None:
        m = len(self.keys)
        if not m:
            raise TableError("there are no measures to choose among")
        if len(set(self.keys)) < m:
            twice = next(key for key in self.keys if self.keys.count(key) > 1)
            raise TableError("the measure '{measure}' is there twice", measure=twice)
        benefits, costs = (
            _by_measure(self.keys, getattr(self, name), name) for name in (Word("benefits"), Word("costs"))
        )
        if (costs < 0).any():
            which = int(np.argmax(costs < 0))
            raise TableError(
                "the cost of '{measure}' is {cost}; it must be 0 or more",
                measure=self.keys[which],
                cost=float(costs[which]),
            )
        synergies = by_pair(self.keys, self.synergies)
        for name, array in (("benefits", benefits), ("costs", costs), ("synergies", synergies)):
            object.__setattr__(self, name, array)

    def positions(self, keys: Iterable[str]) -> Ints:
        """Where each of these measures stands; one that is not there is refused."""
        place = {key: number for number, key in enumerate(self.keys)}
        wanted = list(keys)
        for key in wanted:
            if key not in place:
                raise TableError(
                    "there is no measure '{measure}' among the {number}", measure=key, number=len(self.keys)
                )
        return np.array([place[key] for key in wanted], dtype=np.int64)


class Of(StrEnum):
    """What a share is a share of."""

    EFFECT = "effect"
    COST = "cost"


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The least and the most that may fall on one group, such as a county, as a share of the whole portfolio's.

    - `parts (m,)`: of each measure's benefit, or cost, what falls on the group
    - `joint (m, m)`: of each two measures' synergy, what does. None: synergies are left out of part and whole alike.
    """

    group: str
    of: Of
    parts: Floats
    least: float = 0.0
    most: float = 1.0
    joint: Floats | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most <= 1:
            raise TableError(
                "'{group}': shares from {least} to {most} must rise, within 0 to 1",
                group=self.group,
                least=str(self.least),
                most=str(self.most),
            )
        if self.of is Of.COST and self.joint is not None:
            raise TableError("'{group}': costs have no synergies", group=self.group)


@dataclass(frozen=True, slots=True)
class Rules:
    """What must hold of a portfolio, besides its sum.

    - `excludes`: sets of measures of which at most one is chosen (variants of one thing)
    - `requires`: pairs of which the first is chosen only if the second is
    - `included`, `left_out`: measures that are chosen (what has been agreed), or not, whatever it costs
    - `balances`: shares of groups
    """

    excludes: tuple[tuple[str, ...], ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    included: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    balances: tuple[Balance, ...] = ()


def by_pair(keys: tuple[str, ...], values: npt.ArrayLike | None) -> Floats:
    """Numbers (m, m) of pairs of measures, symmetric and 0 on the diagonal, locked; refused by the pair."""
    m = len(keys)
    made: Floats = np.zeros((m, m)) if values is None else np.array(values, dtype=np.float64)
    if made.shape != (m, m):
        raise TableError("synergies of {number} measures are a number for each two of them", number=m)
    if made.diagonal().any():
        itself = keys[int(np.flatnonzero(made.diagonal())[0])]
        raise TableError("'{measure}' has a synergy with itself", measure=itself)
    wrong = np.argwhere(~np.isfinite(made) | (made != made.T))
    if len(wrong):
        i, j = (int(k) for k in wrong[0])
        raise TableError(
            "the synergy of '{one}' with '{other}' is {value}, and the other way {back}; one finite number a pair is "
            "needed",
            one=keys[i],
            other=keys[j],
            value=str(made[i, j]),
            back=str(made[j, i]),
        )
    made.flags.writeable = False
    return made


def _by_measure(keys: tuple[str, ...], values: npt.ArrayLike, name: str) -> Floats:
    made = np.array(values, dtype=np.float64)
    if made.shape != (len(keys),):
        raise TableError("{what} of {number} measures are one number each", what=name, number=len(keys))
    wrong = np.flatnonzero(~np.isfinite(made))
    if wrong.size:
        raise TableError(
            "{what}: '{measure}' has {value}; a finite number is needed",
            what=name,
            measure=keys[wrong[0]],
            value=str(made[wrong[0]]),
        )
    made.flags.writeable = False
    return made


def parts_of(keys: tuple[str, ...], balance: Balance) -> Floats:
    """The parts of a balance, one a measure."""
    return _by_measure(keys, balance.parts, Word("parts"))
