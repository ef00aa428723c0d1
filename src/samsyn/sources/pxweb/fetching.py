"""Fetching a PxWeb table: what it holds, what the service allows, then the data in parts that the caller keeps."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote

from samsyn.sources.errors import FetchFailed, Place
from samsyn.sources.fetching import Answer, Client, refused, shown
from samsyn.sources.files import Source
from samsyn.sources.jsonstat import Cube, joined
from samsyn.sources.jsonstat import read as read_cube
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.pxweb import queries
from samsyn.sources.pxweb.metadata import (
    Limits,
    Table,
    read_limits_v1,
    read_limits_v2,
    read_table_v1,
    read_table_v2,
)

TOO_MANY_CELLS = {403, 413}
"""What a service answers to a question for more cells than it gives: 403 in both versions, 413 at some."""

Progress = Callable[[int, int], None]
"""Told parts done and parts in all; may raise, to cancel. What has arrived is in the store."""


class Store(Protocol):
    """Where the caller keeps parts, by key, so that a broken-off fetch goes on where it was."""

    def get(self, key: str) -> bytes | None:
        """The part, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the part."""


@dataclass(frozen=True, slots=True)
class Address:
    """A table at a service. Version 1: `table` is a path ("AM/AM0210/..."); version 2: an id ("TAB1830")."""

    base: str
    version: int
    table: str
    language: str = "sv"

    @property
    def metadata(self) -> str:
        """Where the table says what it holds."""
        table = quote(self.table, safe="/")
        if self.version == 1:
            return f"{self.base}/{table}"
        return f"{self.base}/tables/{table}/metadata?lang={quote(self.language)}"

    @property
    def data(self) -> str:
        """Where the question is put."""
        table = quote(self.table, safe="/")
        if self.version == 1:
            return f"{self.base}/{table}"
        return f"{self.base}/tables/{table}/data?lang={quote(self.language)}&outputFormat=json-stat2"

    @property
    def config(self) -> str:
        """Where the service says what it allows."""
        return f"{self.base}/?config" if self.version == 1 else f"{self.base}/config"


def fetch_limits(client: Client, address: Address) -> Limits:
    """What the service allows."""
    source = _got(client, address.config)
    return read_limits_v1(source) if address.version == 1 else read_limits_v2(source)


def fetch_table(client: Client, address: Address) -> tuple[Table, Source]:
    """What the table holds, and the bytes that say so."""
    source = _got(client, address.metadata)
    return (read_table_v1(source) if address.version == 1 else read_table_v2(source)), source


def paced(client: Client, limits: Limits) -> Client:
    """The client with pauses that keep within the service's calls a time window."""
    if not limits.calls:
        return client
    pause = max(client.policy.pause, limits.seconds / limits.calls)
    return replace(client, policy=replace(client.policy, pause=pause))


def fetch(
    client: Client,
    address: Address,
    selection: queries.Selection,
    limits: Limits,
    *,
    store: Store,
    progress: Progress | None = None,
) -> list[Source]:
    """The answers that together hold the selection, in order; `read` makes one cube of them.

    A part that the store has is not asked for. A part that the service refuses as too large is split further.
    """
    waiting = deque(queries.parts(selection, limits.cells))
    done: list[Source] = []
    while waiting:
        _tell(progress, len(done), len(done) + len(waiting))
        part = waiting.popleft()
        data = _part(client, address, part, store, lambda: _tell(progress, len(done), len(done) + len(waiting) + 1))
        if data is None:
            waiting.extendleft(reversed(queries.halves(part)))
        else:
            done.append(Source(f"{address.table} ({len(done) + 1})", data))
    _tell(progress, len(done), len(done))
    return done


def read(answers: list[Source]) -> Cube:
    """The cube that the answers make together."""
    return joined([read_cube(answer) for answer in answers])


def _part(
    client: Client, address: Address, part: queries.Selection, store: Store, tick: Callable[[], None]
) -> bytes | None:
    """The answer for one part; None if it is too large for the service and can be split."""
    body = queries.body_v1(part) if address.version == 1 else queries.body_v2(part)
    key = queries.key(address.data, body)
    kept = store.get(key)
    if kept is not None:
        return kept
    answer = client.post(address.data, body, tick)
    if answer.status in TOO_MANY_CELLS and queries.cells(part) > 1:
        return None
    _checked(answer)
    # Only what can be read is kept: a broken answer is asked for again next time.
    read_cube(Source(address.table, answer.data))
    store.put(key, answer.data)
    return answer.data


def _got(client: Client, address: str) -> Source:
    answer = client.get(address)
    _checked(answer)
    return Source(address.split("?")[0], answer.data)


def _checked(answer: Answer) -> None:
    if answer.status != 200:
        raise refused(answer)
    if not answer.data:
        raise FetchFailed(Problem.EMPTY, Cure.LATER, place=Place(answer.address), found=shown(answer), status=200)


def _tell(progress: Progress | None, done: int, all_of_them: int) -> None:
    if progress is not None:
        progress(done, all_of_them)
