"""Making a backup: one moment of the whole installation, while everybody goes on working."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from samsyn import __version__
from samsyn.foundation.accounts.ledger import NAME as LEDGER_NAME
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.files import disk
from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.web.backup import BackupError, archive, tables
from samsyn.web.backup.archive import Manifest, Progress, Writer

logger = logging.getLogger(__name__)
SNAPSHOT = "snapshot"


def make(path: Path, *, at: datetime, progress: Progress) -> Manifest:
    """Write an archive to `path`, which is replaced when the new one is whole. What the database and the files were
    at one moment is in it, whatever is written meanwhile."""
    with archive.writing(path) as writer, disk.nothing_swept(files.folder()), _snapshot() as using:
        rows = _add_tables(writer, using, lambda share, message: progress(0.5 * share, message))
        _add_files(writer, using, lambda share, message: progress(0.5 + 0.5 * share, message))
        ledger = settings.DATA / LEDGER_NAME
        writer.add(archive.LEDGER, [ledger.read_bytes()] if ledger.exists() else [])
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations())
        manifest = Manifest(
            format=archive.FORMAT,
            version=__version__,
            made_at=at,
            migrations=applied,
            rows=rows,
            members=writer.members,
        )
        writer.finish(manifest)
    audit.record(verb="backup.made", subject="backup:archive", by=None, at=at, rows=sum(rows.values()))
    progress(1.0, "done")
    return manifest


@contextmanager
def _snapshot() -> Iterator[str]:
    """A connection of its own whose one transaction sees one moment, and locks nobody out.

    On SQLite a deferred transaction reads the write-ahead log up to a point; on PostgreSQL it is REPEATABLE READ.
    """
    default = connections["default"]
    options = dict(default.settings_dict["OPTIONS"])
    if default.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    connections.databases[SNAPSHOT] = {**default.settings_dict, "OPTIONS": options, "CONN_MAX_AGE": 0}
    try:
        with transaction.atomic(using=SNAPSHOT):
            if default.vendor == "postgresql":
                with connections[SNAPSHOT].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _add_tables(writer: Writer, using: str, progress: Progress) -> dict[str, int]:
    rows: dict[str, int] = {}
    every = tables.models()
    for position, model in enumerate(every):
        label = model._meta.label
        rows[label] = 0

        def counted(model: type = model, label: str = label) -> Iterator[bytes]:
            for line in tables.lines(model, using=using):
                rows[label] += 1
                yield line

        progress(position / len(every), f"table {label}")
        writer.add(f"tables/{label}.jsonl", counted())
    return rows


def _add_files(writer: Writer, using: str, progress: Progress) -> None:
    stored = StoredFile.objects.using(using).order_by("sha256").values_list("sha256", "name")
    total, last = stored.count(), ""
    for position, (sha256, name) in enumerate(stored.iterator(chunk_size=2000)):
        progress(position / total, f"file {position + 1} of {total}")
        if sha256 != last:
            writer.add(f"files/{sha256[:2]}/{sha256}", _bytes(sha256, name))
        last = sha256


def _bytes(sha256: str, name: str) -> Iterator[bytes]:
    try:
        with disk.path_of(files.folder(), sha256).open("rb") as source:
            while chunk := source.read(disk.CHUNK):
                yield chunk
    except FileNotFoundError as error:
        raise BackupError(
            f"The bytes of the stored file “{name}” are missing, so no whole backup can be made. "
            "Restore them from an earlier backup; `samsyn check` tells which are missing."
        ) from error
