"""A matrix worked through in blocks of rows: memory stays bounded, and blocks can go side by side.

Every block is worked on by itself and the results come in the order of the rows, so that they do not depend on the
executor, to the bit. A job carries only its own rows, so that it can also be sent to another process.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import partial

from samsyn.analysis.progress import Progress
from samsyn.analysis.side_by_side import Found, each_done
from samsyn.analysis.tables import Floats, Ints, Times

CELLS = 2**18
"""Numbers a block: two megabytes in 64 bits, which a core's own memory holds."""


def each_block(
    work: Callable[..., Found],
    times: Times,
    *by_row: Floats | Ints,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[slice, Found]]:
    """The rows of each block, in order, and what `work(times[rows], *(each[rows] for each in by_row))` found.

    `progress` hears the share done after each block, and may raise to cancel.
    """
    rows = _rows(times)
    jobs = [(times[some], *(each[some] for each in by_row)) for some in rows]
    return zip(rows, each_done(work, jobs, executor=executor, progress=progress), strict=True)


def _rows(times: Times) -> list[slice]:
    height = max(1, CELLS // times.shape[1])
    return [slice(at, at + height) for at in range(0, len(times), height)]


def passes(progress: Progress | None, count: int) -> list[Progress | None]:
    """A listener for each of several passes over the matrix, that tells how much of all is done."""
    if progress is None:
        return [None] * count
    return [partial(_within, progress, number, count) for number in range(count)]


def _within(progress: Progress, number: int, count: int, share: float) -> None:
    progress((number + share) / count)
