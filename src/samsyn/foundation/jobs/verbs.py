"""What is done with jobs, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "jobs.enqueued": _("asked for a job"),
    "jobs.done": _("had the job done"),
    "jobs.failed": _("had the job fail"),
    "jobs.cancelled": _("cancelled the job"),
    "jobs.retried": _("had the job tried again"),
    "jobs.purged": _("removed ended jobs"),
}
