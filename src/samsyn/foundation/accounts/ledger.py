"""The erasure ledger: a file outside the database that remembers which ids were erased, and nothing about whom.

One line an erasure, ``ISO-time kind key``, appended and forced to the disk. A restored backup may hold people who
have been erased since it was made; the ledger says whom to erase again. It is never taken back by a restore.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NAME = "erasures.log"


@dataclass(frozen=True, slots=True)
class Erasure:
    """That something was erased: `kind` is ``account`` or ``person``, `key` its id."""

    at: datetime
    kind: str
    key: str

    def line(self) -> str:
        if any(part.split() != [part] for part in (self.kind, self.key)):
            raise ValueError(f"kind and key are words: {self.kind!r} {self.key!r}")
        return f"{self.at.isoformat()} {self.kind} {self.key}"


class LedgerDamaged(ValueError):
    """A line of the ledger cannot be read. The message names the file and the line."""


def append(folder: Path, erasure: Erasure) -> None:
    """Add one line, and return when it is on the disk."""
    append_all(folder, [erasure])


def append_all(folder: Path, erasures: Iterable[Erasure]) -> None:
    """Add lines in one write, and return when they are on the disk."""
    text = "".join(f"{erasure.line()}\n" for erasure in erasures)
    path = folder / NAME
    _drop_cut_line(path)
    with path.open("a", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> list[Erasure]:
    """Every erasure, in order; none where the file is not there. A last line cut short by a crash is passed over."""
    path = folder / NAME
    if not path.exists():
        return []
    return parse(path.read_text(encoding="ascii"), path.name)


def parse(text: str, name: str) -> list[Erasure]:
    """The erasures in a ledger's text; `name` is what messages call it."""
    *lines, _cut = text.split("\n")
    return [_parsed(name, number, line) for number, line in enumerate(lines, 1) if line]


def merge(folder: Path, others: Iterable[Erasure]) -> list[Erasure]:
    """Add the erasures that the ledger does not know yet (from a backup's copy); all of them, in order of time."""
    known = read(folder)
    append_all(folder, [erasure for erasure in others if erasure not in known])
    return sorted(read(folder), key=lambda erasure: erasure.at)


def _drop_cut_line(path: Path) -> None:
    """Each line is one write; what stands after the last line's end is a write that a crash cut short."""
    if path.exists() and not (content := path.read_bytes()).endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)


def _parsed(name: str, number: int, line: str) -> Erasure:
    try:
        at, kind, key = line.split(" ")
        return Erasure(datetime.fromisoformat(at), kind, key)
    except ValueError as error:
        raise LedgerDamaged(f"{name}, line {number}: expected 'time kind key', found {line!r}") from error
