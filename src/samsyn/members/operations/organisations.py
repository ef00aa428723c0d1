"""Registering organisations."""

from datetime import datetime

from django.db import transaction

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.models import Organisation, Sector


def register_organisation(
    *, code: str, name: str, sector: Sector = Sector.PUBLIC, county: str = "", by, at: datetime
) -> Organisation:
    """Add an organisation under its official code, where it has one."""
    gate.to_keep(by, at)
    gate.refuse_taken_code(Organisation, code)
    with transaction.atomic():
        made = Organisation.objects.create(code=code, name=gate.named(name), sector=sector, county=county)
        audit.record(verb="members.organisation_registered", subject=f"organisation:{code}", by=by, at=at)
    return made
