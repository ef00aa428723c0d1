"""What is done with meetings, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "meetings.meeting_opened": _("opened the meeting"),
    "meetings.meeting_ended": _("ended the meeting"),
    "meetings.item_opened": _("took up the item"),
    "meetings.item_handled": _("noted that the item was handled"),
    "meetings.item_postponed": _("postponed the item"),
    "meetings.item_put_back": _("put the item back"),
    "meetings.arrived": _("noted an arrival"),
    "meetings.left": _("noted that somebody left"),
    "meetings.entered": _("noted that a substitute entered"),
    "meetings.stepped_back": _("noted that somebody stepped back"),
    "meetings.recused": _("noted a recusal"),
    "meetings.returned": _("noted that somebody was not recused after all"),
    "meetings.roll_undone": _("took back a line of the roll"),
    "meetings.vote_prepared": _("prepared a vote"),
    "meetings.vote_opened": _("opened the vote"),
    "meetings.vote_cast": _("cast or entered a vote"),
    "meetings.vote_closed": _("closed the vote"),
    "meetings.vote_cancelled": _("cancelled the vote"),
    "meetings.decided": _("recorded the decision"),
    "meetings.decision_reworded": _("reworded the decision"),
    "meetings.decision_adopts": _("noted that the decision adopts a plan"),
    "meetings.decision_assigned": _("said who carries the decision out"),
    "meetings.decision_followed_up": _("followed up the decision"),
    "meetings.statement_made": _("entered a reservation or a statement"),
    "meetings.minutes_begun": _("began the minutes"),
    "meetings.minutes_written": _("wrote in the minutes"),
    "meetings.adjusters_named": _("named those who adjust the minutes"),
    "meetings.minutes_sent_for_adjustment": _("sent the minutes for adjustment"),
    "meetings.minutes_taken_back": _("took the minutes back"),
    "meetings.minutes_confirmed": _("adjusted the minutes"),
    "meetings.minutes_objected_to": _("objected to the minutes"),
    "meetings.minutes_adjusted": _("noted that the minutes are adjusted"),
    "meetings.minutes_kept": _("kept the files of the minutes"),
    "meetings.minutes_corrected": _("corrected the minutes"),
}
