"""A council of two hundred before the real server: voting at once, and 250 screens that follow. Printed as one table.

Run in an installation; started as `samsyn serve` starts it, with two workers.
"""

import http.client
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from samsyn.meetings.models import AgendaItem, Meeting, Vote  # noqa: E402
from samsyn.meetings.operations import votes  # noqa: E402
from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import Line, Table, line  # noqa: E402
from tests.installation import Installation  # noqa: E402
from tests.meetings import council, crowd  # noqa: E402

COLUMNS = ("p50", "p95", "p99", "sent again", "failed", "processor", "memory")
SCREENS = 250
SECONDS = 20.0
EVERY = 1.2
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    made = council.build("open")
    where = Installation(Path(os.environ["SAMSYN_DATA"]), os.environ.get("DATABASE_URL", ""))
    with crowd.served(where, crowd.free_port()) as server:
        for _each in range(8):  # all workers have loaded and are warm
            Screen(server.port, made["delegates"][0], made["meeting"]).ask()
        lines = [*_bursts(server, made), *_screens(server, made)]
    title = f"A council of 200 on {connection.vendor} (2 workers x 2 threads)"
    notes = (
        "Votes: from the first attempt until it has been received. Screens: one conditional request every 1.2 s each,",
        "with the delegate's page; the processor's time is that of the server for each second, memory of both workers.",
    )
    print(Table(title, COLUMNS, tuple(lines), notes).dumped())


def _bursts(server: crowd.Served, made: dict) -> Iterator[Line]:
    for kind, within in (("open", 1.0), ("open", 10.0), ("secret", 1.0), ("secret", 10.0)):
        address = f"/meetings/votes/{_vote(kind).key}/cast/"
        tasks = [
            lambda session=session, address=address: crowd.send(server.port, session, address, {"choice": "yes"})
            for session in made["delegates"]
        ]
        with _measured(server) as used:
            sent = crowd.together(tasks, within=within)
        took = [1000 * each.took for each in sent]
        again, failed = sum(each.tries - 1 for each in sent), sum(each.status != 204 for each in sent)
        yield line(
            f"200 {kind} votes within {within:.0f} s", *figures.percentiles(took), str(again), str(failed), *used
        )


def _screens(server: crowd.Served, made: dict) -> Iterator[Line]:
    _vote("open")
    for name, change in (("nothing happens", None), ("a change every 4 s", 4.0)):
        screens = [Screen(server.port, made["delegates"][n % 200], made["meeting"]) for n in range(SCREENS)]
        for each in screens:
            each.ask()
        with _measured(server) as used:
            failed, took = _watch(screens, change)
        yield line(f"{SCREENS} screens, {name}", *figures.percentiles(took), "", str(failed), *used)


def _watch(screens: list["Screen"], change: float | None) -> tuple[int, list[float]]:
    threads = [threading.Thread(target=each.watch, args=(n * EVERY / SCREENS,)) for n, each in enumerate(screens)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    while change and time.monotonic() < began + SECONDS - change:
        time.sleep(change)
        Meeting.objects.update(modified_at=timezone.now())  # the least that makes every screen stale
    for thread in threads:
        thread.join()
    return sum(each.failed for each in screens), [one for each in screens for one in each.took]


class Screen:
    """A delegate's page that asks for itself."""

    def __init__(self, port: int, session: str, meeting: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.address = f"/meetings/{meeting}/here/?part"
        self.headers = {"Host": "localhost", "Cookie": f"{crowd.COOKIE}={session}", "HX-Request": "true"}
        self.tag, self.failed, self.took = "", 0, list[float]()

    def watch(self, delay: float) -> None:
        time.sleep(delay)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            began = time.monotonic()
            self.ask()
            self.took.append(1000 * (time.monotonic() - began))
            time.sleep(EVERY)

    def ask(self) -> None:
        try:
            self.connection.request("GET", self.address, headers=self.headers | {"If-None-Match": self.tag})
            answer = self.connection.getresponse()
            answer.read()
            self.tag = answer.headers.get("ETag", "")
            self.failed += answer.status not in (200, 304)
        except (OSError, http.client.HTTPException):
            self.failed += 1
            self.connection.close()


def _vote(kind: str) -> Vote:
    """A new vote of a kind; the one before is closed."""
    for each in Vote.objects.filter(state="open"):
        votes.close_vote(each, by=None, at=timezone.now(), casting="yes")
    return council.put(AgendaItem.objects.get(meeting__organ__code="council"), kind, timezone.now())


@contextmanager
def _measured(server: crowd.Served) -> Iterator[list[str]]:
    """Fills in what the server's workers used of the processor for each second, and their memory at the end."""
    found: list[str] = []
    began, before = time.monotonic(), _processor(server)
    yield found
    share = (_processor(server) - before) / (time.monotonic() - began)
    found += [f"{share:.2f} s/s", figures.megabytes(_memory(server))]


def _processor(server: crowd.Served) -> float:
    used = 0
    for pid in server.workers():
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(parts[11]) + int(parts[12])
    return used / TICK


def _memory(server: crowd.Served) -> float:
    kilobytes = 0
    for pid in server.workers():
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        kilobytes += next(int(row.split()[1]) for row in status if row.startswith("VmRSS"))
    return kilobytes / 1024


if __name__ == "__main__":
    sys.exit(main())
