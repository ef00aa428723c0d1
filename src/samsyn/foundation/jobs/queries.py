"""Reading jobs and workers."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from samsyn.foundation.jobs import rules
from samsyn.foundation.jobs.models import ENDED, Job, JobState, Worker


def visible_to(by, *, on: date) -> QuerySet[Job]:
    """The jobs that a person may see, latest first."""
    jobs = Job.objects.select_related("requested_by").order_by("-requested_at", "-pk")
    if rules.may_see_all(by, on=on):
        return jobs
    return jobs.filter(requested_by=by) if rules.may_enqueue(by) else jobs.none()


def find(key: UUID, *, by, on: date) -> Job | None:
    """The job with a key, if the person may see it."""
    return visible_to(by, on=on).filter(key=key).first()


def next_waiting() -> QuerySet[Job]:
    """The queue, in the order of asking."""
    return Job.objects.filter(state=JobState.QUEUED).order_by("requested_at", "pk")


def abandoned(*, before: datetime) -> QuerySet[Job]:
    """Jobs under way whose worker has not been heard from since a moment: it has died."""
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=before).order_by("pk")


def ended(*, before: datetime) -> QuerySet[Job]:
    """Jobs that ended before a moment."""
    return Job.objects.filter(state__in=ENDED, finished_at__lt=before)


def workers_seen(*, since: datetime) -> QuerySet[Worker]:
    """The workers that have been heard from since a moment."""
    return Worker.objects.filter(seen_at__gte=since).order_by("pk")
