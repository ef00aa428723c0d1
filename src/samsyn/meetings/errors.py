"""What meetings decline to do. Each refusal says why, and what to do instead."""

from samsyn.foundation.errors import Refusal


class MeetingError(Refusal):
    """The meeting cannot be changed in this way."""


class WrongState(MeetingError):
    """The meeting, the item or the vote is in a state where this cannot be done."""


class NotUsable(MeetingError):
    """What was given is missing, or cannot be right."""


class NotServing(MeetingError):
    """The person does not sit in a seat: a substitute who has not entered, a guest, somebody recused."""


class NotPresent(MeetingError):
    """Whoever is not in the room cannot take part."""


class NotASubstitute(MeetingError):
    """Only substitutes enter in the seats of others."""


class TwoSeats(MeetingError):
    """Nobody serves in two seats."""


class SeatTaken(MeetingError):
    """Somebody serves in the seat."""


class RecusedHere(MeetingError):
    """Whoever is recused takes no part in the item."""


class NotInTurn(MeetingError):
    """Another substitute is before in the entry order."""


class NoReEntry(MeetingError):
    """Whoever has left a seat does not take it again at the same meeting, except after recusal."""


class BetweenItems(MeetingError):
    """Seats change only between items."""


class NoQuorum(MeetingError):
    """Too few are there to decide."""


class VoteClosed(MeetingError):
    """The vote does not take any more votes."""


class AlreadyVoted(MeetingError):
    """Somebody votes once."""


class RollChanged(MeetingError):
    """The frozen roll is not the one that was sealed."""


class TieUnsettled(MeetingError):
    """Votes are equal, and nothing has settled it."""


class Sealed(MeetingError):
    """Minutes that are under adjustment or adjusted are not changed."""
