"""Memberships: when an organisation becomes something to the council, and when it ceases to be."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import Membership, MembershipKind, Organisation
from samsyn.members.queries.days import overlapping


@transaction.atomic
def begin(
    organisation: Organisation, *, kind: MembershipKind, since: date, until: date | None = None, by, at: datetime
) -> Membership:
    """Let an organisation be a member, associated or a partner from a day. It is one thing at a time."""
    gate.to_keep(by, at)
    gate.refuse_wrong_order(since, until)
    made = Membership(organisation=organisation, kind=kind, since=since, until=until)
    _refuse_two(made)
    made.save(force_insert=True)
    _record(made, "members.membership_begun", by, at, since=since.isoformat())
    return made


@transaction.atomic
def end(membership: Membership, *, until: date, by, at: datetime) -> Membership:
    """Let a membership end with a day, its last; a later day than was said is refused where another has begun."""
    gate.to_keep(by, at)
    gate.refuse_wrong_order(membership.since, until)
    membership.until = until
    _refuse_two(membership)
    membership.save(update_fields=["until"])
    _record(membership, "members.membership_ended", by, at, until=until.isoformat())
    return membership


def _refuse_two(membership: Membership) -> None:
    """Refuse a membership beside another of the same organisation, whose row is locked first."""
    (organisation,) = Organisation.objects.select_for_update().filter(pk=membership.organisation.pk)
    others = organisation.memberships.exclude(pk=membership.pk)
    for other in overlapping(others.order_by("since"), membership.since, membership.until):
        raise MemberError(
            _("%(organisation)s is %(kind)s from %(since)s already. End that first.")
            % {"organisation": organisation, "kind": other.get_kind_display().lower(), "since": other.since}
        )


def _record(membership: Membership, verb: str, by, at: datetime, **details) -> None:
    subject = f"organisation:{membership.organisation.code}"
    audit.record(verb=verb, subject=subject, by=by, at=at, kind=membership.kind, **details)
