"""An installation in production, as the operator starts it: a server and a worker, each a process of its own."""

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.installation import Installation, wait_until


@contextmanager
def in_production(installation: Installation) -> Iterator[tuple[str, Installation]]:
    """Serve an installation on a free port; its address, and the installation as it is served."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    production = {"SAMSYN_MODE": "production", "SAMSYN_EMAIL_HOST": "console", "SAMSYN_BASE_URL": address}
    served = replace(installation, settings=production)
    written = installation.data / "processes.log"
    log = written.open("w")
    server = _start(served, log, "serve", "--port", str(port), "--workers", "1")
    worker = _start(served, log, "worker")
    try:
        wait_until(lambda: "is at work" in written.read_text() or worker.poll() is not None)
        wait_until(lambda: _answers(address) or server.poll() is not None)
        assert (server.poll(), worker.poll()) == (None, None), written.read_text()
        yield address, served
    finally:
        for process in (server, worker):
            process.send_signal(signal.SIGTERM)
        for process in (server, worker):
            process.wait(timeout=30)
        log.close()


def _start(served: Installation, log, *arguments: str) -> subprocess.Popen[bytes]:
    """With its words in a file: a pipe that nobody empties would stop it in the end."""
    command = [sys.executable, "-m", "samsyn.web.cli", *arguments]
    return subprocess.Popen(command, env=served.environment(), cwd=served.data, stdout=log, stderr=subprocess.STDOUT)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
