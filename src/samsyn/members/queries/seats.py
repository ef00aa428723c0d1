"""How many seats each member has in an organ by the rule of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samsyn.members.models import (
    Inhabitants,
    Membership,
    MembershipKind,
    Organ,
    Organisation,
    SeatBasis,
    SeatRule,
    SeatStep,
)
from samsyn.members.queries.days import holding_on


@dataclass(frozen=True, slots=True)
class Allotted:
    """What a member has by rule: seats, substitutes and, where counted, the inhabitants that they follow from."""

    seats: int
    substitutes: int
    inhabitants: Inhabitants | None = None


def rule_on(organ: Organ, *, on: date) -> SeatRule | None:
    """The seat rule in force on a day: the latest that had begun."""
    found = organ.seat_rules.filter(since__lte=on).order_by("-since")
    return found.prefetch_related("steps", "allotments__organisation").first()


def all_rules(organ: Organ) -> QuerySet[SeatRule]:
    """All seat rules that have been stated, the latest first."""
    return organ.seat_rules.order_by("-since")


def allotted(organ: Organ, *, on: date) -> dict[Organisation, Allotted | None]:
    """The seats of each member by the rule of the day; None where its inhabitants are not known."""
    rule = rule_on(organ, on=on)
    if rule is None:
        return {}
    if rule.basis == SeatBasis.FIXED:
        return {each.organisation: Allotted(each.seats, each.substitutes) for each in rule.allotments.all()}
    known = _inhabitants(on)
    return {member: _by_steps(rule.steps.all(), member, known.get(member.pk)) for member in _members(on)}


def _members(on: date) -> QuerySet[Organisation]:
    members = holding_on(Membership.objects.filter(kind=MembershipKind.MEMBER), on)
    return Organisation.objects.filter(pk__in=members.values("organisation"))


def _inhabitants(on: date) -> dict[int, Inhabitants]:
    """The latest figure of each organisation: of the end of a year that is over on the day."""
    return {each.organisation_id: each for each in Inhabitants.objects.filter(year__lt=on.year).order_by("year")}


def _by_steps(steps: Iterable[SeatStep], member: Organisation, known: Inhabitants | None) -> Allotted | None:
    """The highest step that is reached, of those of the member's kind or, where it has none, of those of all kinds."""
    steps = list(steps)
    own = [step for step in steps if step.organisation_kind == member.kind] or [
        step for step in steps if not step.organisation_kind
    ]
    if known is None and any(step.inhabitants_from for step in own):
        return None
    number = known.number if known else 0
    reached = [step for step in own if step.inhabitants_from <= number]
    highest = max(reached, key=lambda step: step.inhabitants_from, default=None)
    return Allotted(highest.seats, highest.substitutes, known) if highest else Allotted(0, 0, known)
