"""The pages of members: what anybody reads of them, what the office does, and who may what."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.foundation.accounts.models import Role
from samsyn.members.models import FeeRule, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db
KEEPERS = {Role.OFFICER, Role.ADMINISTRATOR}
EVERYBODY = {*Role, None}
SEEN_BY = {
    "members": EVERYBODY,
    "members_table": KEEPERS,
    "fee_rules": KEEPERS,
    "organisations": KEEPERS,
    "organisation": KEEPERS,
    "change_organisation": KEEPERS,
    "begin_membership": KEEPERS,
    "end_membership": KEEPERS,
    "note_inhabitants": KEEPERS,
}
"""Who opens a page. None is anybody, not signed in."""


@pytest.fixture
def officer(client):
    client.force_login(make.user(Role.OFFICER))
    return client


@pytest.fixture
def uppsala():
    return make.member(200_000, code="0380", name="Uppsala kommun", kind="municipality")


def fee_rule(amount: str = "1.25", **fields) -> FeeRule:
    defaults = {"year": 2017, "membership_kind": "member", "basis": "per_inhabitant", "amount": Decimal(amount)}
    return FeeRule.objects.create(**defaults | fields)


def address(name: str, of=None) -> str:
    if name in {"members", "members_table", "fee_rules", "organisations"}:
        return reverse(f"members:{name}")
    more = [of.memberships.get().pk] if name == "end_membership" else []
    return reverse(f"members:{name}", args=[of.code, *more])


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("name", SEEN_BY)
def test_who_opens_what(client, uppsala, name, role):
    if role:
        client.force_login(make.user(role))
    answer = client.get(address(name, uppsala))
    expected = 200 if role in SEEN_BY[name] else 403 if role else 302
    assert answer.status_code == expected


def test_anybody_reads_name_kind_and_since_and_no_more(client, uppsala):
    fee_rule()
    html = client.get(address("members")).content.decode()
    assert "Uppsala kommun" in html
    assert "1 januari 2017" in html
    assert "250\u202f000" not in html
    assert address("organisation", uppsala) not in html


def test_the_office_sees_fees_and_how_they_were_worked_out(officer, uppsala):
    fee_rule(most="240000")
    make.organisation(name="Oslo").memberships.create(kind="partner", since=date(2017, 1, 1))
    for page in (address("members"), address("organisation", uppsala)):
        html = officer.get(page).content.decode()
        assert "240\u202f000,00 kr" in html
        assert "200\u202f000 invånare (2017) × 1,25 = 250\u202f000,00" in html
    assert "Oslo" in officer.get(address("members")).content.decode()
    assert "Oslo" not in officer.get(address("members"), {"kind": "member"}).content.decode()


def test_the_list_is_that_of_a_day(officer, uppsala):
    Membership.objects.update(until=date(2018, 6, 30))
    assert "Uppsala" in officer.get(address("members"), {"on": "2018-06-30"}).content.decode()
    assert "Uppsala" not in officer.get(address("members"), {"on": "2018-07-01"}).content.decode()


def test_the_workbook_holds_the_same(officer, uppsala):
    fee_rule()
    make.member(name="=1+1")
    book = load_workbook(io.BytesIO(officer.get(address("members_table"), {"on": "2018-05-02"}).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert rows[1][:2] == ["0380", "Uppsala kommun"]
    assert (rows[1][5], rows[1][6]) == (200_000, 250_000)
    assert rows[0][6] is None
    assert book.active["B2"].data_type == "s", "a name is no formula"


def test_a_membership_begins_and_ends_and_is_refused_beside_another(officer, uppsala):
    answer = officer.post(address("begin_membership", uppsala), {"kind": "partner", "since": "2018-01-01"})
    assert answer.status_code == 400
    assert "redan medlem" in answer.content.decode()
    officer.post(address("end_membership", uppsala), {"until": "2017-12-31"})
    officer.post(address("begin_membership", uppsala), {"kind": "partner", "since": "2018-01-01"})
    told = list(Membership.objects.order_by("since").values_list("kind", "until"))
    assert told == [("member", date(2017, 12, 31)), ("partner", None)]


def test_nobody_ends_a_membership_by_the_address_of_another(officer, uppsala):
    other = make.member()
    wrong = reverse("members:end_membership", args=[other.code, uppsala.memberships.get().pk])
    assert officer.post(wrong, {"until": "2018-01-01"}).status_code == 404
    assert not Membership.objects.filter(until__isnull=False).exists()


def test_particulars_inhabitants_and_fees_are_entered(officer, uppsala):
    officer.post(address("change_organisation", uppsala), {"name": "Uppsala", "kind": "", "sector": "public"})
    uppsala.refresh_from_db()
    assert (uppsala.name, uppsala.kind) == ("Uppsala", "")
    officer.post(address("note_inhabitants", uppsala), {"year": "2018", "number": "225164", "source": "SCB"})
    assert uppsala.inhabitants.get(year=2018).number == 225_164
    typed = {"year": "2018", "membership_kind": "member", "basis": "per_inhabitant", "amount": "1.5", "least": "5"}
    assert officer.post(address("fee_rules"), typed).status_code == 302
    rule = FeeRule.objects.get()
    assert (rule.amount, rule.least, rule.most) == (Decimal("1.5"), 5, None)
    assert officer.post(address("fee_rules"), typed | {"most": "4"}).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_as_few_queries_for_many(officer, django_assert_max_num_queries, count):
    fee_rule()
    for _n in range(count):
        make.member(100)
    with django_assert_max_num_queries(11):
        html = officer.get(address("members")).content.decode()
    assert html.count("100 invånare") == count
