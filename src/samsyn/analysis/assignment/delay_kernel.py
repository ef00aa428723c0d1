"""What a link costs with so many on it, and how steeply that grows: the inner loop of `equilibrium`."""

from typing import NamedTuple

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats


class Delays(NamedTuple):
    """Link e with `v` on it costs `free[e] + rise[e] * (v * per[e]) ^ power[e]`; a power is 1 or more, or rise is 0."""

    free: Floats
    rise: Floats
    per: Floats
    power: Floats


@compiled
def delayed(delays: Delays, link: int, volume: float) -> tuple[float, float]:
    """The cost of a link, and its derivative."""
    rise = delays.rise[link]
    if rise == 0.0 or volume <= 0.0:
        # Without others a power of 1 is as steep as ever, others are flat.
        flat = rise == 0.0 or delays.power[link] > 1.0
        return delays.free[link], 0.0 if flat else rise * delays.per[link]
    load, power = volume * delays.per[link], delays.power[link]
    lower = load * load * load if power == 4.0 else load ** (power - 1.0)
    return delays.free[link] + rise * lower * load, rise * power * lower * delays.per[link]


@compiled
def delay_all(delays: Delays, volumes: Floats, costs: Floats, slopes: Floats) -> None:
    """The costs of all links and their derivatives, written into the arrays."""
    for link in range(len(volumes)):
        costs[link], slopes[link] = delayed(delays, link, volumes[link])
