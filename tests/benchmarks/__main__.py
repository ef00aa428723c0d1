"""`make bench`: measures what the aims are about, and prints tables. See docs/benchmarks.md.

python -m tests.benchmarks [parse] [page] [report] [exchange] [regions] [interaction] [networks] [transit]
[accessibility] [measures] [choosing] [assignment] [meetings] [record]: only some.
"""

import os
import platform
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.benchmarks.figures import Table
from tests.installation import Installation

PARTS = {
    "parse": "parsing",
    "page": "pages",
    "report": "reporting",
    "exchange": "exchange",
    "regions": "regions",
    "interaction": "interaction",
    "networks": "networks",
    "transit": "transit",
    "accessibility": "accessibility",
    "measures": "measures",
    "choosing": "choosing",
    "assignment": "assignment",
    "meetings": "meetings",
    "record": "record",
}
"""The parts in order, and the modules that measure them."""
ON_LARGE_PLAN = frozenset({"page", "report", "exchange"})
ON_EMPTY = frozenset({"meetings", "record"})
ON_BOTH = frozenset({"page", "meetings"})
"""The parts that are measured on PostgreSQL too, each in a database of its own."""
BUILD = "from tests.benchmarks.large_plan import build; build()"
COUNTED = "from django.db import connection; connection.cursor().execute('ANALYZE')"
"""What a PostgreSQL server does by itself within a minute: without knowing how much there is, it chooses slow ways."""


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(PARTS):
        print(f"{__doc__}\nNot a part: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    wanted = wanted or list(PARTS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped too
    began = time.monotonic()
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the beginning.")
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder, ExitStack() as stack:
        where = _built(Path(folder) / "sqlite", "") if ON_LARGE_PLAN & set(wanted) else Installation(Path(folder), "")
        if ON_EMPTY & set(wanted):
            where.samsyn("migrate")
        for part in (each for each in PARTS if each in wanted):
            _show(where, PARTS[part])
            if part in ON_BOTH:
                _on_postgresql(part, Path(folder) / f"{part}-on-postgresql", stack)
    print(f"\n{time.monotonic() - began:.0f} s in all, load {os.getloadavg()[0]:.1f} at the end.")
    return 0


def _on_postgresql(part: str, data: Path, stack: ExitStack) -> None:
    try:
        url = stack.enter_context(postgres.server())
    except postgres.NoServer as missing:
        print(f"\nNOT MEASURED ON POSTGRESQL: {missing}")
        return
    made = _built(data, url, plan=part in ON_LARGE_PLAN)
    made.python(COUNTED)
    _show(made, PARTS[part])


def _built(data: Path, database: str, *, plan: bool = True) -> Installation:
    """An installation, with the large plan or empty."""
    data.mkdir()
    made = Installation(data, database)
    made.samsyn("migrate")
    if plan:
        made.python(BUILD)
    return made


def _show(where: Installation, part: str) -> None:
    """Run a part as a process in the installation, and print its table."""
    process = where.start("-m", f"tests.benchmarks.{part}")
    try:
        out, errors = process.communicate()
    finally:
        process.terminate()
    if process.returncode:
        raise SystemExit(f"{part} ended with {process.returncode}\n{errors}")
    print(Table.loaded(out.splitlines()[-1]), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
