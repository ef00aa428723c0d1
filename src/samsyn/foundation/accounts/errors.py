"""What accounts refuse."""

from samsyn.foundation.errors import Refusal


class AccountError(Refusal):
    """Something that cannot be done with an account as it stands."""
