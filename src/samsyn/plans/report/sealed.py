"""Office documents that are the same bytes for the same content."""

import io
import zipfile
from datetime import UTC, datetime


def sealed(archive: bytes, at: datetime) -> bytes:
    """The same archive with every member dated `at`, so that no clock is in it."""
    moment = at.astimezone(UTC).timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(member))
    return written.getvalue()
