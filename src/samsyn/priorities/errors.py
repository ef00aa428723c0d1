"""What priorities decline to do. Each refusal says why, and what to do instead."""

from samsyn.foundation.errors import Refusal


class PriorityError(Refusal):
    """The priorities cannot be changed in this way."""


class WrongState(PriorityError):
    """The round, need, object or draft is in a state where this cannot be done."""


class NotUsable(PriorityError):
    """What was given is missing, or cannot be right."""


class Contradiction(PriorityError):
    """Something else has been said about the same thing on the same day."""


class NoIndex(PriorityError):
    """An amount cannot be converted: the price index lacks a year."""
