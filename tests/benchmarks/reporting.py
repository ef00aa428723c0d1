"""How long the board report of the large plan takes, and its memory: printed as one table. Run in an installation.

Each format is made in a process of its own, so that what it holds at most is its own.
"""

import subprocess
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from samsyn.plans.models import FollowUpRound, Plan  # noqa: E402
from samsyn.plans.operations import reports  # noqa: E402
from samsyn.plans.queries.report import report_content  # noqa: E402
from samsyn.plans.report import docx, pdf, xlsx  # noqa: E402
from samsyn.plans.report.language import SWEDISH  # noqa: E402
from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import Line, Table, line  # noqa: E402

FORMATS = {"pdf": pdf, "docx": docx, "xlsx": xlsx}


def main() -> None:
    if len(sys.argv) == 2:
        print(_format(sys.argv[1]))
        return
    round = _round()
    content = report_content(round, by=None, at=timezone.now())
    lines = [_line("content, read from the database", lambda: report_content(round, by=None, at=timezone.now()), 3)]
    lines += [_apart(name) for name in FORMATS]
    lines.append(
        _line("the whole job, as a worker does it", lambda: reports.complete(round, by=None, at=timezone.now()))
    )
    notes = (
        (
            f"{len(content.items):,} items, {len(content.indicators):,} indicators with charts, "
            f"{len(content.changes):,} changes. No peer."
        ),
        "Aims: the whole job under 20 s, each process well under 1 GB.",
        "The job makes the PDF beside the two others: on a busy machine the clock tells more than the work.",
    )
    print(
        Table(
            "The board report of the large plan", ("clock", "processor", "peak memory", "size"), tuple(lines), notes
        ).dumped()
    )


def _round() -> FollowUpRound:
    return Plan.objects.get(title="Stor plan").rounds.select_related("plan").latest("as_of")


def _line(what: str, work, times: int = 1) -> Line:
    took = figures.taken(work, times)
    memory = figures.megabytes(figures.peak())
    return line(what, figures.seconds(took.clock), figures.seconds(took.processor), memory, "")


def _apart(name: str) -> Line:
    command = [sys.executable, "-m", "tests.benchmarks.reporting", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return line(name.upper(), *done.stdout.strip().split("|"))


def _format(name: str) -> str:
    """The figures of one format, in this process alone."""
    content = report_content(_round(), by=None, at=timezone.now())
    made: list[bytes] = []
    took = figures.taken(lambda: made.append(FORMATS[name].render(content, SWEDISH)))
    size = f"{len(made[0]) / 1e6:.1f} MB"
    return "|".join(
        [figures.seconds(took.clock), figures.seconds(took.processor), figures.megabytes(figures.peak()), size]
    )


if __name__ == "__main__":
    main()
