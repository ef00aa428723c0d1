"""What is done with mail, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "mail.purged": _("removed receipts of mail"),
}
