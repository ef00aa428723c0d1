"""What is done with accounts, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "accounts.invited": _("invited a person"),
    "accounts.invitation_sent": _("sent an invitation again"),
    "accounts.invitation_accepted": _("accepted the invitation"),
    "accounts.role_given": _("gave a role"),
    "accounts.role_ended": _("ended a role"),
    "accounts.profile_changed": _("changed name or language"),
    "accounts.address_changed": _("changed the e-mail address"),
    "accounts.security_changed": _("changed password or second factor"),
    "accounts.second_factors_removed": _("removed the second factors"),
    "accounts.deactivated": _("closed the account"),
    "accounts.reactivated": _("opened the account again"),
    "accounts.erased": _("erased the person"),
    "accounts.erased_again": _("erased the person again after a restore"),
    "accounts.signed_in": _("signed in"),
    "accounts.sign_in_failed": _("failed to sign in"),
}
