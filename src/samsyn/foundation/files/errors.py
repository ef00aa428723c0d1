"""What goes wrong with files, said to the person."""

from samsyn.foundation.errors import Refusal


class FileError(Refusal):
    """A file that is not taken, or cannot be given."""
