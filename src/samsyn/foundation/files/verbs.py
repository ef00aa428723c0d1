"""What is done with files, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "files.stored": _("stored a file"),
    "files.purged": _("removed files that belong to nothing"),
    "files.swept": _("removed bytes that no file has"),
}
