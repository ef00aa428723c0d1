"""Many people at once before a real server, each of whom tries again until the server says that it was received."""

import http.client
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.installation import Installation, wait_until

COOKIE = "samsyn-session"
TOKEN = "c" * 32
PATIENCE = 120.0
"""Seconds until somebody gives up: no test says how fast the machine has to be."""


@dataclass(slots=True)
class Sent:
    """What somebody sent: how often it was tried, the last status, and how long it took (seconds)."""

    status: int = 0
    tries: int = 0
    took: float = 0.0


@dataclass(slots=True)
class Served:
    """A server with two workers, on a port."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    threads: list[threading.Thread] = field(default_factory=list)

    def workers(self) -> list[int]:
        """The processes that answer: those that the server has started and that have loaded the site."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children if b"resource_tracker" not in _command(child)]


@contextmanager
def served(installation: Installation, port: int) -> Iterator[Served]:
    """Start the server as the operator does, with two workers; stop it at the end."""
    log = installation.data / "server.log"
    command = [sys.executable, "-m", "samsyn.web.cli", "serve", "--port", str(port), "--workers", "2"]
    with log.open("w") as written:
        process = subprocess.Popen(command, env=installation.environment(), stdout=written, stderr=written)
        try:
            wait_until(lambda: _answers(port) or process.poll() is not None)
            assert process.poll() is None, log.read_text()
            yield Served(process, port, log)
        finally:
            process.terminate()
            process.wait(timeout=30)


def send(port: int, session: str, address: str, content: dict[str, str]) -> Sent:
    """Post a form until it has been received (or refused): as the pages' script does, again after every fault."""
    sent, began, wait = Sent(), time.monotonic(), 0.05
    while time.monotonic() < began + PATIENCE:
        sent.tries += 1
        try:
            sent.status = _post(port, session, address, content)
        except (OSError, http.client.HTTPException):
            sent.status = 0
        if sent.status and sent.status < 500:
            break
        time.sleep(wait + random.random() * wait)
        wait = min(2 * wait, 1.0)
    sent.took = time.monotonic() - began
    return sent


def together(
    tasks: list[Callable[[], Sent]], *, within: float, meanwhile: Callable[[], None] | None = None
) -> list[Sent]:
    """Everybody at a random moment within so many seconds; `meanwhile` happens in this thread."""
    found: list[Sent] = [Sent() for _task in tasks]

    def work(place: int) -> None:
        time.sleep(random.random() * within)
        found[place] = tasks[place]()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    if meanwhile is not None:
        meanwhile()
    for thread in threads:
        thread.join()
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _post(port: int, session: str, address: str, content: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=25)
    try:
        headers = {
            "Host": "localhost",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{COOKIE}={session}; samsyn-csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
        }
        connection.request("POST", address, urlencode(content), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/meetings/", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False


def _command(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b"resource_tracker"
