"""What long analyses tell while they work."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1; may raise to stop the work."""
