"""What the members' register refuses."""

from samsyn.foundation.errors import Refusal


class MemberError(Refusal):
    """Something that cannot be done with the members' register as it stands."""
