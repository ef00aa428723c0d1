"""The rules that members pay by."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import FeeBasis, FeeRule, MembershipKind


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule asks for a year, in SEK; the fields are those of `FeeRule`."""

    basis: FeeBasis
    amount: Decimal
    least: Decimal | None = None
    most: Decimal | None = None


@transaction.atomic
def set_rule(
    *, year: int, membership_kind: MembershipKind, organisation_kind: str = "", terms: Terms, by: Any, at: datetime
) -> FeeRule:
    """Let a kind of membership cost something from a year on. A rule from that very year is corrected."""
    gate.to_keep(by, at)
    if min(each for each in (terms.amount, terms.least, terms.most) if each is not None) < 0:
        raise MemberError(_("A fee is not below 0."))
    if terms.least is not None and terms.most is not None and terms.most < terms.least:
        raise MemberError(_("The most cannot be below the least."))
    made, new = FeeRule.objects.update_or_create(
        year=year, membership_kind=membership_kind, organisation_kind=organisation_kind, defaults=asdict(terms)
    )
    audit.record(
        verb="members.fee_rule_set", subject=f"fee:{year}", by=by, at=at, corrects=not new,
        membership_kind=membership_kind, organisation_kind=organisation_kind,
        **{name: None if value is None else str(value) for name, value in asdict(terms).items()},
    )  # fmt: skip
    return made
