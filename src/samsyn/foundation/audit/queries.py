"""Reading the audit log."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from samsyn.foundation.audit.models import GENESIS, AuditEntry


def head() -> int:
    """The number of the last entry, 0 in an empty log: it changes whenever anything has been done.

    What pages show depends on the database, and the database changes through operations that each write one entry,
    so the head is a version number of everything.
    """
    return AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def about(subject: str) -> QuerySet[AuditEntry]:
    """What was done to a subject, latest first."""
    return AuditEntry.objects.filter(subject=subject).order_by("-sequence")


def entries(*, subject: str = "", verb: str = "") -> QuerySet[AuditEntry]:
    """The log, latest first; of one subject (``account:12``) or all of a kind (``account:``), and of one verb."""
    found = AuditEntry.objects.order_by("-sequence")
    if subject:
        found = found.filter(subject__startswith=subject) if subject.endswith(":") else found.filter(subject=subject)
    return found.filter(verb=verb) if verb else found


def verbs() -> list[str]:
    """The verbs that occur in the log."""
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def said(verb: str) -> str:
    """What a verb means, in words that follow who did it; the verb itself where a later version wrote it."""
    return str(import_string(settings.VERBS).get(verb, verb))


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and why (a message to translate)."""

    sequence: int
    reason: str


def last_seal() -> str:
    """The hash of the last entry; the empty string in an empty log.

    A chain cannot tell that its last entries were removed: whoever keeps this elsewhere can.
    """
    return AuditEntry.objects.order_by("-sequence").values_list("hash", flat=True).first() or ""


def first_break() -> Break | None:
    """Walk the whole chain (constant memory); the first place where it does not hold, or None."""
    expected, previous = 1, GENESIS
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            return Break(expected, gettext_noop("it is missing"))
        if entry.previous_hash != previous:
            return Break(entry.sequence, gettext_noop("it does not continue the entry before it"))
        if entry.hash != entry.seal():
            return Break(entry.sequence, gettext_noop("it has been changed"))
        expected, previous = entry.sequence + 1, entry.hash
    return None
