"""Jobs: whatever may take over a second. The table is the queue."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.privacy import Personal


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(models.Model):
    """One piece of long work: asked for by somebody, done by a worker, followed on a page.

    `started_at` is also the mark of the attempt under way: only the worker that set it may report or end the job.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200, default="")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    progress = models.FloatField(default=0.0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)

    personal = {
        "requested_by": Personal("shows whose work it is", "90 days after it ended", "the row is removed"),
        "title": Personal("names the work, often by a file name", "90 days after it ended", "the row is removed"),
        "payload": Personal("the input of the work", "90 days after it ended", "the row is removed"),
        "result": Personal("where the outcome is", "90 days after it ended", "the row is removed"),
    }
    impersonal = ("kind", "message", "error")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "requested_at"], name="job_queue")]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__range=(0, 1)), name="job_progress_is_a_share")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


class Worker(models.Model):
    """A worker process that is, or was, at work: the row says that somebody empties the queue."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    machine = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    impersonal = ("machine",)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.machine} {self.key}"
