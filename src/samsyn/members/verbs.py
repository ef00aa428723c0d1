"""What is done with the register, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "members.organisation_registered": _("registered an organisation"),
    "members.organisation_changed": _("changed an organisation"),
    "members.inhabitants_noted": _("noted numbers of inhabitants"),
    "members.membership_begun": _("registered a membership"),
    "members.membership_ended": _("ended a membership"),
    "members.fee_rule_set": _("set a rule for fees"),
    "members.organ_registered": _("registered an organ"),
    "members.organ_changed": _("changed an organ"),
    "members.term_registered": _("registered a term of an organ"),
    "members.rules_registered": _("registered rules of procedure"),
    "members.seat_rule_registered": _("registered a rule for seats"),
    "members.fallback_set": _("set the order across parties"),
    "members.mandate_given": _("gave a mandate to a person"),
    "members.mandate_ended": _("ended a mandate"),
    "members.mandate_replaced": _("let a person take over a mandate"),
    "members.mandate_corrected": _("corrected a mandate"),
    "members.mandates_entered": _("entered a table of mandates"),
    "members.function_registered": _("registered a function"),
    "members.function_held": _("gave a function to a person"),
    "members.function_left": _("ended a person's time in a function"),
    "members.person_registered": _("registered a person"),
    "members.person_changed": _("changed the particulars of a person"),
    "members.account_tied": _("tied an account to a person"),
    "members.person_left": _("noted that a person left"),
    "members.person_returned": _("noted that a person came back"),
    "members.capacities_purged": _("removed contact data that are no longer kept"),
    "members.person_erased": _("erased a person of the register"),
    "members.person_erased_again": _("erased a person of the register again after a restore"),
}
