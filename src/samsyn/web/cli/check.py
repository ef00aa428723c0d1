"""samsyn check: is the installation in order?"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

import click

from samsyn.web.cli import base

LEAST_FREE = 1_000_000_000

LONGEST_IN_OUTBOX = timedelta(hours=1, minutes=15)
"""A message that was not taken is tried again every hour."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `ok` is False where something has to be done."""

    name: str
    ok: bool
    message: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for monitoring.")
@click.option("--without-worker", is_flag=True, help="Do not require a worker (for a machine where none is to run).")
def check(as_json: bool, without_worker: bool) -> None:
    """Check configuration, database, migrations, disk, files, mail, worker and audit log.

    Every line says ok or what to do. Exit code 0 when all is well, 1 otherwise.
    """
    findings = _findings(without_worker)
    if as_json:
        click.echo(json.dumps({"ok": all(f.ok for f in findings), "checks": [asdict(f) for f in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.ok else 'FAIL'} {finding.name}: {finding.message}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def _findings(without_worker: bool) -> list[Finding]:
    """Run the checks in order; those that need what has failed are not run."""
    found = [_configuration()]
    if not found[0].ok:
        return found
    found += [_found("data", _data), _found("disk", _disk), _found("database", _database)]
    if found[-1].ok:
        found.append(_found("migrations", _migrations))
    if found[-1].ok:
        found += [_found("audit log", _audit), _found("files", _files), _found("mail", _mail)]
        found += [] if without_worker else [_found("worker", _worker)]
    return found


def _found(name: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        return Finding(name, *look())
    except base.CommandError as error:
        return Finding(name, False, str(error))


def _configuration() -> Finding:
    try:
        base.set_up()
    except base.CommandError as error:
        return Finding("configuration", False, str(error))
    # Imported here: only after `set_up`.
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    faults = [str(fault.msg) for fault in run_checks() if fault.level >= ERROR]
    config = settings.CONFIG
    return Finding("configuration", not faults, "; ".join(faults) or f"mode {config.mode}, data in {config.data}")


def _data() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from django.conf import settings

    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA, prefix=".check-") as file:
            file.write(b"x")
    except OSError as error:
        return False, f"{settings.DATA} cannot be written to ({error.strerror}). Give it to the user that runs Samsyn."
    return True, f"{settings.DATA} can be written to"


def _disk() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    told = f"{free / 1e9:.1f} GB free at {settings.DATA}"
    return free >= LEAST_FREE, told if free >= LEAST_FREE else f"{told}: less than 1 GB. Make room."


def _database() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check")
                verdict = cursor.fetchone()[0]
                return verdict == "ok", f"SQLite, {verdict}"
    except DatabaseError as error:
        return False, f"cannot be used: {str(error).strip()}"
    return True, "PostgreSQL answers"


def _migrations() -> tuple[bool, str]:
    waiting = base.unapplied_migrations()
    return not waiting, f"{len(waiting)} wait. Make a backup, then run: samsyn migrate" if waiting else "all applied"


def _audit() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from samsyn.foundation.audit import queries

    broken = queries.first_break()
    if broken:
        return False, f"the chain breaks at entry {broken.sequence}: {broken.reason}. Restore the latest good backup."
    return True, f"{queries.head()} entries, each sealed by the next; the last seal is {queries.last_seal()[:16]}"


def _files() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from samsyn.foundation.files import queries

    missing = [stored.name for stored in queries.missing()]
    if missing:
        return False, f"the bytes of {len(missing)} files are missing ({missing[0]}, ...). Restore them from a backup."
    return True, "every stored file has its bytes"


def _mail() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.foundation.mail import operations, queries  # likewise

    now = timezone.now()
    late = queries.undelivered(since=now - operations.TRIED_FOR, before=now - LONGEST_IN_OUTBOX)
    if late:
        return False, f"{late} messages have waited over an hour. The page Jobs tells what the mail server answered."
    return True, "nothing has waited for long"


def _worker() -> tuple[bool, str]:
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.foundation.jobs import queries  # likewise
    from samsyn.foundation.jobs.worker import ALIVE_WITHIN

    workers = queries.workers_seen(since=timezone.now() - ALIVE_WITHIN).count()
    return workers > 0, f"{workers} at work" if workers else "none at work. Start one: samsyn worker"
