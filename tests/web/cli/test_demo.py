"""The demonstration's server and worker: started together, and never left behind."""

import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.installation import wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")

SERVE = """
import sys
from samsyn.web.cli import base, demo
base.set_up()
sys.exit(demo._serve(int(sys.argv[1])))
"""
INVITE = """
from samsyn.foundation.accounts.operations import invite
invite(email='anna@council.example', name='Anna Lind', grants=[], by=None, at=now)
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def below(pid: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            child = int(status.parent.name)
            found |= {child} | below(child)
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; what has ended and is waited for by nobody counts as gone."""
    states = {}
    for pid in pids:
        try:
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return {pid for pid, state in states.items() if state != "Z"}


def announced(process) -> list[str]:
    """What was said until the accounts have been named."""
    lines = []
    while not lines or not lines[-1].strip().endswith("administrator"):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line)
    return lines


def test_a_killed_demonstration_leaves_no_process_behind(installation, port):
    running = installation.start("-c", SERVE, str(port))
    started: set[int] = set()
    try:
        announced(running)
        started = below(running.pid)
        assert len(started) >= 3, "the server, a process of the server's own, and the worker"
        os.kill(running.pid, signal.SIGKILL)
        running.wait(timeout=10)
        wait_until(lambda: not alive(started), within=40)
    finally:
        running.kill()
        for pid in alive(started):
            os.kill(pid, signal.SIGKILL)
        running.stdout.close()
        running.stderr.close()


def test_the_address_and_the_accounts_come_after_the_mail_that_waited(installation, port):
    installation.python(INVITE)
    running = installation.start("-c", SERVE, str(port))
    try:
        lines = announced(running)
        assert installation.value("SELECT count(*) FROM mail_outgoingmessage WHERE sent_at IS NULL") == 0
        assert [line for line in lines if re.match(rf"Samsyn is at http://localhost:{port} ", line)]
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=40) == 0
    finally:
        running.kill()
        running.communicate()
