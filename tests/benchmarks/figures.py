"""How the figures of the benchmarks are taken and shown."""

import json
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

MEBI = 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """Medians of several runs: seconds by the clock and of the processor, children included."""

    clock: float
    processor: float


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def taken(work: Callable[[], object], times: int = 1) -> Taken:
    """The medians of doing the work several times."""
    clocks, processors = [], []
    for _each in range(times):
        clock, processor = time.perf_counter(), _processor()
        work()
        clocks.append(time.perf_counter() - clock)
        processors.append(_processor() - processor)
    return Taken(statistics.median(clocks), statistics.median(processors))


def peak() -> float:
    """The most memory that this process, or one of its children, has held at once (MB): never less than before."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / MEBI


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what was measured, and its figures as text by column."""

    what: str
    figures: tuple[str, ...]


def line(what: str, *figures: str) -> Line:
    return Line(what, figures)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its notes."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def dumped(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def loaded(cls, text: str) -> "Table":
        found = json.loads(text)
        lines = tuple(Line(each["what"], tuple(each["figures"])) for each in found["lines"])
        return cls(found["title"], tuple(found["columns"]), lines, tuple(found["notes"]))

    def __str__(self) -> str:
        rows = [("", *self.columns), *((each.what, *each.figures) for each in self.lines)]
        first, *widths = (max(map(len, column)) for column in zip(*rows, strict=True))
        shown = [
            "  ".join([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], widths, strict=True))])
            for row in rows
        ]
        return "\n".join(["", self.title, *(f"  {each}".rstrip() for each in shown), *(f"  {n}" for n in self.notes)])


def seconds(value: float) -> str:
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    """From seconds."""
    return f"{1000 * value:.0f} ms"


def megabytes(value: float) -> str:
    return f"{value:.0f} MB"


def ratio(ours: float, theirs: float) -> str:
    """How many times longer the peer takes."""
    return f"{theirs / ours:.1f} x"


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * share // 100) - 1)]


def percentiles(values: Iterable[float]) -> tuple[str, str, str]:
    """The 50th, 95th and 99th percentile of milliseconds."""
    found = list(values)
    p50, p95, p99 = (f"{percentile(found, share):.0f} ms" for share in (50, 95, 99))
    return p50, p95, p99
