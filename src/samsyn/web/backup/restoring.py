"""Restoring an archive: verified first, loaded in one transaction, and nobody who was erased comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from samsyn.foundation.accounts import ledger
from samsyn.foundation.accounts import operations as accounts
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.audit import queries as audit_log
from samsyn.foundation.files import disk
from samsyn.foundation.files import queries as files
from samsyn.members.operations import people
from samsyn.web.backup import BackupError, archive, tables
from samsyn.web.backup.archive import Manifest, Progress, Reader


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    rows: int
    erased_again: int


def restore(
    path: Path, *, at: datetime, progress: Progress, replace: bool = False, erasures: Iterable[ledger.Erasure] = ()
) -> Restored:
    """Put the archive's content in the place of what is here.

    Refuses, before anything is touched, an archive that is damaged or of another version, and an installation in use
    unless `replace`. All rows are loaded in one transaction, in which whoever stands in the archive's ledger, in the
    one here or among `erasures` is erased again, and at whose end the audit log must hold.
    """
    with archive.reading(path) as reader:
        _refuse_other_version(reader.manifest)
        unused = not connection.introspection.table_names()
        if not (unused or replace):
            _refuse_in_use()
        reader.verify(lambda share, message: progress(0.3 * share, message))
        known = _all_erasures(reader, erasures)
        if unused:
            call_command("migrate", interactive=False, verbosity=0)
        _restore_files(reader, lambda share, message: progress(0.3 + 0.2 * share, message))
        with transaction.atomic():
            rows = _load(reader, lambda share, message: progress(0.5 + 0.4 * share, message))
            again = _erase_again(known, at)
            made_at = reader.manifest.made_at.isoformat()
            audit.record(verb="backup.restored", subject="backup:archive", by=None, at=at, made_at=made_at, rows=rows)
            progress(0.95, "checking the audit log")
            _refuse_broken_log()
        ledger.merge(settings.DATA, known)
    ContentType.objects.clear_cache()
    cache.clear()
    progress(1.0, "done")
    return Restored(reader.manifest, rows, again)


def read_ledger(data: bytes, name: str) -> list[ledger.Erasure]:
    """The erasures in a ledger's bytes. Raises `BackupError` where they cannot be read."""
    try:
        return ledger.parse(data.decode("ascii"), name)
    except ValueError as error:
        raise BackupError(f"The erasure ledger cannot be read, so nothing was restored: {error}") from error


def _refuse_in_use() -> None:
    used = tables.in_use()
    if used:
        raise BackupError(f"This installation is in use ({used} has rows). To replace all of it: --replace")


def _refuse_other_version(manifest: Manifest) -> None:
    here = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    theirs = set(manifest.migrations)
    if theirs - here:
        raise BackupError(
            f"The archive is of Samsyn {manifest.version}, which is newer than this one (it has the migration "
            f"{sorted(theirs - here)[0]}). Install that version, run samsyn migrate, and restore there."
        )
    if here - theirs:
        raise BackupError(
            f"The archive is of Samsyn {manifest.version}, which is older than this one (it lacks the migration "
            f"{sorted(here - theirs)[0]}). Install that version beside this one with an empty database, restore "
            "there, and then bring that database to this version with samsyn migrate."
        )


def _all_erasures(reader: Reader, others: Iterable[ledger.Erasure]) -> list[ledger.Erasure]:
    with reader.open(archive.LEDGER) as source:
        theirs = read_ledger(source.read(), f"{archive.LEDGER} in the archive")
    here = settings.DATA / ledger.NAME
    ours = read_ledger(here.read_bytes(), str(here)) if here.exists() else []
    return [*theirs, *others, *ours]


def _restore_files(reader: Reader, progress: Progress) -> None:
    """Put the bytes in their places before any row points at them; what is there already is the same."""
    names = [name for name in reader.manifest.members if name.startswith("files/")]
    folder = files.folder()
    for position, name in enumerate(names):
        progress(position / len(names), f"file {position + 1} of {len(names)}")
        with reader.open(name) as source, disk.incoming(folder, source) as (temporary, sha256, _size):
            if sha256 != name.rpartition("/")[2]:
                raise BackupError(f"The archive is damaged: {name} is not what its name says. Use another one.")
            disk.settle(folder, temporary, sha256)


def _load(reader: Reader, progress: Progress) -> int:
    every = tables.models()
    guarded = tables.append_only_tables()
    tables.lift_append_only(guarded)
    tables.empty([*every, *tables.left_out()])
    total = 0
    for position, model in enumerate(every):
        label = model._meta.label
        progress(position / len(every), f"table {label}")
        loaded = _load_table(reader, model)
        if loaded != reader.manifest.rows[label]:
            raise BackupError(f"The archive is damaged: {label} has {loaded} rows. Use another one.")
        total += loaded
    tables.reset_sequences(every)
    _refuse_loose_ends()
    tables.restore_append_only(guarded)
    return total


def _load_table(reader: Reader, model: type[Model]) -> int:
    label = model._meta.label
    try:
        with reader.open(f"tables/{label}.jsonl") as stream:
            return tables.load(model, stream)
    except (DatabaseError, ValidationError, ValueError, KeyError) as error:
        raise BackupError(f"The rows of {label} cannot be restored, so nothing was: {error}") from error


def _refuse_loose_ends() -> None:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise BackupError(f"The tables in the archive do not fit together, so nothing was restored: {error}") from error


def _erase_again(known: Iterable[ledger.Erasure], at: datetime) -> int:
    accounts_erased = sorted({int(erasure.key) for erasure in known if erasure.kind == "account"})
    people_erased = sorted({erasure.key for erasure in known if erasure.kind == "person"})
    again = accounts.repeat_erasures(accounts_erased, by=None, at=at)
    return again + people.repeat_erasures(people_erased, by=None, at=at)


def _refuse_broken_log() -> None:
    broken = audit_log.first_break()
    if broken:
        raise BackupError(
            f"The audit log in the archive does not hold: entry {broken.sequence}: {broken.reason}. "
            "Nothing was restored. Use another archive."
        )
