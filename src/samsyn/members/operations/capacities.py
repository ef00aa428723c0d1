"""Capacities: what a person is to the council, and until when the contact data of it are kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.members import gate
from samsyn.members.models import Capacity


@transaction.atomic
def purge(*, by: Any, at: datetime) -> int:
    """Remove the capacities whose last day of being kept has passed. Their number."""
    gate.to_keep(by, at)
    number, _by_model = Capacity.objects.filter(keep_until__lt=day_of(at)).delete()
    if number:
        audit.record(verb="members.capacities_purged", subject="capacities:old", by=by, at=at, number=number)
    return number
