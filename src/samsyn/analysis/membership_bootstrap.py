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

from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.analysis.co_membership import Membership, Method, Progress, co_membership
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
    batches = _in_turn(jobs) if executor is None else _side_by_side(jobs, executor)
    return co_membership(flows, method(flows), _told(batches, len(jobs), progress))


_Job = tuple[Flows, Method, np.random.Generator, int, Resampling]


def _draw(job: _Job) -> list[Ints]:
    """A batch of drawings: the number of each area's region in each."""
    flows, method, rng, size, resampling = job
    return [method(flows.with_counts(_counts(flows, rng, resampling))).region for _ in range(size)]


def _counts(flows: Flows, rng: np.random.Generator, resampling: Resampling) -> Floats:
    if resampling is Resampling.POISSON:
        return rng.poisson(flows.counts).astype(np.float64)
    total = flows.counts.sum()
    return rng.multinomial(round(total), flows.counts / total).astype(np.float64)


def _in_turn(jobs: list[_Job]) -> Generator[list[Ints], None, None]:
    return (_draw(job) for job in jobs)


def _side_by_side(jobs: list[_Job], executor: Executor) -> Generator[list[Ints], None, None]:
    futures: list[Future[list[Ints]]] = [executor.submit(_draw, job) for job in jobs]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _told(batches: Generator[list[Ints], None, None], count: int, progress: Progress | None) -> Iterator[Ints]:
    """The drawings of all batches; progress hears of each batch that is done, and ends the rest by an exception."""
    # Closed at once: while its exception is under way, an executor that is left waits for all that is not called off.
    with closing(batches):
        for done, batch in enumerate(batches, 1):
            yield from batch
            if progress is not None:
                progress(done / count)
