"""What `insights` declines to do."""

from samsyn.foundation.errors import Refusal


class InsightError(Refusal):
    """A published result that cannot be used or changed as asked."""
