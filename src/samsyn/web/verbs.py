"""Every verb of the audit log in words: what the log shows. `settings.VERBS` names it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.accounts import verbs as accounts
from samsyn.foundation.files import verbs as files
from samsyn.foundation.jobs import verbs as jobs
from samsyn.foundation.mail import verbs as mail
from samsyn.insights import verbs as insights
from samsyn.meetings import verbs as meetings
from samsyn.members import verbs as members
from samsyn.plans import verbs as plans
from samsyn.priorities import verbs as priorities

OWN: Mapping[str, Promise] = {
    "backup.made": _("made a backup"),
    "backup.restored": _("restored a backup"),
}

VERBS: Mapping[str, Promise] = {
    verb: words
    for app in (
        accounts.VERBS,
        files.VERBS,
        jobs.VERBS,
        mail.VERBS,
        members.VERBS,
        insights.VERBS,
        plans.VERBS,
        priorities.VERBS,
        meetings.VERBS,
        OWN,
    )
    for verb, words in app.items()
}
