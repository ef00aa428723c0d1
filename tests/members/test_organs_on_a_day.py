"""Who sits on a day, by which rules, and which seats are vacant."""

from datetime import date, timedelta

import pytest

from samsyn.members.models import MandateRole, MembershipKind, OrganisationKind
from samsyn.members.queries import mandates, organs, seats
from samsyn.members.succession import Reason
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY, DAY = make.TODAY, timedelta(days=1)


def names(found) -> list[str]:
    return [mandate.person.name for mandate in found]


def test_a_mandate_holds_from_its_first_day_to_its_last():
    board = make.organ()
    first, last = date(2018, 3, 1), date(2018, 4, 30)
    make.mandate(board, since=first, until=last, holder=make.person(name="Anna"))
    shown = [bool(names(mandates.holding(board, on=day))) for day in (first - DAY, first, last, last + DAY)]
    assert shown == [False, True, True, False]


def test_who_has_left_or_been_erased_holds_nothing_from_that_day():
    board = make.organ()
    make.mandate(board, holder=make.person(name="Anna", left_on=TODAY))
    assert names(mandates.holding(board, on=TODAY - DAY)) == ["Anna"]
    assert names(mandates.holding(board, on=TODAY)) == []


def test_the_chair_comes_first_and_a_secretary_has_no_seat():
    board = make.organ()
    roles = {"D": "delegate", "S": "substitute", "Sec": "secretary", "C": "chair", "V": "first_vice_chair"}
    for name, role in roles.items():
        make.mandate(board, make.person(name=name), role=MandateRole(role))
    make.mandate(make.organ(), holder=make.person(name="elsewhere"))
    assert names(mandates.holding(board, on=TODAY)) == ["C", "V", "D", "S", "Sec"]
    assert names(mandates.delegates(board, on=TODAY)) == ["C", "V", "D"]
    assert names(mandates.substitutes(board, on=TODAY)) == ["S"]


def test_the_latest_rules_that_have_begun_are_in_force():
    board = make.organ()
    make.rules_of_procedure(board, since=date(2017, 1, 1), summons_days=90)
    make.rules_of_procedure(board, since=TODAY, summons_days=60)
    assert organs.rules_on(board, on=date(2016, 12, 31)) is None
    assert organs.rules_on(board, on=TODAY - DAY).summons_days == 90
    assert organs.rules_on(board, on=TODAY).summons_days == 60


# --- Seats: 2 up to 49,999 inhabitants, 3 from 50,000, 5 from 200,000; half as many substitutes

STEPS = ((0, 2, 1), (50_000, 3, 2), (200_000, 5, 3))


@pytest.mark.parametrize(
    ("inhabitants", "expected"),
    [(0, (2, 1)), (49_999, (2, 1)), (50_000, (3, 2)), (199_999, (3, 2)), (200_000, (5, 3)), (900_000, (5, 3))],
)
def test_the_highest_step_that_is_reached_counts(inhabitants, expected):
    council, member = make.organ(), make.member(inhabitants)
    make.seat_rule(council, STEPS)
    found = seats.allotted(council, on=TODAY)[member]
    assert (found.seats, found.substitutes, found.inhabitants.number) == (*expected, inhabitants)


def test_a_kind_with_steps_of_its_own_follows_them_alone():
    council = make.organ()
    region = make.member(300_000, kind=OrganisationKind.REGION)
    town = make.member(300_000, kind=OrganisationKind.MUNICIPALITY)
    rule = make.seat_rule(council, STEPS)
    rule.steps.create(organisation_kind=OrganisationKind.REGION, inhabitants_from=0, seats=8, substitutes=8)
    found = seats.allotted(council, on=TODAY)
    assert (found[region].seats, found[town].seats) == (8, 5)


def test_without_inhabitants_the_seats_are_not_known_and_not_guessed():
    council, member = make.organ(), make.member()
    make.seat_rule(council, STEPS)
    assert seats.allotted(council, on=TODAY) == {member: None}
    assert mandates.vacancies(council, on=TODAY) == []


def test_inhabitants_are_those_of_the_last_year_that_is_over():
    council, member = make.organ(), make.member(40_000)
    member.inhabitants.create(year=2018, number=60_000, source="SCB")
    make.seat_rule(council, STEPS)
    assert seats.allotted(council, on=date(2018, 12, 31))[member].seats == 2
    assert seats.allotted(council, on=date(2019, 1, 1))[member].seats == 3


def test_only_members_of_the_day_have_seats():
    council, member = make.organ(), make.member(1)
    partner = make.organisation()
    partner.memberships.create(kind=MembershipKind.PARTNER, since=date(2017, 1, 1))
    member.memberships.update(until=TODAY)
    make.seat_rule(council, STEPS)
    assert set(seats.allotted(council, on=TODAY)) == {member}
    assert seats.allotted(council, on=TODAY + DAY) == {}


def test_a_later_rule_takes_over_and_may_fix_the_seats():
    board, uppsala = make.organ(), make.member(1, name="Uppsala")
    make.seat_rule(board, STEPS)
    make.seat_rule(board, fixed={uppsala: (7, 7)}, since=TODAY)
    assert seats.allotted(board, on=TODAY - DAY)[uppsala].seats == 2
    assert seats.allotted(board, on=TODAY)[uppsala].seats == 7


def test_vacancies_are_seats_allotted_and_not_filled():
    """Uppsala has 3 + 2 and fills 1 + 2; Sala has 2 + 1 and fills 3 + 1; Enköping fills none of 2 + 1."""
    council = make.organ()
    uppsala, sala = make.member(60_000, name="Uppsala"), make.member(20_000, name="Sala")
    enkoping, stranger = make.member(20_000, name="Enköping"), make.organisation(name="Oslo")
    make.seat_rule(council, STEPS)
    for body, delegates, substitutes in [(uppsala, 1, 2), (sala, 3, 1), (stranger, 1, 0), (None, 1, 0)]:
        for _n in range(delegates):
            make.mandate(council, appointed_by=body)
        for n in range(substitutes):
            make.mandate(council, role=MandateRole.SUBSTITUTE, appointed_by=body, entry_order=n + 1)
    found = {str(each.organisation): each for each in mandates.by_body(council, on=TODAY)}
    assert list(found) == ["Enköping", "Oslo", "Sala", "Uppsala", "None"]
    assert {name: (each.vacant, each.vacant_substitutes, each.too_many) for name, each in found.items()} == {
        "Uppsala": (2, 0, 0), "Sala": (0, 0, 1), "Enköping": (2, 1, 0), "Oslo": (0, 0, 1), "None": (0, 0, 0),
    }  # fmt: skip
    vacant = mandates.vacancies(council, on=TODAY)
    assert [each.organisation for each in vacant] == [enkoping, uppsala]


@pytest.mark.parametrize("count", [1, 3])
def test_seats_cost_the_same_queries_for_one_body_and_for_many(django_assert_num_queries, count):
    council = make.organ()
    make.seat_rule(council, STEPS)
    for _n in range(count):
        make.mandate(council, appointed_by=make.member(1))
    with django_assert_num_queries(6):
        assert len(mandates.by_body(council, on=TODAY)) == count


# --- Who steps in


def test_the_lineup_serves_by_the_rules_and_the_lists_of_the_day(django_assert_num_queries):
    board, uppsala = make.organ(), make.member()
    make.rules_of_procedure(board, substitution="per_party", fallback_across_parties=True)
    blue, green = (make.mandate(board, appointed_by=uppsala, party=party) for party in ("Blue", "Green"))
    red, white = (
        make.mandate(board, role=MandateRole.SUBSTITUTE, appointed_by=uppsala, party=party, entry_order=order)
        for order, party in enumerate(("Red", "White"), 1)
    )
    board.fallbacks.create(party="Blue", falls_back_to="White", position=1, since=TODAY)
    present = {green.key, red.key, white.key}
    with django_assert_num_queries(4):
        lineup = mandates.lineup(board, on=TODAY)
    assert [(each.seat, each.substitute, each.reason) for each in lineup.serving(present=present)] == [
        (blue.key, white.key, Reason.FALLBACK)
    ]
    (before,) = mandates.lineup(board, on=TODAY - DAY).serving(present=present)
    assert before.substitute == red.key, "no list was stated then: by the turn"


def test_an_own_substitute_is_known_by_the_delegate():
    board = make.organ()
    make.rules_of_procedure(board, substitution="per_delegate")
    first, second = make.mandate(board), make.mandate(board)
    substitute = make.mandate(board, role=MandateRole.SUBSTITUTE, stands_in_for=second)
    found = mandates.lineup(board, on=TODAY).serving(present={substitute.key})
    assert {each.seat: each.substitute for each in found} == {first.key: None, second.key: substitute.key}


def test_without_rules_of_procedure_nobody_steps_in():
    board = make.organ()
    make.mandate(board)
    substitute = make.mandate(board, role=MandateRole.SUBSTITUTE, entry_order=1)
    (found,) = mandates.lineup(board, on=TODAY).serving(present={substitute.key})
    assert found.substitute is None
