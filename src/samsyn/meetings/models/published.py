"""What the public has been shown by machine: so that whoever has harvested it can be told what changed and went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PublishedObject(models.Model):
    """An object of OParl as it was last published, or that it is gone (`deleted`: then nothing of it is left).

    Lists are paged by the row's number, which never changes; `digest` tells whether the object has changed.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=80)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(_("published"))
    modified = models.DateTimeField(_("modified"), db_index=True)
    deleted = models.BooleanField(_("gone"), default=False)

    impersonal = ("kind", "key", "content", "digest")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("published object")
        verbose_name_plural = _("published objects")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="published_once"),
            models.CheckConstraint(condition=Q(deleted=False) | Q(digest=""), name="nothing_is_left_of_what_is_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Publication(models.Model):
    """Up to which entry of the audit log everything has been published: one row."""

    head = models.BigIntegerField(default=-1)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return str(self.head)
