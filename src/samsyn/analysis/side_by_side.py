"""Jobs done in turn, or side by side by an executor, with the same results in the same order."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from samsyn.analysis.progress import Progress

Found = TypeVar("Found")


def each_done(
    work: Callable[..., Found],
    jobs: Sequence[tuple[Any, ...]],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Found]:
    """What `work(*job)` found for each job, in their order.

    `progress` hears of a job once what it found has been taken. What it raises calls off the jobs that wait, and at
    once: an executor that is left while an exception is under way waits for all that is not called off.
    """
    futures: list[Future[Found]] = [] if executor is None else [executor.submit(work, *job) for job in jobs]
    try:
        for done, job in enumerate(jobs):
            yield futures[done].result() if futures else work(*job)
            if progress is not None:
                progress((done + 1) / len(jobs))
    finally:
        for future in futures:
            future.cancel()
