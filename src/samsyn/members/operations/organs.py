"""Registering organs."""

from datetime import datetime

from django.db import transaction

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.models import Organ


def register_organ(*, code: str, name: str, by, at: datetime) -> Organ:
    """Add a body that decides."""
    gate.to_keep(by, at)
    gate.refuse_taken_code(Organ, code)
    with transaction.atomic():
        made = Organ.objects.create(code=code, name=gate.named(name))
        audit.record(verb="members.organ_registered", subject=f"organ:{code}", by=by, at=at)
    return made
