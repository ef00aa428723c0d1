"""The archive as a file: written whole or not at all, verified whole before it is used."""

import fcntl
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from samsyn.foundation.files.disk import flush_folder
from samsyn.web.backup import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
LEDGER = "erasures.log"
CHUNK = 1 << 20

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Member:
    """What the manifest says of a member."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive is: who made it, when, and what is in it."""

    format: int
    version: str
    made_at: datetime
    migrations: list[str]
    rows: dict[str, int]
    members: dict[str, Member] = field(default_factory=dict)

    def encoded(self) -> bytes:
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1, sort_keys=True).encode()

    @classmethod
    def decoded(cls, data: bytes) -> "Manifest":
        read: dict[str, Any] = json.loads(data)
        if read.get("format") != FORMAT:
            raise BackupError(
                f"The archive has format {read.get('format')!r}, and this version of Samsyn reads format {FORMAT}. "
                f"Restore it with Samsyn {read.get('version', 'of its own version')}."
            )
        read["made_at"] = datetime.fromisoformat(read["made_at"])
        read["members"] = {name: Member(**member) for name, member in read["members"].items()}
        return cls(**read)


class Writer:
    """Adds members to an archive, remembering their checksums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.members[name] = Member(digest.hexdigest(), size)

    def finish(self, manifest: Manifest) -> None:
        self._archive.writestr(MANIFEST, manifest.encoded())


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new archive, under a name of its own until all of it is on the disk; then it takes the place of `path`.

    Raises `BackupError` where another backup is being written there, or the disk refuses.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        handle = os.open(partial, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise BackupError(f"{partial.parent} cannot be written to: {error.strerror}.") from error
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup is being written to {path} at this moment.") from error
        try:
            file.truncate()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
            partial.replace(path)
            flush_folder(path.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise BackupError(f"The backup could not be written: {error.strerror or error}.") from error
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


class Reader:
    """An archive that has been opened; `verify` before using what is in it."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def verify(self, progress: Progress) -> None:
        """Read every member against its checksum. Raises `BackupError` naming the first that does not agree."""
        listed = {name for name in self._archive.namelist() if name != MANIFEST}
        if listed != set(self.manifest.members):
            odd = sorted(listed ^ set(self.manifest.members))[0]
            raise BackupError(f"The archive is damaged: its manifest and its content differ ({odd}). Use another one.")
        total, done = sum(member.size for member in self.manifest.members.values()) or 1, 0
        for name, member in self.manifest.members.items():
            progress(done / total, f"verifying {name}")
            if self._digest(name) != member.sha256:
                raise BackupError(f"The archive is damaged: {name} has been changed. Use another one.")
            done += member.size

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._archive.open(name) as source:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise BackupError(f"The archive is damaged: {name} cannot be read ({error}). Use another one.") from error
        return digest.hexdigest()


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """An archive to restore from. Raises `BackupError` where it is none."""
    try:
        archive = zipfile.ZipFile(path)
        manifest = Manifest.decoded(archive.read(MANIFEST))
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupError(f"{path} is not an archive that `samsyn backup` has written, or is cut short.") from error
    with archive:
        yield Reader(archive, manifest)
