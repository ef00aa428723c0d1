"""Runs of studies: what was computed, from what, by which code."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.insights.models.datasets import Snapshot


class Run(models.Model):
    """One finished run of a study. Rows are only added, so a run can be repeated exactly and compared.

    `choices` are the study's choices as plain data; `code` names the version of the analysis; `result` is the whole
    result as a stored file, and `digest` the SHA-256 of its canonical form: two runs that agree bit for bit have the
    same digest.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.SlugField(_("study"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    choices = models.JSONField(default=dict)
    seed = models.BigIntegerField(_("seed"), default=0)
    code = models.CharField(_("version of the analysis"), max_length=80)
    result = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    repeats = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repetitions")
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    personal = {"run_by": Personal("accountability", "as long as the run", "points at a blanked account")}
    impersonal = ("study", "title", "choices", "code", "digest")

    class Meta:
        ordering = ["-finished_at", "-pk"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    def __str__(self) -> str:
        return self.title


class RunSource(models.Model):
    """Which snapshot a run read, and as what (flows, boundaries, ...), with the SHA-256 of its bytes at the time."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="sources")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(_("read as"), max_length=40)
    sha256 = models.CharField(max_length=64)

    impersonal = ("role", "sha256")

    class Meta:
        verbose_name = _("source of a run")
        verbose_name_plural = _("sources of a run")
        constraints = [models.UniqueConstraint(fields=["run", "role"], name="run_reads_one_snapshot_a_role")]

    def __str__(self) -> str:
        return f"{self.role}: {self.snapshot}"


class RunShare(models.Model):
    """An address at which anybody may read a run. `result` is what they see of it: small numbers are taken out.

    Removed when it is taken back.
    """

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="share")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(_("shared"))

    personal = {"shared_by": Personal("accountability", "until it is taken back", "points at a blanked account")}
    impersonal = ()

    class Meta:
        verbose_name = _("shared run")
        verbose_name_plural = _("shared runs")

    def __str__(self) -> str:
        return str(self.run)
