"""Jobs in turn and side by side: same results, same order, and what is called off when the work is stopped."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from samsyn.analysis.side_by_side import each_done

JOBS = [(1, 2), (3, 4), (5, 6)]


class Waiting(Executor):
    """An executor that does the first job and lets the others wait."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.futures:
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def product(a: int, b: int) -> int:
    return a * b


def stop(share: float) -> None:
    raise InterruptedError(share)


def test_the_results_come_in_the_order_of_the_jobs_with_and_without_an_executor() -> None:
    heard: list[float] = []
    assert list(each_done(product, JOBS, progress=heard.append)) == [2, 12, 30]
    assert heard == [1 / 3, 2 / 3, 1.0]
    with ThreadPoolExecutor(2) as pool:
        assert list(each_done(product, JOBS, executor=pool)) == [2, 12, 30]


def test_what_progress_raises_calls_off_the_jobs_that_wait() -> None:
    waiting = Waiting()
    with pytest.raises(InterruptedError):
        list(each_done(product, JOBS, executor=waiting, progress=stop))
    assert [future.cancelled() for future in waiting.futures] == [False, True, True]


def test_no_jobs_are_done_at_once() -> None:
    assert list(each_done(product, [], progress=stop)) == []
