"""Fetching over HTTP, with care: for whom we ask, how long we wait, how much we take, and where it leads.

The standard library's client, because the connection itself must be ours: the name is looked up once, every address
that it has must be a public one, and we connect to one of these and to nothing else, so that neither a redirect nor a
name that changes its address between check and use can lead into the office's own network.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from samsyn.sources.errors import FetchFailed, Place
from samsyn.sources.problems import Cure, Problem

CHUNK = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
WAIT_AND_ASK_AGAIN = {429, 502, 503, 504}
SHOWN_OF_ANSWER = 300

Tick = Callable[[], None]
"""Called while we wait and while data arrives; what it raises (a cancelled job) ends the fetch."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service is asked."""

    timeout: float = 30.0
    """Seconds without a byte."""
    deadline: float = 300.0
    """Seconds for one whole answer."""
    largest: int = 256 * 2**20
    """Bytes of one answer, unpacked."""
    pause: float = 0.5
    """Seconds between two questions."""
    attempts: int = 6
    """How often the same is asked of a service that says "later"."""
    longest_pause: float = 120.0
    """Seconds that we let a service make us wait."""
    redirects: int = 3
    private_hosts: frozenset[str] = frozenset()
    """Hosts on private networks that the administrator allows, by name."""
    agent: str = "Samsyn (regional statistics)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered. `headers` are by lower-case name."""

    address: str
    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(slots=True)
class Client:
    """Asks politely: one question at a time, a pause between, and longer where the service says so."""

    policy: Policy = field(default_factory=Policy)
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _free_at: float = 0.0

    def get(self, address: str, tick: Tick | None = None) -> Answer:
        """The answer to a question without a body."""
        return self._asked(address, None, tick or _silent)

    def post(self, address: str, body: bytes, tick: Tick | None = None) -> Answer:
        """The answer to a question with a JSON body."""
        return self._asked(address, body, tick or _silent)

    def _asked(self, address: str, body: bytes | None, tick: Tick) -> Answer:
        for attempt in range(self.policy.attempts):
            self._wait(self._free_at - self.now(), tick)
            answer = self._followed(address, body, tick)
            self._free_at = self.now() + self.policy.pause
            if answer.status not in WAIT_AND_ASK_AGAIN:
                return answer
            backing_off = min(self.policy.longest_pause, max(self.policy.pause, 1.0) * 2.0**attempt)
            self._free_at = self.now() + self._asked_to_wait(answer, backing_off)
        problem, cure = Problem.TOO_MANY_CALLS, Cure.LATER
        if answer.status != 429:
            problem = Problem.NO_ANSWER
        raise FetchFailed(problem, cure, place=_place(address), status=answer.status, found=shown(answer))

    def _asked_to_wait(self, answer: Answer, otherwise: float) -> float:
        said = answer.headers.get("retry-after", "").strip()
        asked = float(said[:9]) if said.isascii() and said.isdigit() else _until(said, answer.headers.get("date", ""))
        seconds = otherwise if asked is None else asked
        if seconds > self.policy.longest_pause:
            raise FetchFailed(
                Problem.TOO_MANY_CALLS, Cure.LATER, place=_place(answer.address), status=answer.status, found=said
            )
        return max(seconds, self.policy.pause)

    def _wait(self, seconds: float, tick: Tick) -> None:
        while seconds > 0:
            tick()
            self.sleep(min(seconds, 1.0))
            seconds -= 1.0

    def _followed(self, address: str, body: bytes | None, tick: Tick) -> Answer:
        started = address
        for _hop in range(self.policy.redirects + 1):
            answer = self._once(address, body, tick)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            onward = urljoin(address, answer.headers["location"])
            if urlsplit(address).scheme == "https" and urlsplit(onward).scheme != "https":
                raise FetchFailed(Problem.BAD_ADDRESS, Cure.CHECK_ADDRESS, place=_place(started), found=onward)
            address = onward
            if answer.status in {301, 302, 303}:
                body = None
        raise FetchFailed(Problem.TOO_MANY_REDIRECTS, Cure.CHECK_ADDRESS, place=_place(started))

    def _once(self, address: str, body: bytes | None, tick: Tick) -> Answer:
        parts = _parts(address)
        place = _place(address)
        headers = {"User-Agent": self.policy.agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        end = self.now() + self.policy.deadline
        connection = _connection(parts, self.policy)
        try:
            connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
            response = connection.getresponse()
            data = self._received(response, end, tick, place)
        except TimeoutError as error:
            raise FetchFailed(Problem.TOO_SLOW, Cure.FETCH_AGAIN, place=place) from error
        except (http.client.IncompleteRead, http.client.RemoteDisconnected, ConnectionResetError) as error:
            raise FetchFailed(Problem.CUT_SHORT, Cure.FETCH_AGAIN, place=place) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchFailed(Problem.NO_ANSWER, Cure.LATER, place=place, found=str(error)) from error
        finally:
            connection.close()
        return Answer(address, response.status, {k.lower(): v for k, v in response.getheaders()}, data)

    def _received(self, response: http.client.HTTPResponse, end: float, tick: Tick, place: Place) -> bytes:
        declared = response.length
        unpack = _Unpacker(response.getheader("Content-Encoding", ""), self.policy.largest, place)
        arrived = 0
        while chunk := response.read1(CHUNK):
            arrived += len(chunk)
            unpack.take(chunk)
            tick()
            if self.now() > end:
                raise FetchFailed(Problem.TOO_SLOW, Cure.FETCH_AGAIN, place=place)
        if declared is not None and arrived != declared:
            raise FetchFailed(Problem.CUT_SHORT, Cure.FETCH_AGAIN, place=place, found=f"{arrived} of {declared}")
        return unpack.whole()


class _Unpacker:
    """Collects an answer, gzipped or plain, and stops where it grows too large."""

    def __init__(self, encoding: str, largest: int, place: Place) -> None:
        self.gzip = zlib.decompressobj(wbits=31) if encoding.strip().lower() in {"gzip", "x-gzip"} else None
        if self.gzip is None and encoding.strip().lower() not in {"", "identity"}:
            raise FetchFailed(Problem.BROKEN, Cure.DOWNLOAD, place=place, found=encoding)
        self.left = largest
        self.place = place
        self.parts: list[bytes] = []

    def take(self, chunk: bytes) -> None:
        """One more piece as it came."""
        if self.gzip is not None:
            try:
                chunk = self.gzip.decompress(chunk, self.left + 1)
            except zlib.error as error:
                raise FetchFailed(Problem.BROKEN, Cure.FETCH_AGAIN, place=self.place) from error
        self.left -= len(chunk)
        if self.left < 0:
            raise FetchFailed(Problem.TOO_LARGE, Cure.SMALLER, place=self.place)
        self.parts.append(chunk)

    def whole(self) -> bytes:
        """All of it."""
        if self.gzip is not None and self.parts and not self.gzip.eof:
            raise FetchFailed(Problem.CUT_SHORT, Cure.FETCH_AGAIN, place=self.place)
        return b"".join(self.parts)


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was vetted."""

    vetted: tuple[str, int]

    def connect(self) -> None:
        self.sock = socket.create_connection(self.vetted, self.timeout)


class _Secure(http.client.HTTPSConnection):
    """The same, with the certificate checked for the name that was asked for."""

    vetted: tuple[str, int]
    context: ssl.SSLContext

    def connect(self) -> None:
        plain = socket.create_connection(self.vetted, self.timeout)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def shown(answer: Answer) -> str:
    """The beginning of an answer, for a message."""
    return " ".join(answer.data[:SHOWN_OF_ANSWER].decode("utf-8", "replace").split())


def refused(answer: Answer) -> FetchFailed:
    """The error for an answer that is not data."""
    return FetchFailed(
        Problem.REFUSED,
        Cure.CHECK_ADDRESS,
        place=_place(answer.address),
        found=f"{answer.status} {shown(answer)}",
        status=answer.status,
    )


def _connection(parts: SplitResult, policy: Policy) -> "_Plain | _Secure":
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    vetted = (_vetted(host, port, policy), port)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        secure = _Secure(host, port, timeout=policy.timeout, context=context)
        secure.vetted, secure.context = vetted, context
        return secure
    plain = _Plain(host, port, timeout=policy.timeout)
    plain.vetted = vetted
    return plain


def _vetted(host: str, port: int, policy: Policy) -> str:
    """One address of the host, once all that it has are public."""
    place = Place(host)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(Problem.NO_ANSWER, Cure.CHECK_ADDRESS, place=place, found=str(error)) from error
    addresses = [str(entry[4][0]) for entry in found]
    if host not in policy.private_hosts and not (addresses and all(map(_public, addresses))):
        raise FetchFailed(Problem.PRIVATE_ADDRESS, Cure.CHECK_ADDRESS, place=place)
    return addresses[0]


def _public(text: str) -> bool:
    address = ipaddress.ip_address(text.split("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and address.is_global and not inner.is_multicast)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        usable = usable and parts.port != 0 and address.isascii() and address.isprintable() and " " not in address
    except ValueError:
        usable = False
    if not usable:
        raise FetchFailed(Problem.BAD_ADDRESS, Cure.CHECK_ADDRESS, place=_place(address))
    return parts


def _place(address: str) -> Place:
    return Place(address.split("?")[0].split("@")[-1][:200])


def _until(said: str, date: str) -> float | None:
    """Seconds from the answer's own date to the date that it says, by the service's clock alone."""
    try:
        return (parsedate_to_datetime(said) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):
        return None


def _silent() -> None:
    return None
