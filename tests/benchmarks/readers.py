"""Readers of a page of a running server, many at once, each with a connection of its own."""

import http.client
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

READERS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, in milliseconds: at the client, and what the server says that it took and used of a processor."""

    client: float
    server: float
    processor: float


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in who asks for pages that must hold the `mark`."""

    port: int
    cookie: str
    mark: bytes

    def read(self, path: str, times: int = 1) -> list[Reading]:
        """Ask for the page several times on one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return [self._read(connection, path) for _each in range(times)]
        finally:
            connection.close()

    def _read(self, connection: http.client.HTTPConnection, path: str) -> Reading:
        asked = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read()
        took = 1000 * (time.perf_counter() - asked)
        if answer.status != 200 or self.mark not in body:
            raise RuntimeError(f"{path} answered {answer.status} {answer.headers.get('Location', '')}")
        told = dict(each.strip().split(";dur=") for each in answer.headers["Server-Timing"].split(","))
        return Reading(took, float(told["app"]), float(told["cpu"]))


def together(reader: Reader, path: str, times: int) -> list[Reading]:
    """What `READERS` meet who all ask at the same time, each so many times."""
    start = threading.Barrier(READERS)

    def read(_number: int) -> list[Reading]:
        start.wait()
        return reader.read(path, times)

    with ThreadPoolExecutor(READERS) as pool:
        return [reading for readings in pool.map(read, range(READERS)) for reading in readings]


def after_changes(reader: Reader, path: str, change: Callable[[], object], times: int) -> list[Reading]:
    """What one reader meets who is the first to ask after each of so many changes."""
    found = []
    for _each in range(times):
        change()
        found += reader.read(path)
    return found


def amid_changes(reader: Reader, path: str, change: Callable[[], object], times: int) -> list[Reading]:
    """What `READERS` meet who ask all the time while something changes every second."""
    done = threading.Event()

    def keep_changing() -> None:
        while not done.wait(1.0):
            change()

    changing = threading.Thread(target=keep_changing)
    changing.start()
    try:
        return together(reader, path, times)
    finally:
        done.set()
        changing.join()
