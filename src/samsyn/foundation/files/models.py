"""Stored files: bytes kept once under their SHA-256, never executed, served only with authorisation."""

import uuid

from django.conf import settings
from django.db import models

from samsyn.foundation.privacy import Personal


class StoredFile(models.Model):
    """A file as somebody knows it: a name, a type found from its content, and where its bytes are (`sha256`).

    Kept as long as what it belongs to; where nothing points at it any more, until 90 days after it was stored.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    stored_at = models.DateTimeField()

    personal = {
        "stored_by": Personal("accountability", "as long as the file", "points at a blanked account"),
        "name": Personal("people put names in file names", "as long as the file", "removed with the file"),
    }
    impersonal = ("media_type", "sha256")

    def __str__(self) -> str:
        return self.name
