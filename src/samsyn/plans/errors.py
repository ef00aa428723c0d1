"""What plans decline to do. Each refusal says why, and what to do instead."""

from samsyn.foundation.errors import Refusal


class PlanError(Refusal):
    """The plan cannot be changed in this way."""


class WrongState(PlanError):
    """The plan is in a state where this cannot be done."""


class WrongPlace(PlanError):
    """An item of this kind cannot stand there."""


class Circle(PlanError):
    """Something would serve itself."""


class ChangedMeanwhile(PlanError):
    """Somebody else changed it after it was read."""


class FollowedUp(PlanError):
    """What has been followed up is never removed."""


class NotUsable(PlanError):
    """What was given is missing, or cannot be right."""
