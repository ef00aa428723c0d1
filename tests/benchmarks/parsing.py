"""How long it takes to read a plan document: printed as one table. Run as a process of its own, for its memory."""

import sys
from collections.abc import Iterator
from pathlib import Path

import samsyn
from samsyn.plans.documents import read_plan
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, line
from tests.conftest import SHARED

TIMES = 15
DEMONSTRATION = Path(samsyn.__file__).parent / "demo" / "verksamhetsplan.md"
REAL = SHARED / "plans" / "verksamhetsplan-2018.txt"


def main() -> None:
    notes = ["No peer: nothing else at hand reads a plan into goals and activities."]
    documents = [DEMONSTRATION]
    if REAL.exists():
        documents.insert(0, REAL)
    else:
        notes.append(f"Not measured: the folder of real data with {REAL.name} is not beside the checkout.")
    lines = tuple(found for document in documents for found in _read(document))
    columns = ("characters", "clock", "processor", "peak memory")
    print(Table("Reading a plan document (median of 15)", columns, lines, tuple(notes)).dumped())


def _read(document: Path) -> Iterator[Line]:
    data = document.read_bytes()
    read_plan(data, name=document.name)  # the first time also loads and compiles
    took = figures.taken(lambda: read_plan(data, name=document.name), TIMES)
    size, memory = f"{len(data.decode()):,}", figures.megabytes(figures.peak())
    yield line(document.name, size, figures.milliseconds(took.clock), figures.milliseconds(took.processor), memory)


if __name__ == "__main__":
    sys.exit(main())
