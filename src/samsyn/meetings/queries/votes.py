"""Votes, their frozen rolls, and all that is needed to count one again."""

import hashlib
from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from samsyn.foundation.plain import seal
from samsyn.meetings.majority import Figures, Rule, Share, draw
from samsyn.meetings.models import Ballot, Choice, DecidedBy, Meeting, RollEntry, Vote, VoteKind, VoteState

STANDING = (VoteState.OPEN, VoteState.CLOSED)


def by_key(key: UUID) -> Vote:
    """The vote with a key; raises `Vote.DoesNotExist`."""
    return Vote.objects.select_related("item__meeting__organ").get(key=key)


def of_meeting(meeting: Meeting) -> QuerySet[Vote]:
    """Every vote of a meeting, in the order of the agenda."""
    return (
        Vote.objects.filter(item__meeting=meeting).select_related("item").order_by("item__position", "item", "number")
    )


def entries(vote: Vote) -> list[RollEntry]:
    """The frozen roll by seat, with names."""
    return list(
        vote.roll.select_related("mandate__person", "serving__person", "mandate__appointed_by").order_by("seat")
    )


def rule_of(vote: Vote) -> Rule:
    """The rule that the vote is judged by."""
    return Rule(vote.base, Share(vote.threshold, vote.numerator, vote.denominator), vote.tie)  # type: ignore[arg-type]


def sealed(vote: Vote) -> dict[str, Any]:
    """What `roll_hash` is the hash of: the question, the rule, and every seat with who serves in it, by keys alone.

    Names are not in it: a person who is erased later does not break the seal.
    """
    rows = vote.roll.order_by("seat").values_list("seat", "mandate__key", "serving__key", "absence")
    return {
        "vote": str(vote.key),
        "kind": vote.kind,
        "question": vote.question,
        "yes_means": vote.yes_means,
        "no_means": vote.no_means,
        "rule": {name: getattr(vote, name) for name in ("base", "threshold", "numerator", "denominator", "tie")},
        "lot": hashlib.sha256(vote.lot_secret.encode()).hexdigest(),
        "roll": [
            {"seat": seat, "mandate": _text(mandate), "serving": _text(serving), "absence": absence}
            for seat, mandate, serving, absence in rows
        ],
    }


def holds(vote: Vote) -> bool:
    """Is the frozen roll the one that was sealed?"""
    return seal(sealed(vote)) == vote.roll_hash


def counted(vote: Vote) -> Figures:
    """The figures, counted anew from the frozen roll and the ballots."""
    of_roll = vote.roll.aggregate(entitled=Count("pk"), present=Count("pk", filter=Q(serving__isnull=False)))
    found = Counter(vote.ballots.exclude(choice="").values_list("choice", flat=True))
    return Figures(of_roll["entitled"], of_roll["present"], *(found[choice] for choice in Choice.values))


def lot(vote: Vote) -> str:
    """What the lot gives: see `samsyn.meetings.majority.draw`."""
    return draw(["yes", "no"], f"{vote.lot_secret}:{vote.lot_number}")


def open_ballots(vote: Vote) -> dict[int, Ballot]:
    """The votes of an open vote, by seat."""
    found = vote.ballots.filter(secret=False).select_related("entry")
    return {ballot.entry.seat: ballot for ballot in found if ballot.entry}


def secret_choices(vote: Vote) -> list[str]:
    """What stands on the secret ballots, sorted: nothing else is known of them."""
    return sorted(vote.ballots.filter(secret=True).exclude(choice="").values_list("choice", flat=True))


def proof(vote: Vote) -> dict[str, Any]:
    """All that is needed to count a closed vote again, as plain data."""
    ballots = open_ballots(vote)
    secret = vote.kind == VoteKind.SECRET
    return {
        "sealed": sealed(vote),
        "sha256": vote.roll_hash,
        "names": _names(vote),
        "votes_by_seat": None if secret else {seat: ballot.choice for seat, ballot in sorted(ballots.items())},
        "secret_ballots": secret_choices(vote) if secret else None,
        "figures": {
            name: getattr(vote, name)
            for name in (
                "entitled", "present", "absent", "cast", "not_voted", "yes", "no", "abstain", "invalid",
            )
        },
        "outcome": vote.outcome,
        "decided_by": vote.decided_by,
        "lot": _lot(vote),
    }  # fmt: skip


def _lot(vote: Vote) -> dict[str, str] | None:
    if vote.decided_by != DecidedBy.LOT:
        return None
    return {"drawn_by": vote.drawn_by, "number": vote.lot_number, "secret": vote.lot_secret}


def _names(vote: Vote) -> dict[str, str]:
    """Who the keys of the roll are."""
    found = {}
    for entry in entries(vote):
        for mandate in (entry.mandate, entry.serving):
            if mandate is not None:
                found[str(mandate.key)] = mandate.person.name
    return found


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)
