"""A matrix worked through in blocks of rows: memory stays bounded, and blocks can go side by side.

Every block is worked on by itself and the results come in the order of the rows, so that they do not depend on the
executor, to the bit. A job carries only its own rows, so that it can also be sent to another process.
"""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from samsyn.analysis.decay import Times
from samsyn.analysis.tables import Floats

Found = TypeVar("Found")
Progress = Callable[[float], None]

CELLS = 2**18
"""Numbers a block: two megabytes in 64 bits, which a core's own memory holds."""


def each_block(
    work: Callable[..., Found],
    times: Times,
    *by_row: Floats,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[slice, Found]]:
    """The rows of each block, in order, and what `work(times[rows], *(each[rows] for each in by_row))` found.

    `progress` hears the share done after each block, and may raise to cancel.
    """
    rows = _rows(times)
    jobs = [(times[some], *(each[some] for each in by_row)) for some in rows]
    found = (work(*job) for job in jobs) if executor is None else _side_by_side(work, jobs, executor)
    # Closed at once: while its exception is under way, an executor that is left waits for all that is not called off.
    with closing(found):
        for done, (some, block) in enumerate(zip(rows, found, strict=True), 1):
            yield some, block
            if progress is not None:
                progress(done / len(rows))


def _side_by_side(
    work: Callable[..., Found], jobs: list[tuple[npt.NDArray[np.floating], ...]], executor: Executor
) -> Generator[Found, None, None]:
    futures: list[Future[Found]] = [executor.submit(work, *job) for job in jobs]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


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
