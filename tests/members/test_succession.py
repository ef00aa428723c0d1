"""Who serves for whom: cases drawn by hand, and what holds whatever is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.members.models import SubstitutionRule
from samsyn.members.succession import WORDS, EntryRule, Reason, Scope, Seat, Service, Substitute, succession, turn

# Uppsala has two delegates of Blue and one of Green; Sala has one of Blue. Substitutes as they are listed:
SEATS = [Seat("ub1", "U", "Blue"), Seat("ub2", "U", "Blue"), Seat("ug", "U", "Green"), Seat("sb", "S", "Blue")]
SUBSTITUTES = [
    Substitute("u-1-green", "U", "Green", 1, stands_in_for="ug"),
    Substitute("u-2-blue", "U", "Blue", 2, stands_in_for="ub1"),
    Substitute("u-3-red", "U", "Red", 3),
    Substitute("s-1-blue", "S", "Blue", 1),
]
EVERYBODY = {each.key for each in (*SEATS, *SUBSTITUTES)}


def served(scope, *, away, fallback=False, lists=None, serving=None) -> dict:
    rule = EntryRule(scope, fallback, lists or {})
    found = succession(SEATS, SUBSTITUTES, rule, present=EVERYBODY - set(away), serving=serving)
    return {service.seat: (service.substitute, service.reason) for service in found}


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], {}),
        (["ub1"], {"ub1": ("u-2-blue", Reason.PARTY)}),
        (["ub2"], {"ub2": ("u-2-blue", Reason.PARTY)}),
        (["ub1", "ub2"], {"ub1": ("u-2-blue", Reason.PARTY), "ub2": (None, None)}),
        (["ub1", "u-2-blue"], {"ub1": (None, None)}),
        (["sb"], {"sb": ("s-1-blue", Reason.PARTY)}),
    ],
)
def test_by_party_the_next_of_body_and_party_serves(away, expected):
    assert served(Scope.PARTY, away=away) == expected


def test_by_body_the_turn_alone_decides():
    assert served(Scope.BODY, away=["ub1", "ub2", "ug", "sb"]) == {
        "ub1": ("u-1-green", Reason.BODY),
        "ub2": ("u-2-blue", Reason.BODY),
        "ug": ("u-3-red", Reason.BODY),
        "sb": ("s-1-blue", Reason.BODY),
    }


def test_by_delegate_only_the_own_substitute_serves():
    assert served(Scope.DELEGATE, away=["ub1", "ub2", "ug"]) == {
        "ub1": ("u-2-blue", Reason.OWN),
        "ub2": (None, None),
        "ug": ("u-1-green", Reason.OWN),
    }


def test_nobody_falls_back_on_one_whom_another_has_a_right_to():
    """The second Blue seat has none left. Green is first in turn, but the absent Green delegate's own."""
    assert served(Scope.PARTY, away=["ub1", "ub2", "ug"], fallback=True) == {
        "ub1": ("u-2-blue", Reason.PARTY),
        "ub2": ("u-3-red", Reason.FALLBACK),
        "ug": ("u-1-green", Reason.PARTY),
    }
    assert served(Scope.PARTY, away=["ub1", "ub2"], fallback=True)["ub2"] == ("u-1-green", Reason.FALLBACK)


def test_a_list_across_parties_goes_before_the_turn_and_says_all():
    """Blue falls back on Red, not on Green, although Green is first; nobody on the list is left, so nobody serves."""
    lists = {("U", "Blue"): ("Red",), (None, "Blue"): ("Green",)}
    away = ["ub1", "ub2"]
    assert served(Scope.PARTY, away=away, fallback=True, lists=lists)["ub2"] == ("u-3-red", Reason.FALLBACK)
    away = ["ub1", "ub2", "u-3-red"]
    assert served(Scope.PARTY, away=away, fallback=True, lists=lists)["ub2"] == (None, None)
    own_is_missing = {(None, "Blue"): ("Green",)}
    assert served(Scope.PARTY, away=away, fallback=True, lists=own_is_missing)["ub2"] == ("u-1-green", Reason.FALLBACK)


def test_by_delegate_the_own_party_comes_first_in_the_fallback():
    lists = {("U", "Blue"): ("Red",)}
    assert served(Scope.DELEGATE, away=["ub2"], fallback=True, lists=lists)["ub2"] == ("u-2-blue", Reason.FALLBACK)


def test_who_serves_goes_on_until_the_delegate_is_back():
    """Red serves for the second Blue seat; that the first Blue substitute comes does not change it."""
    serving = {"ub2": "u-3-red"}
    assert served(Scope.PARTY, away=["ub2"], serving=serving) == {"ub2": ("u-3-red", Reason.SERVING)}
    assert served(Scope.PARTY, away=["ub1"], serving=serving) == {"ub1": ("u-2-blue", Reason.PARTY)}
    assert served(Scope.PARTY, away=["ub2", "u-3-red"], serving=serving) == {"ub2": ("u-2-blue", Reason.PARTY)}


def test_without_a_turn_one_comes_last_in_the_order_given():
    seat = Seat("a", "U")
    given = [Substitute("late", "U"), Substitute("later", "U"), Substitute("first", "U", entry_order=7)]
    assert [each.key for each, _reason in turn(seat, given, EntryRule(Scope.BODY))] == ["first", "late", "later"]


def test_the_turn_names_everybody_once_with_the_best_claim():
    rule = EntryRule(Scope.PARTY, fallback=True)
    assert [(each.key, reason) for each, reason in turn(SEATS[1], SUBSTITUTES, rule)] == [
        ("u-2-blue", Reason.PARTY),
        ("u-1-green", Reason.FALLBACK),
        ("u-3-red", Reason.FALLBACK),
    ]


def test_scopes_and_reasons_have_their_words():
    assert {scope.value for scope in Scope} == set(SubstitutionRule.values)
    assert set(WORDS) == set(Reason)


# --- Whatever is drawn

bodies, parties = st.sampled_from(["U", "S", None]), st.sampled_from(["", "Blue", "Green", "Red"])
orders = st.none() | st.integers(1, 3)
seats = st.lists(st.tuples(bodies, parties), max_size=6).map(
    lambda drawn: [Seat(("seat", n), *each) for n, each in enumerate(drawn)]
)
substitutes = st.lists(st.tuples(bodies, parties, orders, st.none() | st.integers(0, 5)), max_size=6).map(
    lambda drawn: [
        Substitute(("sub", n), body, party, order, None if of is None else ("seat", of))
        for n, (body, party, order, of) in enumerate(drawn)
    ]
)
lists = st.dictionaries(st.tuples(bodies, parties), st.lists(parties, max_size=3, unique=True).map(tuple), max_size=3)
rules = st.builds(EntryRule, st.sampled_from(Scope), st.booleans(), lists)
present = st.sets(st.tuples(st.sampled_from(["seat", "sub"]), st.integers(0, 5)))
begun = st.dictionaries(st.tuples(st.just("seat"), st.integers(0, 5)), st.tuples(st.just("sub"), st.integers(0, 5)))


@given(seats, substitutes, rules, present, begun)
def test_every_absent_delegate_is_answered_and_nobody_serves_twice(seats, substitutes, rule, present, begun):
    found = succession(seats, substitutes, rule, present=present, serving=begun)
    assert [service.seat for service in found] == [seat.key for seat in seats if seat.key not in present]
    serve = [service.substitute for service in found if service.substitute is not None]
    assert len(serve) == len(set(serve))
    assert set(serve) <= present & {each.key for each in substitutes}
    assert all((service.substitute is None) == (service.reason is None) for service in found)
    assert found == succession(seats, substitutes, rule, present=present, serving=begun)


@given(seats, substitutes, rules, present)
def test_nobody_free_has_a_better_claim_than_who_serves(seats, substitutes, rule, present):
    found = {each.seat: each for each in succession(seats, substitutes, rule, present=present)}
    serve = {each.substitute for each in found.values()}
    for seat in seats:
        if seat.key not in found:
            continue
        claims = [each.key for each, _reason in turn(seat, substitutes, rule) if each.key in present]
        service = found[seat.key]
        better = claims if service.substitute is None else claims[: claims.index(service.substitute)]
        assert [key for key in better if key not in serve] == []


@given(seats, substitutes, rules, present)
def test_who_falls_back_takes_nobody_from_an_own_list(seats, substitutes, rule, present):
    found = {each.seat: each for each in succession(seats, substitutes, rule, present=present)}
    fallen = {each.substitute for each in found.values() if each.reason == Reason.FALLBACK}
    for seat in seats:
        if found.get(seat.key, Service(seat.key, reason=Reason.OWN)).reason is None:
            own = [each.key for each, reason in turn(seat, substitutes, rule) if reason != Reason.FALLBACK]
            assert not fallen & set(own)


@given(seats, substitutes, rules, present)
def test_who_serves_goes_on_as_long_as_nothing_changes(seats, substitutes, rule, present):
    first = succession(seats, substitutes, rule, present=present)
    begun = {each.seat: each.substitute for each in first if each.substitute is not None}
    again = succession(seats, substitutes, rule, present=present, serving=begun)
    assert [(each.seat, each.substitute) for each in again] == [(each.seat, each.substitute) for each in first]
