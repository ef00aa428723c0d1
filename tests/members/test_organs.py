"""Organs, their terms and their rules."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from samsyn.members.errors import MemberError
from samsyn.members.models import OrganKind, RulesOfProcedure
from samsyn.members.operations import organs as operations
from samsyn.members.operations.organs import Fixed, Procedure, Step
from samsyn.members.queries import mandates, organs, seats
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY, DAY = make.NOW, make.TODAY, timedelta(days=1)


def test_an_organ_belongs_to_another_but_never_in_a_circle():
    council, board, group = make.organ(name="Rådet"), make.organ(), make.organ()
    kept = {"kind": OrganKind.BOARD, "public": True, "by": None, "at": NOW}
    changed = operations.change_organ(board, name=" Styrelsen ", parent=council, **kept)
    assert (changed.name, changed.parent, changed.kind, changed.public) == ("Styrelsen", council, "board", True)
    operations.change_organ(group, name="Group", parent=board, **kept)
    for above in (council, group):
        with pytest.raises(MemberError, match="tillhöra sig själv"):
            operations.change_organ(council, name="Rådet", parent=above, **kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(board).objects.filter(pk=board.pk).update(parent=board)


def test_two_terms_never_lie_in_the_same_time():
    board = make.organ()
    first = {"since": date(2015, 1, 1), "until": date(2018, 12, 31)}
    operations.register_term(board, name="2015-2018", **first, by=None, at=NOW)
    for since in (date(2018, 12, 31), date(2010, 1, 1)):
        with pytest.raises(MemberError, match="2015-2018"):
            operations.register_term(board, name="Next", since=since, by=None, at=NOW)
    operations.register_term(board, name="2019-", since=date(2019, 1, 1), by=None, at=NOW)
    on = [date(2014, 12, 31), date(2018, 12, 31), date(2030, 1, 1)]
    assert [str(organs.term_on(board, on=day)) for day in on] == ["None", "2015-2018", "2019-"]


@pytest.mark.parametrize("share", [(1, 0), (3, 2), (-1, 2)])
@pytest.mark.parametrize("of", ["quorum", "majority"])
def test_a_quorum_and_a_majority_are_shares(of, share):
    wrong = Procedure(90, 14, **{f"{of}_numerator": share[0], f"{of}_denominator": share[1]})
    with pytest.raises(MemberError, match="ingen andel"):
        operations.register_rules(make.organ(), since=TODAY, procedure=wrong, by=None, at=NOW)


def test_rules_hold_from_their_day_and_are_corrected_on_it():
    board = make.organ()
    operations.register_rules(board, since=TODAY, procedure=Procedure(90, 14), by=None, at=NOW)
    two_thirds = Procedure(60, 14, majority_numerator=2, majority_denominator=3, majority_threshold="at_least")
    operations.register_rules(board, since=TODAY, procedure=two_thirds, by=None, at=NOW)
    assert RulesOfProcedure.objects.get().summons_days == 60
    operations.register_rules(board, since=TODAY + DAY, procedure=Procedure(30, 7), by=None, at=NOW)
    assert organs.rules_on(board, on=TODAY).majority_numerator == 2
    assert organs.rules_on(board, on=TODAY + DAY).summons_days == 30


def test_the_seats_of_a_day_are_corrected_on_it():
    council, member = make.organ(), make.member(60_000)
    steps = [Step(0, 2, 1), Step(50_000, 3, 2)]
    operations.seats_by_steps(council, since=TODAY, steps=steps, source="Stadgarna § 7", by=None, at=NOW)
    assert seats.allotted(council, on=TODAY)[member].seats == 3
    operations.seats_fixed(council, since=TODAY, seats=[Fixed(member, 9, 9)], by=None, at=NOW)
    assert seats.allotted(council, on=TODAY)[member].seats == 9
    assert council.seat_rules.count() == 1


def test_seats_are_stated_once_and_at_all():
    council, member = make.organ(), make.member()
    said = {"since": TODAY, "by": None, "at": NOW}
    with pytest.raises(MemberError, match="minst ett steg"):
        operations.seats_by_steps(council, steps=[], **said)
    with pytest.raises(MemberError, match="minst en medlem"):
        operations.seats_fixed(council, seats=[], **said)
    with pytest.raises(MemberError, match="två gånger"):
        operations.seats_by_steps(council, steps=[Step(0, 1), Step(0, 2)], **said)
    with pytest.raises(MemberError, match="två gånger"):
        operations.seats_fixed(council, seats=[Fixed(member, 1), Fixed(member, 2)], **said)
    assert not council.seat_rules.exists()


def test_a_list_across_parties_ends_when_the_next_begins():
    board, uppsala = make.organ(), make.organisation()
    yesterday = TODAY - DAY

    def say(*parties, since, body=None):
        operations.set_fallback(board, party="Blue", parties=parties, since=since, appointed_by=body, by=None, at=NOW)

    def lists(on):
        return [(each.appointed_by, each.falls_back_to) for each in mandates.fallbacks(board, on=on)]

    say("Green", "Red", since=yesterday)
    say("White", since=TODAY, body=uppsala)
    say("Red", since=TODAY)
    assert lists(yesterday) == [(None, "Green"), (None, "Red")]
    assert lists(TODAY) == [(uppsala, "White"), (None, "Red")]
    say(since=TODAY)
    assert lists(TODAY) == [(uppsala, "White")]
    for wrong in (("Blue",), ("",), ("Red", "Red")):
        with pytest.raises(MemberError):
            say(*wrong, since=TODAY)
