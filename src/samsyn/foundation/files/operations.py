"""Storing files, and removing bytes that nothing points at any more."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import content, disk, queries, rules
from samsyn.foundation.files.errors import FileError
from samsyn.foundation.files.models import StoredFile

ORPHAN_AFTER = timedelta(days=1)

KEPT_UNUSED = timedelta(days=90)
"""How long a file is kept that belongs to nothing: an upload that became no plan, a document taken away."""


def store(source: bytes | BinaryIO, *, name: str, by, at: datetime) -> StoredFile:
    """Keep a file: its bytes under their SHA-256, and a row that says what it is called.

    Raises `FileError` for what is too large, or not of a kind that is kept. The bytes are on the disk before the
    row is: a crash between leaves bytes that nothing points at, which `sweep` removes.
    """
    if not rules.may_store(by):
        raise NotPermitted(_("Sign in to store a file."))
    name = _tidy(name)
    stream = BytesIO(source) if isinstance(source, bytes) else source
    folder = queries.folder()
    with disk.nothing_swept(folder):
        try:
            with disk.incoming(folder, stream, limit=settings.UPLOAD_LIMIT) as (temporary, sha256, size):
                kind = _recognised(temporary, name)
                disk.settle(folder, temporary, sha256)
        except disk.TooLarge as error:
            raise FileError(_too_large(name)) from error
    with transaction.atomic():
        stored = StoredFile.objects.create(
            name=name, media_type=kind.value, size=size, sha256=sha256, stored_by=by, stored_at=at
        )
        audit.record(
            verb="files.stored", subject=f"file:{stored.key}", by=by, at=at, sha256=sha256, media_type=kind.value
        )
    return stored


@transaction.atomic
def purge(*, by, at: datetime) -> int:
    """Remove files stored over 90 days ago that belong to nothing; their number. `sweep` then takes their bytes.

    Whatever comes to point at one of them meanwhile waits for the lock, so that it is seen or refused.
    """
    if not rules.may_sweep(by):
        raise NotPermitted(_("Only the system itself removes files."))
    old = list(queries.unused(before=at - KEPT_UNUSED).select_for_update().order_by("pk").values_list("pk", flat=True))
    removed, _each = queries.unused(before=at - KEPT_UNUSED).filter(pk__in=old).delete() if old else (0, {})
    if removed:
        audit.record(verb="files.purged", subject="files:unused", by=by, at=at, number=removed)
    return removed


def sweep(*, by, at: datetime) -> int:
    """Remove bytes older than a day that no row points at; their number."""
    if not rules.may_sweep(by):
        raise NotPermitted(_("Only the system itself removes bytes."))
    folder, before = queries.folder(), (at - ORPHAN_AFTER).timestamp()
    removed = 0
    with disk.nobody_storing(folder):
        wanted = set(StoredFile.objects.values_list("sha256", flat=True))
        for path in disk.every(folder):
            if path.name not in wanted and path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    if removed:
        audit.record(verb="files.swept", subject="files:bytes", by=by, at=at, number=removed)
    return removed


def _tidy(name: str) -> str:
    """The last part of a path, on one line, short enough to keep, with its ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(character for character in last if character.isprintable()).strip() or _("unnamed")
    ending = PurePosixPath(printable).suffix[:20]
    return printable if len(printable) <= 255 else printable[: 255 - len(ending)] + ending


def _recognised(path: Path, name: str) -> content.Kind:
    try:
        with path.open("rb") as stream:
            return content.recognise(stream, name=name)
    except content.Rejected as rejected:
        raise FileError(_rejection(rejected, name)) from rejected


def _rejection(rejected: content.Rejected, name: str) -> str:
    texts = {
        "empty": _("“%(name)s” is empty. Choose another file."),
        "macros": _("“%(name)s” holds macros, which are not taken. Save it without macros (DOCX or XLSX)."),
        "bomb": _("“%(name)s” unpacks to far more than it should, and is not taken. Save it anew and try again."),
        "unknown": _(
            "“%(name)s” is not of a kind that is taken%(found)s. "
            "Save it as PDF, DOCX, XLSX, CSV, text, PNG, JPEG, SVG or ZIP; "
            "data also as Parquet, OMX, GeoJSON or GeoPackage."
        ),
    }
    found = f" ({rejected.found})" if rejected.found else ""
    return texts[rejected.reason] % {"name": name, "found": found}


def _too_large(name: str) -> str:
    return _("“%(name)s” is larger than %(limit)s MB, which is the limit. Make it smaller or split it.") % {
        "name": name,
        "limit": settings.UPLOAD_LIMIT // 1_048_576,
    }
