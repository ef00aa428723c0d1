"""What is done with data, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "insights.dataset_created": _("added a dataset"),
    "insights.dataset_described": _("described a dataset anew"),
    "insights.draft_begun": _("began to read a file into a dataset"),
    "insights.draft_checked": _("had the file checked"),
    "insights.draft_corrected": _("changed how the file is read"),
    "insights.draft_discarded": _("threw the file away"),
    "insights.draft_saved": _("kept the file as a snapshot"),
    "insights.drafts_purged": _("removed files that were never kept"),
    "insights.snapshot_taken": _("kept a snapshot of the data"),
    "insights.run_recorded": _("ran a study"),
    "insights.run_shared": _("shared a result"),
    "insights.run_unshared": _("took a shared result back"),
    "insights.series_published": _("published a series"),
    "insights.series_revised": _("revised a series"),
}
