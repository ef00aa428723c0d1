"""Parts of tables that are being fetched, kept on the disk until the whole is there, so that a fetch can go on."""

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{64}")
MARK = ".part-"


class Parts:
    """The parts, each under the digest of its question (the `Store` of `sources.pxweb.fetching`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The part, or None."""
        place = self._place(key)
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep the part: whole or not at all."""
        place = self._place(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=MARK, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the parts that were asked for, now that the whole is kept: the next time they are asked for anew."""
        for key in self.used:
            (self.folder / key).unlink(missing_ok=True)

    def forget(self, *, before: float) -> int:
        """Remove parts that were kept before a moment (seconds since 1970); their number."""
        old = [path for path in self.folder.glob("*") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _place(self, key: str) -> Path:
        if not NAME.fullmatch(key):
            raise ValueError(f"not a digest: {key!r}")
        self.used.add(key)
        return self.folder / key


def parts() -> Parts:
    """Where the parts of a table are kept while it is fetched."""
    return Parts(settings.DATA / "parts")
