"""What members pay a year, by the rule in force.

A year's fee is that of the membership that holds on the year's first day, or else of the first that begins in the
year, and it is paid for the whole year. A rule of the organisation's own kind goes before one of every kind; of
several, the latest that has begun holds. Inhabitants are those of the latest year known that is over before the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet

from samsyn.members.models import FeeBasis, FeeRule, Inhabitants, Membership, Organisation
from samsyn.members.queries.days import holding_on, overlapping

ORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee and how it was worked out. `amount` None: no rule, or the inhabitants are not known.

    `counted` is the amount before the least and the most of the rule.
    """

    membership: Membership
    year: int
    rule: FeeRule | None = None
    inhabitants: Inhabitants | None = None
    counted: Decimal | None = None
    amount: Decimal | None = None


def rules() -> QuerySet[FeeRule]:
    """All rules that have been stated, the latest first."""
    return FeeRule.objects.order_by("-year", "membership_kind", "organisation_kind")


def members_on(on: date, *, kind: str = "") -> QuerySet[Membership]:
    """The memberships that hold on a day, of one kind or all, by name."""
    found = holding_on(Membership.objects.select_related("organisation"), on)
    return (found.filter(kind=kind) if kind else found).order_by("organisation__name", "pk")


@dataclass(frozen=True, slots=True)
class Bill:
    """The members of a day with the fees of its year. `total`: of those that could be worked out."""

    lines: tuple[tuple[Membership, Fee], ...]
    total: Decimal
    unknown: int


def bill(memberships: Iterable[Membership], year: int) -> Bill:
    """The fees of members, and what they come to."""
    memberships = list(memberships)
    fees = of_year([each.organisation for each in memberships], year)
    lines = tuple((each, fees[each.organisation_id]) for each in memberships)
    known = [fee.amount for _membership, fee in lines if fee.amount is not None]
    return Bill(lines, sum(known, Decimal(0)), len(lines) - len(known))


def of_year(organisations: Iterable[Organisation], year: int) -> dict[int, Fee]:
    """The fee of each organisation that pays one in a year, by its id. Three queries, whatever their number."""
    ids = [each.pk for each in organisations]
    known: dict[int, Inhabitants] = {
        each.organisation_id: each
        for each in Inhabitants.objects.filter(organisation__in=ids, year__lt=year).order_by("year")
    }
    stated = list(FeeRule.objects.filter(year__lte=year).order_by("year"))
    return {
        membership.organisation_id: worked_out(
            membership, year, _in_force(stated, membership), known.get(membership.organisation_id)
        )
        for membership in _paying(ids, year)
    }


def worked_out(membership: Membership, year: int, rule: FeeRule | None, inhabitants: Inhabitants | None) -> Fee:
    """The fee by a rule, to the öre, half an öre upwards."""
    if rule is None:
        return Fee(membership, year)
    if rule.basis == FeeBasis.FIXED:
        return Fee(membership, year, rule, None, rule.amount, _within(rule, rule.amount))
    if inhabitants is None:
        return Fee(membership, year, rule)
    counted = rule.amount * inhabitants.number
    return Fee(membership, year, rule, inhabitants, counted, _within(rule, counted))


def _paying(ids: list[int], year: int) -> list[Membership]:
    """The membership of each organisation that the year is paid for."""
    rows = Membership.objects.filter(organisation__in=ids).select_related("organisation")
    first: dict[int, Membership] = {}
    for each in overlapping(rows, date(year, 1, 1), date(year, 12, 31)).order_by("since"):
        first.setdefault(each.organisation_id, each)
    return list(first.values())


def _in_force(stated: Iterable[FeeRule], membership: Membership) -> FeeRule | None:
    """The latest of the rules, which come in the order of their years, that is for the membership."""
    by_kind: dict[str, FeeRule] = {}
    for rule in stated:
        if rule.membership_kind == membership.kind:
            by_kind[rule.organisation_kind] = rule
    return by_kind.get(membership.organisation.kind) or by_kind.get("")


def _within(rule: FeeRule, counted: Decimal) -> Decimal:
    least = counted if rule.least is None else max(counted, rule.least)
    most = least if rule.most is None else min(least, rule.most)
    return most.quantize(ORE, rounding=ROUND_HALF_UP)
