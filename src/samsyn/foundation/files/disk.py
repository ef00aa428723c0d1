"""The bytes on the disk: ``files/ab/abcdef...``, each under its SHA-256, written whole or not at all."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

CHUNK = 1 << 20


class TooLarge(Exception):
    """More bytes than the limit."""


def path_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


@contextmanager
def nothing_swept(folder: Path) -> Iterator[None]:
    """While this is held, no bytes are removed (many may hold it at once)."""
    with _lock(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def nobody_storing(folder: Path) -> Iterator[None]:
    """While this is held, no bytes are added or read for a backup."""
    with _lock(folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(folder: Path, kind: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, kind)
        yield


@contextmanager
def incoming(folder: Path, source: IO[bytes], *, limit: int | None = None) -> Iterator[tuple[Path, str, int]]:
    """Copy a stream to a temporary file beside its place; gives its path, SHA-256 and size. Raises `TooLarge`."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as target:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if limit is not None and size > limit:
                    raise TooLarge
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        yield Path(name), digest.hexdigest(), size
    finally:
        Path(name).unlink(missing_ok=True)


def settle(folder: Path, temporary: Path, sha256: str) -> Path:
    """Move a temporary file to its place. What is there already has the same bytes, and is made new again."""
    place = path_of(folder, sha256)
    place.parent.mkdir(exist_ok=True)
    temporary.replace(place)
    flush_folder(place.parent)
    return place


def flush_folder(folder: Path) -> None:
    """Make a rename in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def every(folder: Path) -> Iterator[Path]:
    """Every stored file, and what crashes left half written."""
    yield from folder.glob("[0-9a-f][0-9a-f]/*")
    yield from folder.glob(".incoming-*")
