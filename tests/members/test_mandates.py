"""Appointing, ending, replacing and correcting; each refusal with its own words."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samsyn.foundation.audit.models import AuditEntry
from samsyn.members.errors import MemberError
from samsyn.members.models import Mandate, MandateRole, Person
from samsyn.members.operations import mandates as operations
from samsyn.members.operations import people
from samsyn.members.operations.mandates import Place
from samsyn.members.queries import mandates
from samsyn.members.queries import people as present
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, DAY = make.NOW, timedelta(days=1)
MARCH, MAY, JUNE = date(2018, 3, 1), date(2018, 5, 1), date(2018, 6, 1)
DELEGATE, SUBSTITUTE, CHAIR = Place(MandateRole.DELEGATE), Place(MandateRole.SUBSTITUTE), Place(MandateRole.CHAIR)


def appoint(organ, name="Anna", place=DELEGATE, since=MARCH, until=None, person=None) -> Mandate:
    person = person or make.person(name=name)
    return operations.appoint(organ, person=person, place=place, since=since, until=until, by=None, at=NOW)


def sitting(organ, on) -> list[str]:
    return [each.person.name for each in mandates.delegates(organ, on=on)]


def test_a_mandate_is_given_in_the_term_of_its_day():
    board, uppsala = make.organ(), make.organisation()
    term = board.terms.create(name="2015-2018", since=date(2015, 1, 1), until=date(2018, 12, 31))
    made = appoint(board, place=Place(MandateRole.DELEGATE, uppsala, party=" Blue "))
    assert (made.appointed_by, made.party, made.term, made.created_at) == (uppsala, "Blue", term, NOW)
    assert appoint(board, since=date(2019, 1, 1)).term is None
    entry = AuditEntry.objects.order_by("sequence").first()
    assert (entry.verb, entry.subject) == ("members.mandate_given", f"mandate:{made.key}")
    assert "Blue" not in str(entry.details), "a party is no matter for the log"


def test_nobody_has_two_seats_at_a_time():
    board, anna = make.organ(), make.person(name="Anna")
    appoint(board, person=anna, since=MARCH, until=MAY)
    for place, since, until in [(SUBSTITUTE, MAY, None), (CHAIR, date(2018, 1, 1), MARCH), (DELEGATE, MARCH, MARCH)]:
        with pytest.raises(MemberError, match="Anna är redan ledamot"):
            appoint(board, person=anna, place=place, since=since, until=until)
    appoint(board, person=anna, place=SUBSTITUTE, since=MAY + DAY)
    appoint(board, person=anna, place=Place(MandateRole.SECRETARY))
    appoint(make.organ(), person=anna)
    assert anna.mandates.count() == 4


def test_an_organ_has_one_chair_at_a_time():
    board = make.organ()
    appoint(board, "Anna", CHAIR, until=MAY)
    with pytest.raises(MemberError, match="har redan Anna som ordförande"):
        appoint(board, "Bo", CHAIR, since=MAY)
    appoint(board, "Bo", CHAIR, since=MAY + DAY)
    assert sitting(board, MAY + DAY) == ["Bo"]


def test_the_last_day_is_not_before_the_first():
    board = make.organ()
    with pytest.raises(MemberError, match="Sista dagen"):
        appoint(board, since=MAY, until=MARCH)
    made = appoint(board, since=MAY)
    with pytest.raises(MemberError, match="Sista dagen"):
        operations.end(made, until=MARCH, by=None, at=NOW)


def test_who_is_erased_or_has_left_is_not_appointed():
    with pytest.raises(MemberError, match="raderad"):
        appoint(make.organ(), person=make.person(erased_at=NOW))
    gone = make.person(name="Anna", left_on=MARCH)
    with pytest.raises(MemberError, match="deltar inte"):
        appoint(make.organ(), person=gone, since=MARCH)
    appoint(make.organ(), person=gone, since=MARCH - DAY)


def test_a_mandate_ends_with_its_last_day_and_is_not_prolonged():
    board = make.organ()
    made = operations.end(appoint(board), until=MAY, by=None, at=NOW)
    assert sitting(board, MAY) == ["Anna"]
    assert sitting(board, MAY + DAY) == []
    operations.end(made, until=MAY - DAY, by=None, at=NOW)
    with pytest.raises(MemberError, match="på nytt"):
        operations.end(made, until=JUNE, by=None, at=NOW)


def test_a_successor_takes_over_the_place():
    board, uppsala = make.organ(), make.organisation()
    place = Place(MandateRole.SUBSTITUTE, uppsala, "Blue", entry_order=2)
    made = appoint(board, "Anna", place, until=JUNE)
    after = operations.replace(made, person=make.person(name="Bo"), since=MAY, by=None, at=NOW)
    assert Mandate.objects.get(pk=made.pk).until == MAY - DAY
    assert (after.since, after.until, after.appointed_by, after.party, after.entry_order) == (
        MAY, JUNE, uppsala, "Blue", 2,
    )  # fmt: skip
    other = operations.replace(after, person=make.person(), since=JUNE, party="Green", by=None, at=NOW)
    assert other.party == "Green"


def test_a_mandate_is_not_taken_over_before_it_began_or_after_it_ended():
    made = appoint(make.organ(), since=MARCH, until=MAY)
    with pytest.raises(MemberError, match="senare dag"):
        operations.replace(made, person=make.person(), since=MARCH, by=None, at=NOW)
    with pytest.raises(MemberError, match="på nytt"):
        operations.replace(made, person=make.person(), since=JUNE, by=None, at=NOW)


def test_a_refused_successor_leaves_the_mandate_as_it_was():
    board, anna = make.organ(), make.person()
    appoint(board, person=anna)
    made = appoint(board)
    with pytest.raises(MemberError):
        operations.replace(made, person=anna, since=MAY, by=None, at=NOW)
    assert Mandate.objects.get(pk=made.pk).until is None


def test_personal_substitutes_go_on_for_the_successor():
    board = make.organ()
    made = appoint(board, "Anna")
    own = Place(MandateRole.SUBSTITUTE, stands_in_for=made)
    early, late = appoint(board, "Early", own), appoint(board, "Late", own, since=JUNE)
    ended = appoint(board, "Ended", own, until=MARCH)
    after = operations.replace(made, person=make.person(), since=MAY, by=None, at=NOW)
    names = {each.person.name: each.since for each in after.own_substitutes.all()}
    assert names == {"Early": MAY, "Late": JUNE}
    early.refresh_from_db()
    assert (early.until, early.stands_in_for) == (MAY - DAY, made), "as it was before is still known"
    ended.refresh_from_db()
    assert ended.stands_in_for == made
    assert Mandate.objects.filter(person=late.person).count() == 1


def test_only_substitutes_have_a_turn():
    for place in (Place(MandateRole.DELEGATE, entry_order=1), Place(MandateRole.CHAIR, entry_order=1)):
        with pytest.raises(MemberError, match="Bara ersättare"):
            appoint(make.organ(), place=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.mandate(make.organ(), role=MandateRole.DELEGATE, entry_order=1)


def test_a_turn_is_taken_once_in_a_list():
    board, uppsala = make.organ(), make.organisation()
    place = Place(MandateRole.SUBSTITUTE, uppsala, "Blue", entry_order=1)
    appoint(board, "Anna", place, until=MAY)
    with pytest.raises(MemberError, match="Nummer 1 i inträdesordningen är Anna"):
        appoint(board, "Bo", Place(MandateRole.SUBSTITUTE, uppsala, "Green", entry_order=1), since=MAY)
    appoint(board, "Bo", place, since=MAY + DAY)
    appoint(board, "Cia", Place(MandateRole.SUBSTITUTE, make.organisation(), entry_order=1))
    make.rules_of_procedure(board, substitution="per_party")
    appoint(board, "Dan", Place(MandateRole.SUBSTITUTE, uppsala, "Green", entry_order=1), since=MAY)


def test_a_substitute_stands_in_for_a_delegate_of_the_day_in_the_same_organ():
    board = make.organ()
    elsewhere, substitute = appoint(make.organ(), "Bo"), appoint(board, "Cia", SUBSTITUTE)
    for wrong in (elsewhere, substitute):
        with pytest.raises(MemberError, match="och ingen kan träda in"):
            appoint(board, place=Place(MandateRole.SUBSTITUTE, stands_in_for=wrong))
    ended = appoint(board, "Dan", until=MARCH)
    with pytest.raises(MemberError, match="Dan är inte ledamot i"):
        appoint(board, place=Place(MandateRole.SUBSTITUTE, stands_in_for=ended), since=MAY)


def test_a_correction_is_refused_as_a_mandate_would_be():
    board = make.organ()
    made = appoint(board, "Anna", Place(MandateRole.SUBSTITUTE, party="Blue", entry_order=1))
    appoint(board, "Bo", Place(MandateRole.SUBSTITUTE, entry_order=2))
    with pytest.raises(MemberError, match="är Bo"):
        operations.correct(made, place=Place(MandateRole.SUBSTITUTE, entry_order=2), by=None, at=NOW)
    operations.correct(made, place=Place(MandateRole.SUBSTITUTE, party="Green", entry_order=1), by=None, at=NOW)
    assert Mandate.objects.get(pk=made.pk).party == "Green"
    secretary = appoint(board, person=made.person, place=Place(MandateRole.SECRETARY))
    with pytest.raises(MemberError, match="Anna är redan ersättare"):
        operations.correct(secretary, place=DELEGATE, by=None, at=NOW)


def test_what_is_held_about_a_person_tells_of_mandates_and_erasure_takes_the_party(settings, tmp_path):
    settings.DATA = tmp_path
    board = make.organ(name="Styrelsen")
    made = appoint(board, "Anna", Place(MandateRole.DELEGATE, party="Blue"))
    assert present.held_about(made.person)["mandates"] == [
        {"organ": "Styrelsen", "role": "delegate", "appointed_by": None, "party": "Blue", "from": "2018-03-01",
         "until": None},
    ]  # fmt: skip
    people.erase_person(made.person, by=None, at=NOW)
    kept = Mandate.objects.get()
    assert (kept.party, kept.person.name) == ("", "")
    assert sitting(board, make.TODAY) == []


class AnyAppointments(TestCase):
    """Whatever is asked for, nobody has two seats on a day, and there is one chair."""

    days = st.integers(0, 20).map(lambda n: MARCH + timedelta(days=n))
    places = st.sampled_from([DELEGATE, SUBSTITUTE, CHAIR, Place(MandateRole.SUBSTITUTE, entry_order=1)])

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), places, days, st.none() | days), max_size=7), st.integers(0, 6), days)
    def test_seats(self, asked, replaced, when):
        board, persons = make.organ(), [Person.objects.create(name=str(n)) for n in range(3)]
        for who, place, since, until in asked:
            try:
                appoint(board, person=persons[who], place=place, since=since, until=until)
            except MemberError:
                continue
        for mandate in board.mandates.all()[replaced : replaced + 1]:
            with suppress(MemberError):
                operations.replace(mandate, person=persons[0], since=when, by=None, at=NOW)
        given = list(board.mandates.all())
        for day in (MARCH + timedelta(days=n) for n in range(25)):
            held = [each for each in given if each.since <= day <= (each.until or day)]
            assert len({each.person_id for each in held}) == len(held)
            assert sum(each.role == MandateRole.CHAIR for each in held) <= 1
            turns = [each.entry_order for each in held if each.entry_order is not None]
            assert len(turns) == len(set(turns))
