"""samsyn plan: parse, import, list, export and report."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from samsyn.web.cli import base

FORMATS = ["json", "xlsx", "csv", "open-json"]
_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def plan() -> None:
    """Plans: read from documents, taken in and out, reported."""


@plan.command()
@click.argument("file", type=_FILE)
def parse(file: Path) -> None:
    """Read the plan in FILE (.txt, .md, .docx, .pdf) and print it as JSON. Nothing is saved, no database is needed.

    What was not understood stands in the text with a warning. Exit code 1 where the file cannot be read, with what to
    do about it on standard error.
    """
    # Imported here: the readers of DOCX and PDF are slow to load.
    from samsyn.plans.documents import DocumentError, check_size, read_plan

    progress = base.Progress()
    try:
        check_size(file.stat().st_size, name=file.name)
        parsed = read_plan(file.read_bytes(), name=file.name, progress=lambda done, total: progress(done / total))
    except DocumentError as error:
        raise base.CommandError(str(error)) from error
    progress.end()
    click.echo(json.dumps(parsed.to_json(), ensure_ascii=False, indent=2))


@plan.command("import")
@click.argument("file", type=_FILE)
@click.option("--title", default="", help="The plan's title, where it is not the document's.")
@click.option("--from", "starts_on", type=_DAY, help="The period's first day, where the document does not tell.")
@click.option("--to", "ends_on", type=_DAY, help="The period's last day.")
@click.option("--as-copy", is_flag=True, help="JSON: take it in as a new draft, where the plan is here already.")
def import_(file: Path, title: str, starts_on: datetime | None, ends_on: datetime | None, as_copy: bool) -> None:
    """Take in the plan in FILE, and print its key: a document as it was read, or a JSON file that Samsyn exported.

    A document is better imported on the pages, where each item can be corrected before anything is saved. All of the
    plan is taken in, or nothing.
    """
    _set_up()
    # Imported here: only after `_set_up`.
    from django.utils import timezone

    from samsyn.plans.documents import DocumentError, check_size  # likewise
    from samsyn.plans.operations import exchange, importing

    progress, now = base.Progress(), timezone.now()
    if file.suffix.lower() == ".json":
        made = exchange.import_file(file.read_bytes(), by=None, at=now, as_copy=as_copy, progress=progress).plan
    else:
        try:
            check_size(file.stat().st_size, name=file.name)
        except DocumentError as error:
            raise base.CommandError(str(error)) from error
        made = importing.import_document(
            data=file.read_bytes(), name=file.name, title=title, by=None, at=now, progress=progress,
            starts_on=starts_on.date() if starts_on else None, ends_on=ends_on.date() if ends_on else None,
        )  # fmt: skip
    progress.end()
    click.echo(made.key)


@plan.command("list")
def list_() -> None:
    """Print every plan: key, state, period and title."""
    _set_up()
    # Imported here: only after `_set_up`.
    from samsyn.plans.models import Plan

    for one in Plan.objects.order_by("starts_on", "pk"):
        click.echo(f"{one.key}  {one.state:9} {one.starts_on} {one.ends_on}  {one.title}")


@plan.command()
@click.argument("key", type=click.UUID)
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--with-files", is_flag=True, help="json: with the bytes of its documents.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to; standard output else.")
def export(key: UUID, form: str, with_files: bool, output: Path | None) -> None:
    """Write out the plan with KEY. `json` holds all of it and can be imported again; `open-json` what is public."""
    _set_up()
    data = _exported(key, form, with_files)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


def _exported(key: UUID, form: str, with_files: bool) -> bytes:
    # Imported here: only after `_set_up`.
    from samsyn.plans.queries import public, workbooks

    wanted = _plan(key)
    if form == "xlsx":
        return workbooks.export_xlsx(wanted)
    if form == "csv":
        return workbooks.export_csv(wanted)
    if form == "json":
        return workbooks.export_json(wanted, with_files=with_files)
    content = public.public_content(wanted)
    if content is None:
        raise base.CommandError("Nothing of this plan is public: it has not been adopted.")
    return public.open_json(content)


@plan.command()
@click.argument("key", type=click.UUID)
@click.option("--round", "as_of", type=_DAY, help="The round, by its date; else the one that is current.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("-o", "--output", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def report(key: UUID, as_of: datetime | None, language: str, output: Path) -> None:
    """Complete the board report of a round of the plan with KEY, and write its PDF, DOCX and XLSX.

    A completed report is never changed; completing once more makes the next one. Exit code 1 where it cannot be
    completed: nothing is then saved.
    """
    _set_up()
    # Imported here: only after `_set_up`.
    from django.utils import timezone

    from samsyn.foundation.files import queries as files  # likewise
    from samsyn.plans.operations import reports
    from samsyn.plans.queries import follow_up

    now, wanted = timezone.now(), _plan(key)
    on = as_of.date() if as_of else None
    rounds = follow_up.rounds_of(wanted)
    chosen = rounds.filter(as_of=on).first() if on else follow_up.current_round(wanted, on=timezone.localdate())
    if chosen is None:
        known = ", ".join(str(one.as_of) for one in rounds) or "none"
        raise base.CommandError(f"The plan has no such round. Its rounds: {known}.")
    progress = base.Progress()
    done = reports.complete(chosen, by=None, at=now, language=language, progress=progress)
    progress.end()
    for stored in (done.pdf, done.docx, done.xlsx):
        (output / stored.name).write_bytes(files.read(stored))
        click.echo(output / stored.name)


def _plan(key: UUID) -> Any:
    # Imported here: only after `_set_up`.
    from samsyn.plans.models import Plan
    from samsyn.plans.queries import plans

    try:
        return plans.by_key(key)
    except Plan.DoesNotExist as error:
        raise base.CommandError(f"There is no plan {key}. See: samsyn plan list") from error


def _set_up() -> None:
    base.set_up()
    base.require_database()
