"""What holds from a day to a day."""

from django.db.models import CheckConstraint, F, Q


def ends_after_beginning(name: str) -> CheckConstraint:
    """The last day, where there is one, is not before the first."""
    return CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name)
