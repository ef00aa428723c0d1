"""samsyn demo: the demonstration region, with a server and a worker."""

import os
import signal
import socket
import subprocess
import sys
import time

import click

from samsyn.web.cli import base, leash

STARTS_WITHIN = 60.0


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to serve on.")
@click.option("--serve/--no-serve", default=True, show_default=True, help="Start server and worker.")
def demo(port: int, serve: bool) -> None:
    """Load the demonstration region into a database of its own (var/demo), and serve it until Ctrl-C.

    Everybody in it is invented. Where it is already loaded nothing is changed.
    """
    _set_up(port)
    # Imported here: only after `set_up`.
    from django.core.management import call_command
    from django.utils import timezone

    from samsyn.demo.load import load  # likewise

    progress = base.Progress()
    call_command("migrate", interactive=False, verbosity=0)
    loaded = load(at=timezone.now(), progress=progress)
    progress.end()
    click.echo("The demonstration region is loaded." if loaded else "The demonstration region was loaded already.")
    if not serve:
        _print_accounts()
        return
    _refuse_taken(port)
    sys.exit(_serve(port))


def _set_up(port: int) -> None:
    if os.environ.setdefault("SAMSYN_MODE", "demo") != "demo":
        raise base.CommandError("The demonstration is only loaded with SAMSYN_MODE=demo: its passwords are public.")
    base.set_up(SAMSYN_DATA="var/demo", SAMSYN_PORT=str(port), SAMSYN_BASE_URL=f"http://localhost:{port}")


def _print_accounts() -> None:
    # Imported here: only after `set_up`.
    from samsyn.demo.people import PASSWORD, PEOPLE, SHOWN, email

    shown = {person.address: person for person in PEOPLE}
    click.echo(f"Sign in with the password {PASSWORD} as")
    for address in SHOWN:
        click.echo(f"  {email(shown[address]):34} {shown[address].role.value}")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise base.CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001"
            ) from error


def _serve(port: int) -> int:
    """Run server and worker until one ends or a signal comes; stop both. The exit code."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked.append(received))
    children = [leash.start("serve", "--port", str(port)), leash.start("worker")]
    try:
        _announce(port, children, asked)
        while not asked and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _stop(children)
    if not asked:
        click.echo("samsyn: the server or the worker ended by itself; see above.", err=True)
        return 1
    click.echo("Stopped.", err=True)
    return 0


def _announce(port: int, children: list[subprocess.Popen[bytes]], asked: list[int]) -> None:
    """Wait until the server listens and the worker has written the mail that waited; then say where, as the last."""
    deadline = time.monotonic() + STARTS_WITHIN
    while not asked and all(child.poll() is None for child in children):
        if _listens(port) and (not _mail_waits() or time.monotonic() > deadline):
            click.echo(f"\nSamsyn is at http://localhost:{port}  (Ctrl-C stops it)")
            _print_accounts()
            sys.stdout.flush()
            return
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _mail_waits() -> bool:
    # Imported here: only after `set_up`.
    from samsyn.foundation.mail import queries

    return queries.waiting().exists()


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + leash.STOPS_WITHIN
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
