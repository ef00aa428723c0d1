"""A council and a board from one spreadsheet: read, looked at, entered whole or not at all."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.tables import NotATable
from samsyn.members.errors import MemberError
from samsyn.members.exchange import mandate_table
from samsyn.members.models import Mandate, MandateRole, Person
from samsyn.members.operations import mandates as operations
from samsyn.members.queries import mandate_tables
from samsyn.members.queries import mandates as sitting
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
HEAD = "Organ;Uppdrag;Namn;E-post;Utsedd av;Parti;Från;Till;Inträdesordning;Ersätter\n"
GOOD = """Rådet;Ledamot;Anna Ek;anna@u.example;Uppsala;Blå;2018-01-01;2021-12-31;;
radet;ledamot;Bo Dal;;0380;Grön;2018-01-01;;;
Rådet;ersättare;Cia Ask;;Uppsala;Blå;2018-01-01;;1;
Styrelsen;ordförande;Anna Ek;anna@u.example;;;2018-01-01;;;
Styrelsen;ersättare;Dan Alm;;;;2018-01-01;;;anna ek
"""


@pytest.fixture
def region():
    make.organ(code="radet", name="Rådet")
    make.organ(code="styrelsen", name="Styrelsen")
    make.organisation(code="0380", name="Uppsala")


def look(rows: str, head: str = HEAD):
    return mandate_tables.preview(file="r.csv", content=(head + rows).encode(), at=NOW)


def enter(rows: str) -> int:
    return operations.enter_table(file="r.csv", content=(HEAD + rows).encode(), by=None, at=NOW)


def faults(rows: str) -> list[tuple[int, str, str]]:
    found = look(rows)
    assert [fault for fault in found.faults if not fault.expected] == []
    return [(fault.row, fault.column, fault.found) for fault in found.faults]


def test_a_table_is_entered_whole_and_again_changes_nothing(region):
    assert enter(GOOD) == 5
    council = Mandate.objects.get(organ__code="radet", person__name="Anna Ek")
    assert (council.appointed_by.name, council.party, council.until) == ("Uppsala", "Blå", date(2021, 12, 31))
    dan = Mandate.objects.get(person__name="Dan Alm")
    assert dan.stands_in_for.person == council.person, "the same person in both organs, by address"
    assert Person.objects.count() == 4
    before = list(Mandate.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    assert AuditEntry.objects.count() == 1
    assert look(GOOD).unchanged == 5
    assert enter(GOOD) == 0
    assert (list(Mandate.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())) == before
    assert AuditEntry.objects.count() == 1


def test_looking_changes_nothing(region):
    found = look(GOOD)
    assert (len(found.mandates), len(found.people), found.faults) == (5, 4, ())
    assert not Mandate.objects.exists()
    assert not Person.objects.exists()


def test_one_wrong_row_and_nothing_is_entered(region):
    with pytest.raises(MemberError, match=r"rad 7, kolumn 1.*Nämnden"):
        enter(GOOD + "Nämnden;ledamot;Eva;;;;2018-01-01;;;\n")
    assert not Person.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("Nämnden;ledamot;Eva;;;;2018-01-01;;;", "1", "Nämnden"),
        (";ledamot;Eva;;;;2018-01-01;;;", "1", ""),
        ("Rådet;kassör;Eva;;;;2018-01-01;;;", "2", "kassör"),
        ("Rådet;ledamot;;;;;2018-01-01;;;", "3", ""),
        ("Rådet;ledamot;Eva;eva;;;2018-01-01;;;", "4", "eva"),
        ("Rådet;ledamot;Eva;;Oslo;;2018-01-01;;;", "5", "Oslo"),
        ("Rådet;ledamot;Eva;;;;1/1 2018;;;", "7", "1/1 2018"),
        ("Rådet;ledamot;Eva;;;;2018-01-01;2017-12-31;;", "8", "2017-12-31"),
        ("Rådet;ledamot;Eva;;;;2018-01-01;;1;", "9", "1"),
        ("Rådet;ersättare;Eva;;;;2018-01-01;;1,5;", "9", "1,5"),
        ("Rådet;ersättare;Eva;;;;2018-01-01;;;Nobody", "10", "Nobody"),
        ("Rådet;ersättare;Eva;;;;2017-01-01;;;Anna Ek", "10", "Anna Ek"),
        ("Rådet;ersättare;Anna Ek;anna@u.example;;;2018-06-01;;;", "3", "Anna Ek"),
        ("Styrelsen;ordförande;Eva;;;;2018-01-01;;;", "2", "ordförande"),
        ("Rådet;ersättare;Eva;;Uppsala;;2018-01-01;;1;", "9", "1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_column_and_what_stands_there(region, row, column, found):
    assert faults(GOOD + row + "\n") == [(7, column, found)]


def test_what_is_in_the_register_counts_too(region):
    enter(GOOD)
    assert faults("Styrelsen;ordförande;Eva;;;;2019-01-01;;;\n") == [(2, "2", "ordförande")]
    changed = "radet;ledamot;Bo Dal;;0380;Röd;2018-01-01;;;\n"
    assert faults(changed) == [(2, "3", "Bo Dal")], "another party: corrected on its page, not by a file"


def test_all_faults_come_at_once_in_the_order_of_the_rows(region):
    assert [row for row, _column, _found in faults("Nämnden;;;;;;x;;;\nRådet;ledamot;Eva;;Oslo;;2018-01-01;;;\n")] == [
        2, 2, 2, 3,
    ]  # fmt: skip


def test_people_of_one_name_are_told_apart(region):
    uppsala = mandate_tables.Organisation.objects.get()
    make.person(name="Eva", organisation=uppsala)
    known = make.person(name="Eva", email="eva@u.example", organisation=make.organisation(name="Sala"))
    row = "Rådet;ledamot;Eva;{};{};;2018-01-01;;;\n"
    assert look(row.format("EVA@u.example", "Uppsala")).mandates[0].person == known
    assert look(row.format("", "Uppsala")).people == ()
    assert len(look(row.format("", "Sala")).people) == 0
    assert faults(row.format("", "")) == [(2, "3", "Eva")], "two may be meant"
    assert len(look(row.format("other@u.example", "Sala")).people) == 1


def test_who_has_left_is_a_new_person(region):
    make.person(name="Eva", left_on=TODAY)
    assert len(look("Rådet;ledamot;Eva;;;;2018-06-01;;;\n").people) == 1


def test_a_workbook_is_read_alike_and_dates_are_dates(region):
    book, file = Workbook(), io.BytesIO()
    book.active.append(("From", "Name", "Role", "Organ"))
    book.active.append((date(2018, 1, 1), "Anna", "Delegate", "Rådet"))
    book.save(file)
    found = mandate_tables.preview(file="r.xlsx", content=file.getvalue(), at=NOW)
    assert [(str(each.person), each.role, each.since) for each in found.mandates] == [
        ("Anna", "delegate", date(2018, 1, 1))
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_has_the_headings_that_are_read(language):
    with pytest.raises(NotATable, match="innehåller inga rader"):  # and finds no fault with the headings
        mandate_table.read("f", mandate_table.to_fill_in(language))


def test_every_role_can_be_written_in_both_languages():
    assert set(mandate_table.ROLES.values()) == set(MandateRole.values)
    for language_label in MandateRole.labels:
        assert str(language_label).lower() in mandate_table.ROLES


def test_a_council_and_a_board_cost_few_queries(region, django_assert_max_num_queries):
    rows = "".join(f"Rådet;ledamot;Person {n};;Uppsala;;2018-01-01;;;\n" for n in range(200))
    rows += "".join(f"Rådet;ersättare;Sub {n};;Uppsala;;2018-01-01;;{n};\n" for n in range(200))
    rows += "".join(f"Styrelsen;ledamot;Person {n};;;;2018-01-01;;;\n" for n in range(19))
    rows += "".join(f"Styrelsen;ersättare;Sub {n};;;;2018-01-01;;;Person {n}\n" for n in range(19))
    with django_assert_max_num_queries(30):
        assert enter(rows) == 438
    assert Person.objects.count() == 400
    council, board = (Mandate.objects.filter(organ__code=code).first().organ for code in ("radet", "styrelsen"))
    assert [sitting.delegates(each, on=TODAY).count() for each in (council, board)] == [200, 19]
    assert [sitting.substitutes(each, on=TODAY).count() for each in (council, board)] == [200, 19]
    assert enter(rows) == 0
