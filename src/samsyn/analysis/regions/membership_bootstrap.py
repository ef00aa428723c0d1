"""How far regions hang on small numbers: the flows are drawn again, and the regions with them.

Definition
----------
Each drawing replaces the counts of the pairs and divides the areas anew by the same method; `co_membership` says how
sure each area's membership of its region is over the drawings. Poisson: each count is drawn for itself, with the
count as mean, so totals vary. Multinomial: as many as there are in all (rounded) are drawn again among the pairs,
each pair with the share that it has.

Known bias
----------
Registers count everybody, so this is no sampling error. It says how far the division would change if people chose
anew with the same chances: year-to-year noise of independent choices. Real changes come together (a closed plant), so
the sureness is an upper bound. A pair that is zero stays zero; a suppressed small cell stays as it was published.

The randomness is the generator's; the drawings are the same with and without an executor.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import numpy as np

from samsyn.analysis.progress import Progress
from samsyn.analysis.regions.co_membership import Membership, Method, co_membership
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Floats, Flows, Ints

_BATCH = 20


class Resampling(StrEnum):
    """How counts are drawn again."""

    POISSON = "poisson"
    MULTINOMIAL = "multinomial"


@dataclass(frozen=True, slots=True)
class BootstrapChoices:
    """How often, and how, flows are drawn again."""

    drawings: int = 1_000
    resampling: Resampling = Resampling.POISSON

    def __post_init__(self) -> None:
        if self.drawings < 1:
            raise ValueError("at least one drawing is needed")


def membership_bootstrap(
    flows: Flows,
    method: Method,
    rng: np.random.Generator,
    choices: BootstrapChoices | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Membership:
    """How sure each area is of the region that the method puts it in, over drawings of the flows."""
    choices = choices or BootstrapChoices()
    sizes = [min(_BATCH, choices.drawings - start) for start in range(0, choices.drawings, _BATCH)]
    jobs = [
        (flows, method, generator, size, choices.resampling)
        for generator, size in zip(rng.spawn(len(sizes)), sizes, strict=True)
    ]
    batches = each_done(_draw, jobs, executor=executor, progress=progress)
    return co_membership(flows, method(flows), chain.from_iterable(batches))


def _draw(flows: Flows, method: Method, rng: np.random.Generator, size: int, resampling: Resampling) -> list[Ints]:
    """A batch of drawings: the number of each area's region in each."""
    return [method(flows.with_counts(drawn_counts(flows, rng, resampling))).region for _ in range(size)]


def drawn_counts(flows: Flows, rng: np.random.Generator, resampling: Resampling) -> Floats:
    """(m,) the counts of the flows, drawn anew."""
    if resampling is Resampling.POISSON:
        return rng.poisson(flows.counts).astype(np.float64)
    total = flows.counts.sum()
    return rng.multinomial(round(total), flows.counts / total).astype(np.float64)
