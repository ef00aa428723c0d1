"""A local service that speaks HTTP, answering as it is told, for the tests of fetching."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from samsyn.sources.fetching import Client, Policy


@dataclass(frozen=True)
class Asked:
    """One question that the service was put."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Said:
    """What it answers. `declared` is the length that it says; the rest of the answer never comes."""

    data: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    chunked: bool = False


@dataclass
class Service:
    """Where it is, and what it was asked."""

    base: str = ""
    asked: list[Asked] = field(default_factory=list)


class Time:
    """A clock that goes forward only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def client(time: Time | None = None, **policy: object) -> Client:
    """A client that may ask the local service, and waits in no time."""
    time = time or Time()
    allowed = {"private_hosts": frozenset({"127.0.0.1", "localhost"}), "timeout": 5.0, **policy}
    return Client(Policy(**allowed), sleep=time.sleep, now=lambda: time.now)


@contextmanager
def service(answer: Callable[[Asked], Said]) -> Iterator[Service]:
    """The service, for as long as the block lasts."""
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            told.asked.append(asked)
            said = answer(asked)
            self.send_response_only(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(len(said.data) if said.declared is None else said.declared))
            self.end_headers()
            if said.chunked:
                self.wfile.write(b"%x\r\n" % (said.declared or len(said.data)) + said.data + b"\r\n")
                self.wfile.write(b"" if said.declared else b"0\r\n\r\n")
            else:
                self.wfile.write(said.data)
            self.close_connection = True

        do_GET = do_POST = _answer

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
