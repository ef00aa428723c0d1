"""samsyn serve, worker, migrate and purge."""

import logging
import signal

import click

from samsyn.web.cli import base
from samsyn.web.cli.leash import hold

on_a_leash = click.option("--leash", type=int, hidden=True)
"""The file descriptor by which `samsyn demo` holds what it started (`samsyn.web.cli.leash`)."""


@click.command()
@click.option("--bind", help="The address to listen on (SAMSYN_BIND).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on (SAMSYN_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes (SAMSYN_WORKERS).")
@on_a_leash
def serve(bind: str | None, port: int | None, workers: int | None, leash: int | None) -> None:
    """Serve the pages, until stopped by Ctrl-C or SIGTERM.

    Refuses a database that is not at this version. Long work needs `samsyn worker` beside it.
    """
    hold(leash)
    base.set_up()
    base.require_database()
    # Imported here: only after `set_up`.
    from django.conf import settings

    collect_static()
    config = settings.CONFIG
    bind, port, workers = bind or config.bind, port or config.port, workers or config.workers
    click.echo(f"Samsyn is at {config.base_url} (listening on {bind}:{port})", err=True)
    run_server(bind, port, workers=workers, threads=config.threads)


def collect_static() -> None:
    """Put this version's style sheets, scripts and pictures where the server reads them."""
    # Imported here: only after `set_up`.
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def run_server(bind: str, port: int, *, workers: int, threads: int) -> None:
    """Granian as measured: processes with a few blocking threads each, and no websockets."""
    # Imported here: the other commands need no server.
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "samsyn.web.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


@click.command()
@on_a_leash
def worker(leash: int | None) -> None:
    """Do the work that pages ask for, one job at a time, until stopped by Ctrl-C or SIGTERM.

    Several workers may run, also on several machines with PostgreSQL. Asked to stop, a worker finishes the job at
    hand if that takes less than 20 s, else puts it back in the queue.
    """
    hold(leash)
    base.calculate_alike()
    base.set_up()
    base.require_database()
    # Imported here: only after `set_up`.
    from samsyn.foundation.jobs.worker import Stop, run
    from samsyn.web.jobs import HANDLERS, keep_house

    logging.getLogger("samsyn").setLevel(logging.INFO)
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.ask())
    run(HANDLERS, stop, housekeeping=keep_house)


@click.command()
def migrate() -> None:
    """Bring the database to this version; make a backup first. Nothing happens where it is already there."""
    base.set_up()
    waiting = base.unapplied_migrations()
    # Imported here: only after `set_up`.
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    click.echo(f"The database is at this version ({len(waiting)} migrations applied).", err=True)


@click.command()
def purge() -> None:
    """Remove what has been kept as long as it may be: ended jobs, old imports, files that belong to nothing ..."""
    base.set_up()
    base.require_database()
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.web.jobs import PURGES  # likewise

    for what, remove in PURGES.items():
        removed = remove(timezone.now())
        click.echo(f"{what}: {removed if removed is not None else 'done'}")
