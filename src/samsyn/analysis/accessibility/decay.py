"""How much an opportunity counts that lies so far away: decay functions of travel time.

Definition
----------
A decay f gives the weight of an opportunity at a time t: between 0 and 1, never rising, 0 where nobody can go and
beyond `longest`. The unit of t is that of the times (minutes, unless others are given):

- `Exponential`: exp(-rate t); halved with every ln 2 / rate minutes
- `Power`: (max(t, nearest) / nearest)^(-exponent); full up to `nearest`, so that a time of 0 has a weight
- `Gaussian`: exp(-t^2 / (2 width^2)); hardly falls at first, 0.61 at `width`
- `Logistic`: 1 / (1 + exp((t - middle) pi / (sqrt(3) spread))); one half at `middle`, `spread` the standard deviation
- `Steps`: a share up to and including each limit, 0 beyond the last; one step with share 1 is a catchment

Known bias
----------
A decay is a statement about people, and the same for all of them here: the old and the young, those with a car and
those without. It should be estimated from trips (`interaction.calibration` does that for commuting), not chosen; where
it is chosen, show what other choices give (`choosing.rankings`).

Ties: a time that is above a limit by rounding alone is within it: by at most `TIE` of the limit, and `TIE_SINGLE` where
times are in 32 bits. Sums of the same links in another order differ by less.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from samsyn.analysis.tables import Floats, Times

TIE, TIE_SINGLE = 1e-9, 1e-6


def edge(limit: float, times: Times) -> float:
    """The greatest time that counts as within a limit."""
    return limit * (1 + (TIE_SINGLE if times.dtype == np.float32 else TIE))


@dataclass(frozen=True, slots=True)
class Decay(ABC):
    """What all decays have: no weight beyond the longest time."""

    longest: float = field(default=np.inf, kw_only=True)

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if not isinstance(value, tuple) and not (value > 0 and (name == "longest" or np.isfinite(value))):
                raise ValueError(f"{name} of a decay must be a number above 0, not {value}")

    def weights(self, times: Times) -> Floats:
        """The weight at each time >= 0, in any shape."""
        found = self._curve(times)
        if self.longest < np.inf:
            found[times > edge(self.longest, times)] = 0.0
        return found

    @abstractmethod
    def _curve(self, times: Times) -> Floats:
        """The weights, in a new array, before times beyond the longest are cut off."""


@dataclass(frozen=True, slots=True)
class Exponential(Decay):
    """exp(-rate t)"""

    rate: float

    @classmethod
    def halving(cls, each: float) -> "Exponential":
        """Half as much whenever t is so much longer."""
        return cls(float(np.log(2.0) / each))

    def _curve(self, times: Times) -> Floats:
        made = np.multiply(times, -self.rate, dtype=np.float64)
        return np.exp(made, out=made)


@dataclass(frozen=True, slots=True)
class Power(Decay):
    """(max(t, nearest) / nearest)^(-exponent)"""

    exponent: float
    nearest: float = 1.0

    def _curve(self, times: Times) -> Floats:
        made = np.maximum(times, self.nearest, dtype=np.float64)
        made /= self.nearest
        return np.power(made, -self.exponent, out=made)


@dataclass(frozen=True, slots=True)
class Gaussian(Decay):
    """exp(-t^2 / (2 width^2))"""

    width: float

    def _curve(self, times: Times) -> Floats:
        made = np.divide(times, self.width, dtype=np.float64)
        np.multiply(made, made, out=made)
        made *= -0.5
        return np.exp(made, out=made)


@dataclass(frozen=True, slots=True)
class Logistic(Decay):
    """1 / (1 + exp((t - middle) pi / (sqrt(3) spread)))"""

    middle: float
    spread: float

    def _curve(self, times: Times) -> Floats:
        made = np.subtract(self.middle, times, dtype=np.float64)
        made *= np.pi / (np.sqrt(3) * self.spread)
        found: Floats = expit(made, out=made)
        return found


@dataclass(frozen=True, slots=True)
class Steps(Decay):
    """`shares[k]` for times up to and including `limits[k]` and above the limit before it; 0 beyond the last."""

    limits: tuple[float, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        Decay.__post_init__(self)
        if not self.limits or len(self.limits) != len(self.shares):
            raise ValueError(f"steps need one share a limit, not {len(self.shares)} for {len(self.limits)}")
        if not rising(self.limits):
            raise ValueError(f"the limits of steps must rise from above 0, and not be {self.limits}")
        if not all(1 >= a >= b >= 0 for a, b in zip(self.shares, (*self.shares[1:], 0.0), strict=True)):
            raise ValueError(f"the shares of steps must lie between 1 and 0 and not rise, and not be {self.shares}")

    def _curve(self, times: Times) -> Floats:
        made = np.zeros(times.shape)
        for limit, share in zip(reversed(self.limits), reversed(self.shares), strict=True):
            np.copyto(made, share, where=times <= edge(limit, times))
        return made


def rising(limits: tuple[float, ...]) -> bool:
    """Whether limits are finite, above 0, and each above the one before."""
    return all(before < limit < np.inf for before, limit in zip((0.0, *limits[:-1]), limits, strict=True))


def catchment(limit: float) -> Steps:
    """All that lies within the limit, and nothing beyond it."""
    return Steps((limit,), (1.0,))
