"""How long it takes to take the large plan out and in again: printed as one table. Run in an installation."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from samsyn.plans.models import Plan  # noqa: E402
from samsyn.plans.operations import exchange  # noqa: E402
from samsyn.plans.queries import content, workbooks  # noqa: E402
from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import Line, Table, line  # noqa: E402


def main() -> None:
    plan = Plan.objects.get(title="Stor plan")
    exported = workbooks.export_json(plan)
    lines = [
        _line("sealing a version: the content alone", lambda: content.plan_content(plan)),
        _line("export as JSON, with all that was ever said", lambda: workbooks.export_json(plan)),
        _line("export as XLSX", lambda: workbooks.export_xlsx(plan)),
        _line("export as CSV", lambda: workbooks.export_csv(plan)),
        _line("import of the JSON, as a copy", lambda: _import(exported)),
    ]
    notes = (f"The JSON is {len(exported) / 1e6:.1f} MB. No peer.",)
    print(Table("The large plan, out and in", ("clock", "processor", "peak so far"), tuple(lines), notes).dumped())


def _import(data: bytes) -> None:
    exchange.import_file(data, by=None, at=timezone.now(), as_copy=True)


def _line(what: str, work) -> Line:
    took = figures.taken(work)
    return line(what, figures.seconds(took.clock), figures.seconds(took.processor), figures.megabytes(figures.peak()))


if __name__ == "__main__":
    sys.exit(main())
