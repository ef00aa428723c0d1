"""Votes: a question put, a roll frozen, ballots, and figures that must reconcile.

A secret ballot has no way back to the voter: as many blank ballots as there are voters are laid out when the vote
opens, under random keys; a voter marks one that is drawn at random, and the roll remembers only that somebody voted.
Neither row carries a time or an order. When the vote closes, every ballot and roll entry is written anew in one
transaction, in random order, so that the database's own bookkeeping (row numbers, transaction numbers) tells nothing
either.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.privacy import Personal
from samsyn.meetings.models.meetings import AgendaItem
from samsyn.members.models import MajorityBase, Mandate, Threshold, TieRule


class VoteKind(models.TextChoices):
    OPEN = "open", _("Open vote")
    ROLL_CALL = "roll_call", _("Roll-call vote")
    SECRET = "secret", _("Secret ballot")


class VoteState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", pgettext_lazy("vote", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("vote", "Cancelled")


class VoteOutcome(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class DecidedBy(models.TextChoices):
    MAJORITY = "majority", _("Majority")
    CHAIR = "chair", _("The chair's vote")
    LOT = "lot", _("Lot")


def _known(*fields: str) -> Q:
    """None of the fields is empty: a database takes a comparison with an empty one for granted."""
    return Q(**{f"{field}__isnull": False for field in fields})


class Vote(models.Model):
    """A question that is answered yes or no. The rule it is judged by is copied from the rules in force when it opens.

    `entitled` to `absent` are set when it opens, `cast` to `invalid` when it closes. `roll_hash` seals the frozen roll.
    A tie by lot keeps who drew (`drawn_by`), the number that person said (`lot_number`) and the secret that the sealed
    roll had promised before (`lot_secret`): with them anybody can draw again.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    number = models.PositiveSmallIntegerField(_("number"))
    question = models.TextField(_("question"))
    yes_means = models.CharField(_("yes means"), max_length=300)
    no_means = models.CharField(_("no means"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=VoteKind.choices, default=VoteKind.OPEN)
    state = models.CharField(_("state"), max_length=10, choices=VoteState.choices, default=VoteState.PREPARED)
    base = models.CharField(_("majority of"), max_length=10, choices=MajorityBase.choices, default=MajorityBase.VALID)
    threshold = models.CharField(max_length=10, choices=Threshold.choices, default=Threshold.MORE_THAN)
    numerator = models.PositiveSmallIntegerField(default=1)
    denominator = models.PositiveSmallIntegerField(default=2)
    tie = models.CharField(_("at a tie"), max_length=10, choices=TieRule.choices, default=TieRule.CHAIR)
    roll_hash = models.CharField(max_length=64, blank=True)
    entitled = models.PositiveIntegerField(_("entitled"), null=True)
    present = models.PositiveIntegerField(_("present"), null=True)
    absent = models.PositiveIntegerField(_("absent"), null=True)
    cast = models.PositiveIntegerField(_("votes cast"), null=True)
    not_voted = models.PositiveIntegerField(_("did not vote"), null=True)
    yes = models.PositiveIntegerField(_("yes"), null=True)
    no = models.PositiveIntegerField(_("no"), null=True)
    abstain = models.PositiveIntegerField(_("abstained"), null=True)
    invalid = models.PositiveIntegerField(_("invalid"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=VoteOutcome.choices, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=10, choices=DecidedBy.choices, blank=True)
    drawn_by = models.CharField(_("who drew the lot"), max_length=200, blank=True)
    lot_number = models.CharField(_("the number said at the lot"), max_length=40, blank=True)
    lot_secret = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    closed_at = models.DateTimeField(pgettext_lazy("vote", "closed"), null=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    personal = {"drawn_by": Personal("shows how a tie was settled", "as long as the minutes", "blanked")}
    impersonal = ("question", "yes_means", "no_means", "roll_hash", "lot_number", "lot_secret")

    class Meta:
        ordering = ["item", "number"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="vote_number_is_unique"),
            models.UniqueConstraint(fields=["item"], condition=Q(state="open"), name="one_open_vote_on_an_item"),
            models.CheckConstraint(
                condition=Q(numerator__gte=1) & Q(denominator__gte=F("numerator")), name="vote_threshold_is_a_share"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed"])
                | (
                    _known("entitled", "present", "absent", "opened_at")
                    & Q(entitled=F("present") + F("absent"))
                    & ~Q(roll_hash="")
                ),
                name="vote_roll_reconciles",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (
                    _known("cast", "not_voted", "yes", "no", "abstain", "invalid", "closed_at")
                    & Q(present=F("cast") + F("not_voted"))
                    & Q(cast=F("yes") + F("no") + F("abstain") + F("invalid"))
                    & Q(closed_at__gte=F("opened_at"))
                    & ~Q(outcome="")
                    & ~Q(decided_by="")
                ),
                name="vote_figures_reconcile",
            ),
            models.CheckConstraint(condition=Q(state="closed") | Q(outcome=""), name="vote_outcome_only_when_closed"),
        ]

    def __str__(self) -> str:
        return self.question


class Absence(models.TextChoices):
    """Why nobody votes for a seat."""

    ABSENT = "absent", _("Absent, no substitute")
    RECUSED = "recused", _("Recused, no substitute")
    VACANT = "vacant", _("Vacant seat")


class RollEntry(models.Model):
    """A seat on the frozen roll of a vote: whose it is, and who serves in it (None: `absence` says why not)."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="roll")
    seat = models.PositiveSmallIntegerField(_("seat"))
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    serving = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    absence = models.CharField(max_length=10, choices=Absence.choices, blank=True)
    voted = models.BooleanField(default=False)

    personal = {
        "mandate": Personal("who was entitled to vote", "as long as the minutes", "points at a blanked person"),
        "serving": Personal("who could vote", "as long as the minutes", "points at a blanked person"),
    }

    class Meta:
        ordering = ["seat"]
        verbose_name = _("roll entry")
        verbose_name_plural = _("roll entries")
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat"], name="seat_stands_once_on_a_roll"),
            models.UniqueConstraint(fields=["vote", "serving"], name="nobody_serves_in_two_seats"),
            models.CheckConstraint(
                condition=Q(serving__isnull=False, absence="")
                | (Q(serving__isnull=True, voted=False) & ~Q(absence="")),
                name="seat_is_served_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.serving or self.get_absence_display()}"


class Choice(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", _("Abstain")
    INVALID = "invalid", _("Invalid")


class Ballot(models.Model):
    """A vote cast (open votes: `entry` and `cast_at` say whose and when), or a secret ballot, blank until marked."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    secret = models.BooleanField()
    entry = models.OneToOneField(RollEntry, null=True, on_delete=models.PROTECT, related_name="ballot")
    choice = models.CharField(_("vote"), max_length=10, choices=Choice.choices, blank=True)
    cast_at = models.DateTimeField(null=True)

    personal = {"entry": Personal("an open vote is public", "as long as the minutes", "points at a blanked person")}

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.CheckConstraint(
                condition=Q(secret=True, entry__isnull=True, cast_at__isnull=True)
                | (Q(secret=False, entry__isnull=False, cast_at__isnull=False) & ~Q(choice="")),
                name="secret_ballot_has_no_way_back",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
