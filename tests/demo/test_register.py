"""The demonstration's register: seats as its rule says, nobody twice, and quickly entered."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from samsyn.demo import people, register
from samsyn.demo.names import names
from samsyn.foundation.days import day_of
from samsyn.members.models import Mandate, Organ, Organisation, Person
from samsyn.members.operations import people as persons
from samsyn.members.queries import mandates, organs, seats

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 2, 9, tzinfo=UTC)
TERM, TODAY = date(2023, 1, 1), day_of(AT)


@pytest.fixture
def loaded():
    register.register_members(since=TERM, at=AT)
    for each in people.PEOPLE:
        organisation = Organisation.objects.filter(code=each.organisation).first()
        persons.register_person(name=each.name, email=people.email(each), organisation=organisation, by=None, at=AT)
    register.register_organs(since=TERM, at=AT)
    register.replace_some(at=AT)


@pytest.mark.parametrize(("year", "first"), [(2018, 2015), (2019, 2019), (2022, 2019), (2023, 2023), (2026, 2023)])
def test_a_term_is_of_four_years(year, first):
    assert register.term_of(year) == date(first, 1, 1)


def test_names_are_each_once_and_so_are_their_addresses():
    drawn = list(islice(names(), 1500))
    assert len(set(drawn)) == len({register._address(name) for name in drawn}) == 1500


def test_the_council_has_200_seats_by_its_rule_and_three_are_vacant(loaded):
    council = Organ.objects.get(code="radet")
    allotted = seats.allotted(council, on=TODAY)
    assert sum(each.seats for each in allotted.values()) == 200
    by_code = {body.code: each.seats for body, each in allotted.items()}
    assert [by_code[code] for code in ("0180", "0380", "0182", "0160", "1864", "lan-01", "lan-19")] == [
        12, 5, 3, 3, 1, 9, 5,
    ]  # fmt: skip
    seating = mandates.seating(council, on=TODAY)
    assert (seating.delegates, seating.vacant, seating.vacant_substitutes) == (197, 3, 0)
    assert {each.organisation.code for each in mandates.vacancies(council, on=TODAY)} == register.VACANT


def test_the_board_has_19_and_19_who_sit_in_the_council(loaded):
    council, board = (Organ.objects.get(code=code) for code in ("radet", "styrelsen"))
    seating = mandates.seating(board, on=TODAY)
    assert (seating.seats, seating.delegates, seating.substitutes, seating.vacant) == (19, 19, 19, 0)
    of_council = set(mandates.holding(council, on=TODAY).values_list("person", flat=True))
    assert set(mandates.holding(board, on=TODAY).values_list("person", flat=True)) <= of_council
    chairs = {mandates.holding(organ, on=TODAY).get(role="chair").person.name for organ in (council, board)}
    assert chairs == {"Olga Sandmark"}


def test_the_delegate_with_an_account_has_the_substitute_with_one(loaded):
    board = Organ.objects.get(code="styrelsen")
    delegate = mandates.delegates(board, on=TODAY).get(person__email="ledamot@demo.example")
    everybody = {each.key for each in mandates.holding(board, on=TODAY)}
    (service,) = mandates.lineup(board, on=TODAY).serving(present=everybody - {delegate.key})
    assert Mandate.objects.get(key=service.substitute).person.email == "ersattare@demo.example"


def test_every_organ_has_rules_and_every_party_its_group(loaded):
    for organ in Organ.objects.all():
        assert organs.rules_on(organ, on=TODAY) is not None
        assert mandates.delegates(organ, on=TODAY).exists()
    groups = Organ.objects.filter(kind="party_group")
    assert sum(mandates.delegates(group, on=TODAY).count() for group in groups) == 197
    assert {organ.code for organ in Organ.objects.filter(public=True)} == {"radet", "styrelsen", "presidiet"}


def test_some_have_been_replaced_and_were_delegates_before(loaded):
    council = Organ.objects.get(code="radet")
    before, after = (set(mandates.delegates(council, on=on).values_list("person", flat=True)) for on in (TERM, TODAY))
    assert len(before - after) == len(after - before) == register.RESIGNED
    assert not Person.objects.filter(name="").exists()


def test_the_whole_register_costs_few_queries(django_assert_max_num_queries):
    register.register_members(since=TERM, at=AT)
    with django_assert_max_num_queries(500):
        register.register_organs(since=TERM, at=AT)
