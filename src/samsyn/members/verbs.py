"""What is done with the register, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "members.organisation_registered": _("registered an organisation"),
    "members.organ_registered": _("registered an organ"),
    "members.function_registered": _("registered a function"),
    "members.function_held": _("gave a function to a person"),
    "members.function_left": _("ended a person's time in a function"),
    "members.person_registered": _("registered a person"),
    "members.person_changed": _("changed the particulars of a person"),
    "members.account_tied": _("tied an account to a person"),
    "members.person_left": _("noted that a person left"),
    "members.person_returned": _("noted that a person came back"),
    "members.person_erased": _("erased a person of the register"),
    "members.person_erased_again": _("erased a person of the register again after a restore"),
}
