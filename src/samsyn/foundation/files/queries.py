"""Reading stored files. The caller has asked its own rules: there is no address that gives any file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from samsyn.foundation.files import disk
from samsyn.foundation.files.content import SHOWN_IN_PAGE, Kind
from samsyn.foundation.files.errors import FileError
from samsyn.foundation.files.models import StoredFile

_ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def folder() -> Path:
    """Where the bytes are."""
    return settings.DATA / "files"


def path_of(stored: StoredFile) -> Path:
    """Where its bytes are, for readers that take a piece at a time. They are never written to."""
    return disk.path_of(folder(), stored.sha256)


def is_extract(stored: StoredFile) -> bool:
    """Is it an extract of OpenStreetMap? As found from its bytes when it was stored."""
    return stored.media_type == Kind.OSM


def open_bytes(stored: StoredFile) -> BinaryIO:
    """The bytes, from their beginning. Raises `FileError` where they are not on the disk."""
    try:
        return path_of(stored).open("rb")
    except FileNotFoundError as error:
        raise FileError(
            _("The content of “%(name)s” is missing on the server. The administrator can restore it from a backup.")
            % {"name": stored.name}
        ) from error


def read(stored: StoredFile) -> bytes:
    """All the bytes."""
    with open_bytes(stored) as stream:
        return stream.read()


def response(request: HttpRequest, stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The file as an answer that can do no harm: downloaded, or (PDF, PNG, JPEG only) shown, never run."""
    etag = f'"{stored.sha256}"'
    answer = get_conditional_response(request, etag=etag) or _content(stored, inline and _may_be_shown(stored))
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _content(stored: StoredFile, inline: bool) -> FileResponse:
    answer = FileResponse(
        open_bytes(stored), as_attachment=not inline, filename=stored.name, content_type=stored.media_type
    )
    answer["Content-Length"] = str(stored.size)
    answer["X-Content-Type-Options"] = "nosniff"
    # Browsers show no PDF at all under `sandbox`; their reader of PDF is a sandbox of its own.
    shows_pdf = inline and stored.media_type == Kind.PDF
    answer["Content-Security-Policy"] = _ALONE if shows_pdf else f"{_ALONE}; sandbox"
    return answer


def _may_be_shown(stored: StoredFile) -> bool:
    return stored.media_type in SHOWN_IN_PAGE


def unused(*, before: datetime) -> QuerySet[StoredFile]:
    """The files stored before a moment that no row of any app points at."""
    found = StoredFile.objects.filter(stored_at__lt=before)
    for related in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(related, ForeignObjectRel):
            pointing = related.field.model._base_manager.filter(**{related.field.name: OuterRef("pk")})
            found = found.exclude(Exists(pointing))
    return found


def missing() -> Iterator[StoredFile]:
    """The files whose bytes are not on the disk."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        if not path_of(stored).exists():
            yield stored
