"""Fees of a year, worked out by hand: which rule, whose inhabitants, the least and the most, to the öre."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.members.errors import MemberError
from samsyn.members.models import FeeBasis, FeeRule, Inhabitants, MembershipKind
from samsyn.members.operations import fees as operations
from samsyn.members.operations.fees import Terms
from samsyn.members.queries import fees
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
MEMBER = MembershipKind.MEMBER


def rule(year: int, amount: str, *, kind: str = "", basis=FeeBasis.PER_INHABITANT, **bounds: str) -> FeeRule:
    terms = Terms(basis, Decimal(amount), **{name: Decimal(value) for name, value in bounds.items()})
    return operations.set_rule(
        year=year, membership_kind=MEMBER, organisation_kind=kind, terms=terms, by=None, at=NOW
    )  # fmt: skip


def fee(organisation, year: int = 2018) -> fees.Fee:
    return fees.of_year([organisation], year)[organisation.pk]


@pytest.mark.parametrize(
    ("inhabitants", "amount"),
    [(100_001, "125001.25"), (7_999, "10000.00"), (8_001, "10001.25"), (200_001, "250000.00"), (0, "10000.00")],
)
def test_a_fee_by_inhabitants_lies_between_the_least_and_the_most(inhabitants, amount):
    rule(2017, "1.25", least="10000", most="250000")
    found = fee(make.member(inhabitants))
    assert found.amount == Decimal(amount)
    assert found.counted == Decimal("1.25") * inhabitants


def test_half_an_ore_goes_upwards():
    rule(2017, "0.0050")
    assert fee(make.member(1)).amount == Decimal("0.01")
    assert fee(make.member(2_000_001)).amount == Decimal("10000.01")


def test_the_own_kind_goes_before_every_kind_and_the_latest_year_holds():
    region, company = make.member(kind="region"), make.member(kind="company")
    rule(2017, "900", kind="region", basis=FeeBasis.FIXED)
    rule(2018, "100", basis=FeeBasis.FIXED)
    rule(2019, "950", kind="region", basis=FeeBasis.FIXED)
    assert [fee(region, year).amount for year in (2017, 2018, 2019, 2025)] == [900, 900, 950, 950]
    assert [fee(company, year).amount for year in (2017, 2018, 2019)] == [None, 100, 100]


def test_inhabitants_are_those_of_a_year_that_is_over():
    rule(2017, "1")
    member = make.member(500)
    Inhabitants.objects.create(organisation=member, year=2018, number=600, source="SCB")
    assert fee(member, 2017).amount is None, "the only figure then is of the end of the year itself"
    assert fee(member, 2018).amount == 500
    assert (fee(member, 2019).amount, fee(member, 2019).inhabitants.year) == (600, 2018)


def test_a_year_is_paid_for_the_membership_of_its_first_day_or_the_first_of_the_year():
    rule(2017, "100", basis=FeeBasis.FIXED)
    body = make.organisation()
    partner = body.memberships.create(kind="partner", since=date(2018, 3, 1), until=date(2019, 6, 30))
    member = body.memberships.create(kind="member", since=date(2019, 7, 1), until=date(2020, 1, 1))
    assert fees.of_year([body], 2017) == {}
    assert [fee(body, year).membership for year in (2018, 2019, 2020)] == [partner, partner, member]
    assert (fee(body, 2019).rule, fee(body, 2020).amount) == (None, 100)
    assert fees.of_year([body], 2021) == {}


def test_a_rule_of_the_same_year_is_corrected_and_told():
    rule(2018, "1")
    rule(2018, "2.5")
    assert FeeRule.objects.get().amount == Decimal("2.5")
    assert [entry.details["corrects"] for entry in AuditEntry.objects.order_by("sequence")] == [False, True]
    with pytest.raises(MemberError, match="lägre än 0"):
        rule(2018, "-1")
    with pytest.raises(MemberError, match="Den högsta"):
        rule(2018, "1", least="2", most="1")
    assert FeeRule.objects.get().amount == Decimal("2.5")


@pytest.mark.parametrize("count", [1, 30])
def test_the_fees_of_many_cost_three_queries(django_assert_num_queries, count):
    rule(2017, "1")
    members = [make.member(100) for _n in range(count)]
    with django_assert_num_queries(3):
        found = fees.of_year(members, 2018)
    assert sum(each.amount for each in found.values()) == 100 * count


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
def test_only_those_who_keep_the_register_set_rules(role):
    by = make.user(role) if role else AnonymousUser()
    said = {"year": 2018, "membership_kind": MEMBER, "terms": Terms(FeeBasis.FIXED, Decimal(1)), "by": by, "at": NOW}
    if role in {Role.OFFICER, Role.ADMINISTRATOR}:
        operations.set_rule(**said)
        assert FeeRule.objects.exists()
        return
    with pytest.raises(NotPermitted):
        operations.set_rule(**said)
    assert not FeeRule.objects.exists()
