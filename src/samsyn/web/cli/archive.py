"""samsyn backup and restore."""

from pathlib import Path

import click

from samsyn.web.cli import base


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything to one archive: all tables, stored files and the erasure ledger, as of one moment.

    The server and the worker may run meanwhile. An archive that FILE names already is replaced when the new one is
    whole. It holds personal data: keep it as the database is kept. Exit code 0 when the archive is on the disk, 1
    when there is none.
    """
    base.set_up()
    base.require_database()
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.web.backup import making  # likewise

    progress = base.Progress()
    manifest = making.make(file.resolve(), at=timezone.now(), progress=progress)
    progress.end()
    stored = sum(name.startswith("files/") for name in manifest.members)
    click.echo(f"{file}: {sum(manifest.rows.values())} rows and {stored} files", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace everything that is in the database.")
@click.option(
    "--erasures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An erasure ledger kept elsewhere: whoever stands in it is erased too.",
)
def restore(file: Path, replace: bool, erasures: Path | None) -> None:
    """Read an archive back. Stop the server and the worker first.

    Every checksum is verified before anything is touched, and everything is loaded in one transaction. Whoever was
    erased since the archive was made is erased again. An archive is restored with the version that made it. Exit code
    0 when it is restored, 1 when nothing was changed.
    """
    base.set_up()
    if not base.database_is_empty():
        base.require_database()
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.web.backup import restoring  # likewise

    progress = base.Progress()
    others = restoring.read_ledger(erasures.read_bytes(), erasures.name) if erasures else []
    done = restoring.restore(file, at=timezone.now(), progress=progress, replace=replace, erasures=others)
    progress.end()
    click.echo(
        f"{done.rows} rows as of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC; "
        f"{done.erased_again} people erased again; the audit log holds.",
        err=True,
    )
