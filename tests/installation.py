"""A whole installation to test from outside: a data folder, a database of its own, and `samsyn` as a process.

The database is of the kind that the suite runs on: SQLite, or one more in the PostgreSQL server of DATABASE_URL.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).parents[1]
SERVER = os.environ.get("DATABASE_URL", "")
SET_UP = "import django; django.setup()\nfrom django.utils import timezone\nnow = timezone.now()\n"


@dataclass(frozen=True, slots=True)
class Installation:
    """`data` is the data folder, `database` the DATABASE_URL (empty: SQLite in the data folder).

    `settings` are environment variables beyond those of a test.
    """

    data: Path
    database: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")}
        return kept | {
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "samsyn.web.settings",
            "LANG": "C.UTF-8",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "SAMSYN_DATA": str(self.data),
            "SAMSYN_MODE": "test",
            "SAMSYN_SECRET_KEY": "for-tests-only-" + "x" * 50,
            **self.settings,
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A Python process in this installation."""
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment(),
            cwd=self.data,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def start_samsyn(self, *arguments: str) -> subprocess.Popen[str]:
        return self.start("-m", "samsyn.web.cli", *arguments)

    def samsyn(self, *arguments: str, exits: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; it has to end with the code that is expected."""
        process = self.start_samsyn(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == exits, f"samsyn {arguments} ended with {process.returncode}\n{out}\n{err}"
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def python(self, code: str) -> str:
        """Run Python with Django ready and `now` at hand; what it prints."""
        process = self.start("-c", SET_UP + code)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out.strip()

    def value(self, query: str) -> object:
        """What a query of one value answers: quick enough to poll with."""
        if not self.database:
            with closing(sqlite3.connect(f"file:{self.data / 'samsyn.sqlite3'}?mode=ro", uri=True)) as connection:
                return connection.execute(query).fetchone()[0]
        with psycopg.connect(self.database) as connection:
            return connection.execute(query).fetchone()[0]

    def is_sound(self) -> bool:
        """Does `samsyn check` pass, but for a worker?"""
        self.samsyn("check", "--without-worker")
        return True


def kill_when(process: subprocess.Popen[str], ready: Callable[[], bool]) -> None:
    """kill -9 as soon as something is true, which has to be before the process ends."""
    try:
        wait_until(lambda: ready() or process.poll() is not None)
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL, "the process had ended before it could be killed"


def wait_until(true: Callable[[], bool], within: float = 90.0) -> None:
    """Poll; fail where it does not become true."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


class Template:
    """A migrated database, filled by some Python or not, made once a session and copied for each installation."""

    def __init__(self, folder: Path, fill: str = "") -> None:
        self.folder = folder
        self.name = f"template_{uuid.uuid4().hex}"
        if SERVER:
            _execute(f"CREATE DATABASE {self.name}")
        made = Installation(folder, _url(self.name) if SERVER else "")
        made.samsyn("migrate")
        if fill:
            made.python(fill)

    @contextmanager
    def copy(self, data: Path) -> Iterator[Installation]:
        """An installation of its own."""
        shutil.copytree(self.folder, data)
        if not SERVER:
            yield Installation(data, "")
            return
        name = f"installation_{uuid.uuid4().hex}"
        _execute(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        try:
            yield Installation(data, _url(name))
        finally:
            _execute(f"DROP DATABASE {name} WITH (FORCE)")

    def remove(self) -> None:
        if SERVER:
            _execute(f"DROP DATABASE {self.name} WITH (FORCE)")


def _url(name: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{name}"


def _execute(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
