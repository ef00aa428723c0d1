"""Organisations, and how many live in their areas."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import Inhabitants, Organisation, OrganisationKind, Sector


def register_organisation(
    *, code: str, name: str, kind: OrganisationKind | Literal[""] = "", sector: Sector = Sector.PUBLIC,
    county: str = "", by, at: datetime,
) -> Organisation:  # fmt: skip
    """Add an organisation under its official code, where it has one; `kind` empty where it is not known."""
    gate.to_keep(by, at)
    gate.refuse_taken_code(Organisation, code)
    with transaction.atomic():
        made = Organisation.objects.create(code=code, name=gate.named(name), kind=kind, sector=sector, county=county)
        audit.record(verb="members.organisation_registered", subject=f"organisation:{code}", by=by, at=at)
    return made


@transaction.atomic
def change_organisation(
    organisation: Organisation, *, name: str, kind: OrganisationKind | Literal[""], sector: Sector, county: str, by,
    at: datetime,
) -> Organisation:  # fmt: skip
    """Correct what an organisation is called, what it is by law, and where it lies."""
    gate.to_keep(by, at)
    organisation.name, organisation.kind = gate.named(name), kind
    organisation.sector, organisation.county = sector, county
    organisation.save(update_fields=["name", "kind", "sector", "county"])
    subject = f"organisation:{organisation.code}"
    audit.record(verb="members.organisation_changed", subject=subject, by=by, at=at, kind=kind, sector=sector)
    return organisation


@transaction.atomic
def note_inhabitants(numbers: Mapping[Organisation, int], *, year: int, source: str, by, at: datetime) -> int:
    """Note how many lived in the areas of organisations at the end of a year; what was noted of it is corrected."""
    gate.to_keep(by, at)
    if not source.strip():
        raise MemberError(_("Say where the numbers are from."))
    if any(number < 0 for number in numbers.values()):
        raise MemberError(_("A number of inhabitants is not below 0."))
    rows = [Inhabitants(organisation=of, year=year, number=n, source=source.strip()) for of, n in numbers.items()]
    Inhabitants.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["organisation", "year"], update_fields=["number", "source"]
    )
    audit.record(
        verb="members.inhabitants_noted", subject=f"inhabitants:{year}", by=by, at=at,
        organisations=[each.code for each in numbers],
    )  # fmt: skip
    return len(rows)
