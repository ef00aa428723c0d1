"""The `samsyn` command.

Exit codes: 0 done; 1 refused, or a check that failed; 2 wrong use of the command. What it says about its work goes
to standard error, what it was asked for to standard output. Each command lives in a module of its own, imported when
it is used: `samsyn --help` loads no Django.
"""

import sys
from importlib import import_module
from typing import Any

import click

from samsyn import __version__
from samsyn.foundation.errors import Refusal

REFUSED = 1


class Lazy(click.Group):
    """A group that knows the commands' names and one-line helps, and imports a command when it is used."""

    def __init__(self, *args: Any, commands_at: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return None
        module, attribute = self.commands_at[cmd_name][0].split(":")
        return getattr(import_module(f"samsyn.web.cli.{module}"), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_where, about) in self.commands_at.items()])


COMMANDS = {
    "serve": ("run:serve", "Serve the pages."),
    "worker": ("run:worker", "Do the work that pages ask for, and keep the house in order."),
    "demo": ("demo:demo", "Load the demonstration region, and serve it."),
    "migrate": ("run:migrate", "Bring the database to this version."),
    "check": ("check:check", "Check configuration, database, disk, worker and audit log."),
    "plan": ("plan:plan", "Parse, import, export and report plans."),
    "study": ("study:study", "Analyse flows between areas, from files."),
    "network": ("network:network", "Make a network of an extract of OpenStreetMap."),
    "backup": ("archive:backup", "Write everything to one archive, also while the server runs."),
    "restore": ("archive:restore", "Read an archive back, and erase again who was erased since."),
    "user": ("people:user", "Accounts: add the first administrator."),
    "purge": ("run:purge", "Remove what has been kept long enough (the worker does it every hour)."),
}


@click.group(cls=Lazy, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samsyn")
def samsyn() -> None:
    """The working platform of a cross-county cooperation council.

    It is configured by environment variables: see docs/operations.md. Exit codes: 0 done, 1 refused or a check that
    failed, 2 wrong use.
    """


def main() -> None:
    """Run the command. A refusal is one line on standard error and exit code 1, never a traceback."""
    try:
        samsyn.main(prog_name="samsyn")
    except Refusal as refusal:
        click.echo(f"samsyn: {refusal}", err=True)
        sys.exit(REFUSED)
    except OSError as error:
        click.echo(f"samsyn: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", err=True)
        sys.exit(REFUSED)
