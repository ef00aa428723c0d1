"""How long work tells how far it has come."""

from collections.abc import Callable

Progress = Callable[[float, str], object]
"""Told the share that is done (0 to 1) and what is being done; raises to stop the work."""


def silent(share: float, message: str) -> None:
    """For whoever does not want to know."""
