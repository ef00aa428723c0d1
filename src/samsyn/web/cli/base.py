"""What every command stands on: Django made ready, refusals for faults of the installation, progress in lines."""

import os
import sys
import time
from typing import Any

import click

from samsyn.foundation.errors import Refusal


class CommandError(Refusal):
    """The command cannot do what it was asked to do."""


def set_up(**environment: str) -> None:
    """Make Django ready. `environment` holds values for what the environment leaves unset."""
    for variable, value in environment.items():
        os.environ.setdefault(variable, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")
    # Imported here: `samsyn --help` has to be quick.
    import django
    from django.utils import translation

    # Imported here for the same reason.
    from samsyn.web.config import ConfigError

    try:
        django.setup()
    except ConfigError as error:
        raise CommandError(str(error)) from error
    translation.activate("sv" if os.environ.get("LANG", "").startswith("sv") else "en")


def calculate_alike() -> None:
    """Let linear algebra use one thread, unless the environment says otherwise. Call it before `set_up` loads numpy.

    Sums over several threads differ in their last digit with the number of processors, and a run that is repeated is
    to give the same bits. Studies spread what takes long over threads themselves.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def require_database() -> None:
    """Refuse to go on with a database that is away, or not brought to this version."""
    waiting = unapplied_migrations()
    if waiting:
        raise CommandError(
            f"The database is not at this version: {len(waiting)} migrations wait ({waiting[0]}, ...). "
            "Make a backup, then run: samsyn migrate"
        )


def unapplied_migrations() -> list[str]:
    """The migrations that the database lacks. Refuses where it cannot be reached."""
    # Imported here: only after `set_up`.
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used: {str(error).strip()}") from error
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def database_is_empty() -> bool:
    """Is there no table at all yet?"""
    # Imported here: only after `set_up`.
    from django.db import DatabaseError, connection

    try:
        return not connection.introspection.table_names()
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used: {str(error).strip()}") from error


class Progress:
    """Tells on standard error how far long work has come: one line rewritten on a terminal, else a line every 5 s."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()
        self.told_at = -5.0
        self.width = 0

    def __call__(self, share: float, message: Any = "") -> None:
        if self.quiet or (time.monotonic() - self.told_at < (0.1 if self.terminal else 5.0) and share < 1):
            return
        self.told_at = time.monotonic()
        line = f"{share:4.0%} {message}"
        click.echo(f"\r{line.ljust(self.width)}" if self.terminal else line, err=True, nl=not self.terminal)
        self.width = len(line)

    def end(self) -> None:
        """Leave the line."""
        if self.terminal and self.width:
            click.echo("", err=True)
