"""Writing the audit log."""

import json
from datetime import datetime

from django.db import connection, transaction

from samsyn.foundation.audit.models import GENESIS, AuditEntry

_LOCK = 0x5A4D5359  # any constant: one advisory lock serialises the chain on PostgreSQL


def record(*, verb: str, subject: str, by, at: datetime, **details) -> AuditEntry:
    """Append one entry, in the transaction of the operation that it tells of.

    `verb` is ``app.verb`` in the past tense ("plans.adopted"); `subject` is ``noun:key``; `details` must be JSON
    and must not hold names or other personal data, only ids. On PostgreSQL an advisory lock orders the writers;
    on SQLite the immediate transaction already has.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-sequence").first()
        entry = AuditEntry(
            sequence=last.sequence + 1 if last else 1,
            at=at,
            actor=by.pk if by is not None else None,
            verb=verb,
            subject=subject,
            details=json.loads(json.dumps(details)),
            previous_hash=last.hash if last else GENESIS,
        )
        entry.hash = entry.seal()
        entry.save(force_insert=True)
    return entry
