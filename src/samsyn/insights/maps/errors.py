"""What a map cannot be drawn of, said to the person who asked."""

from samsyn.foundation.errors import Refusal


class MapError(Refusal):
    """The areas or the colours of a map do not make a map; the message says what does."""
