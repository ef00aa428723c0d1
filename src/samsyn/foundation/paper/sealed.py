"""Office documents that are the same bytes for the same content."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime


def sealed(archive: bytes, at: datetime, instead: Mapping[str, bytes] | None = None) -> bytes:
    """The same archive with every member dated `at`, so that no clock is in it; `instead` replaces members."""
    moment = at.astimezone(UTC).timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, (instead or {}).get(member.filename) or source.read(member))
    return written.getvalue()
