"""Bytes that were given: measured before they are read, kept as they came."""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

from samsyn.sources.errors import Place, TooLarge, Unreadable
from samsyn.sources.problems import Cure, Problem

LARGEST_FILE = 512 * 2**20
"""Bytes of one file. The largest table of commuting between all of Sweden's municipalities is a thirtieth of it."""

LARGEST_UNPACKED = 2**30
"""Bytes that one packed file may become."""

MOST_CELLS = 50_000_000
"""Values in one table or cube; also the largest matrix, of 7,071 areas."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given. `data` is never changed."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) > LARGEST_FILE:
            raise _too_large(self.name, len(self.data))
        if not self.data:
            raise Unreadable(Problem.EMPTY, Cure.ANOTHER_FILE, place=self.place)

    @property
    def place(self) -> Place:
        """The file as a place."""
        return Place(self.name)

    @property
    def sha256(self) -> str:
        """What the bytes are kept under."""
        return hashlib.sha256(self.data).hexdigest()


def opened(path: Path) -> Source:
    """The file at `path`, measured before a byte of it is read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(Problem.NOT_A_FILE, Cure.ANOTHER_FILE, place=Place(path.name))
        if found.st_size > LARGEST_FILE:
            raise _too_large(path.name, found.st_size)
        with path.open("rb") as file:
            return Source(path.name, file.read(LARGEST_FILE + 1))
    except OSError as error:
        found_text = error.strerror or ""
        raise Unreadable(Problem.NOT_A_FILE, Cure.ANOTHER_FILE, place=Place(path.name), found=found_text) from error


def _too_large(name: str, size: int) -> TooLarge:
    return TooLarge(
        Problem.TOO_LARGE,
        Cure.SMALLER,
        place=Place(name),
        found=f"{size / 2**20:.0f} MiB",
        expected=f"{LARGEST_FILE / 2**20:.0f} MiB",
    )
