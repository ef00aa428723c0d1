"""The audit log: append-only, each entry sealed with the hash of the one before it."""

import hashlib
import json

from django.db import models

from samsyn.foundation.privacy import Personal

GENESIS = "0" * 64


class AuditEntry(models.Model):
    """One thing that was done. No foreign keys: the log outlives what it tells of, and holds ids, not names."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    personal = {"actor": Personal("accountability", "as long as the log", "the id points at a blanked account")}
    impersonal = ("verb", "subject", "details", "previous_hash", "hash")

    class Meta:
        indexes = [models.Index(fields=["subject", "-sequence"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"

    def seal(self) -> str:
        """The SHA-256 (hex) of the content and of the hash before it, over canonical JSON."""
        content = [
            self.sequence,
            self.at.timestamp(),
            self.actor,
            self.verb,
            self.subject,
            self.details,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
