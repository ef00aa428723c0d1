"""How long the whole-plan page of the large plan takes: printed as one table. Run in an installation.

The readers are signed in as an officer and meet the real server, started as `samsyn serve` starts it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from samsyn.foundation.accounts.models import User  # noqa: E402
from samsyn.foundation.audit import operations as audit  # noqa: E402
from samsyn.plans.models import Plan  # noqa: E402
from samsyn.plans.views import plans as views  # noqa: E402
from tests.benchmarks import figures, plain_page, readers  # noqa: E402
from tests.benchmarks.figures import Line, Table, line  # noqa: E402
from tests.benchmarks.readers import Reader, Reading  # noqa: E402

PORT = 8765
COLUMNS = ("server p50", "p95", "p99", "processor p50", "client p50", "p95", "p99")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped too
    plan = Plan.objects.get(title="Stor plan")
    whole, narrow = f"/plans/{plan.key}/", f"/plans/{plan.key}/?state=at_risk"
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="officer@bench.example"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    reader = Reader(PORT, cookie, b"Stor plan")
    queries = [_queries(client, path) for path in (whole, whole, narrow)]
    size = len(client.get(whole).content)
    with _served():
        for _each in range(4):
            readers.together(reader, whole, 1)  # all workers have loaded and are warm
        lines = [
            found for name, path in (("", whole), (", at risk only", narrow)) for found in _lines(reader, name, path)
        ]
    notes = [
        (
            f"Queries: {queries[0]} at the first view after a change, {queries[1]} when kept, {queries[2]} narrowed. "
            f"The page is {size / 1e6:.1f} MB."
        ),
        _peer(client, plan),
        "Aims: server p95 under 100 ms, fewer than 25 queries.",
    ]
    title = f"The whole-plan page on {connection.vendor} (2 workers x 2 threads)"
    print(Table(title, COLUMNS, tuple(lines), tuple(notes)).dumped())


def _lines(reader: Reader, name: str, path: str) -> Iterator[Line]:
    yield _line(f"first view after a change{name}", readers.after_changes(reader, path, _change, 30))
    yield _line(f"20 readers, kept{name}", readers.together(reader, path, 10))
    yield _line(f"20 readers, a change a second{name}", readers.amid_changes(reader, path, _change, 10))


def _line(what: str, found: list[Reading]) -> Line:
    processor = f"{figures.percentile([each.processor for each in found], 50):.0f} ms"
    server = figures.percentiles(each.server for each in found)
    return line(what, *server, processor, *figures.percentiles(each.client for each in found))


def _change() -> None:
    """The least that makes every kept page stale: an entry in the audit log."""
    audit.record(verb="bench.changed", subject="bench:0", by=None, at=timezone.now())


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _peer(client: Client, plan: Plan) -> str:
    """Ours against the obvious way, in this process and without anything kept: the processor's time of the tree."""
    today = timezone.localdate()
    request = client.get(f"/plans/{plan.key}/").wsgi_request
    theirs_made, ours_made = plain_page.page(plan, on=today), views._body(request, plan)
    theirs_rows, ours_rows = (made.count('class="plan-row ') for made in (theirs_made, ours_made))
    if abs(theirs_rows - ours_rows) > 60:  # areas are sections with us, rows there
        raise RuntimeError(f"the peer shows {theirs_rows} rows, the page {ours_rows}")
    theirs = figures.taken(lambda: plain_page.page(plan, on=today), 3)
    ours = figures.taken(lambda: views._body(request, plan), 5)
    return (
        f"Peer (ORM instances, prefetch_related, recursive template), nothing kept: processor "
        f"{figures.milliseconds(theirs.processor)} against {figures.milliseconds(ours.processor)}, "
        f"{figures.ratio(ours.processor, theirs.processor)}."
    )


@contextmanager
def _served() -> Iterator[None]:
    command = [sys.executable, "-m", "samsyn.web.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(server: subprocess.Popen[bytes]) -> None:
    for _each in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}; is port {PORT} taken?")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start within a minute")


if __name__ == "__main__":
    main()
