"""Checks tell; settling does what the user chose; keys carry flows from one territory to another."""

import math

import numpy as np
import pytest

from samsyn.sources import boundaries, delimited, flows, settling, vintages
from samsyn.sources.checks import boundaries as boundary_checks
from samsyn.sources.checks import flows as flow_checks
from samsyn.sources.checks.findings import Kind, Option, Severity
from samsyn.sources.errors import ChoiceNeeded, SourceError, WrongContent
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.settling import Choices
from tests.sources import given

CLEAN = "origin,destination,count\n01,01,900\n01,02,12\n02,01,30\n02,02,5000\n"
NAMES = {"01": "North", "02": "South"}


def _flows(content: str) -> flows.Flows:
    grid = delimited.grid(given.text(content))
    return flows.read(grid, flows.guess(grid.header))


def _found(content: str, areas=None) -> dict:
    return {finding.kind: finding for finding in flow_checks.check(_flows(content), areas)}


def test_clean_flows_have_no_findings():
    assert _found(CLEAN, ["01", "02"]) == {}


@pytest.mark.parametrize(
    ("row", "kind", "severity"),
    [
        ("01,02,7", Kind.DUPLICATE_PAIRS, Severity.CHOICE),
        ("03,03,-7", Kind.NEGATIVE, Severity.CHOICE),
        ("03,03,..", Kind.MISSING, Severity.CHOICE),
        ("03,03,7.5", Kind.NOT_WHOLE, Severity.NOTE),
        ("03,03,2", Kind.SMALL_COUNTS, Severity.NOTE),
    ],
)
def test_one_wrong_row_is_found_and_placed(row, kind, severity):
    found = _found(CLEAN + row + "\n")
    assert set(found) == {kind}
    finding = found[kind]
    assert (finding.severity, finding.count, finding.places[0].row) == (severity, 1, 6)
    assert finding.places[0].column == "count"
    assert finding.examples == (f"{row[:2]} → {row[3:5]}",)
    assert finding.options


def test_codes_of_another_territory():
    found = _found(CLEAN + "03,01,40\n", ["01", "02", "04"])
    unknown = found[Kind.UNKNOWN_CODES]
    assert (unknown.count, unknown.examples, unknown.largest) == (1, ("03",), 40)
    assert Option.OTHER_TERRITORY in unknown.options
    assert found[Kind.AREAS_WITHOUT_FLOWS].examples == ("04",)
    assert found[Kind.NO_SELF_FLOWS].examples == ("03",)


def test_years_and_sexes_are_not_duplicates():
    content = "year,sex,origin,destination,count\n2023,w,01,01,5\n2024,w,01,01,6\n2024,m,01,01,7\n"
    found = _found(content)
    assert set(found) == {Kind.SEVERAL_YEARS, Kind.SEVERAL_SEXES}
    assert found[Kind.SEVERAL_YEARS].examples == ("2023", "2024")


def test_totals_that_do_not_tie():
    content = (
        "sex,origin,destination,count\nw,01,01,50\nm,01,01,60\ntotal,01,01,111\nw,02,02,5\nm,02,02,5\ntotal,02,02,10\n"
    )
    finding = _found(content)[Kind.TOTALS_DO_NOT_TIE]
    assert (finding.count, finding.largest, finding.places[0].row) == (1, 1.0, 4)


def test_protection_of_small_counts_is_recognised():
    rows = "".join(f"{i:02d},{i:02d},{3 + i % 7}\n" for i in range(25))
    assert _found("origin,destination,count\n" + rows)[Kind.DISCLOSURE_CONTROL].count == 25
    assert Kind.DISCLOSURE_CONTROL not in _found("origin,destination,count\n" + rows + "99,99,1\n")
    assert Kind.DISCLOSURE_CONTROL not in _found(CLEAN)


def test_places_are_the_first_ten_and_the_count_is_all():
    rows = "".join(f"{i:02d},{i:02d},-1\n" for i in range(30))
    finding = _found("origin,destination,count\n" + rows)[Kind.NEGATIVE]
    assert (finding.count, len(finding.places), len(finding.examples)) == (30, 10, 10)


def test_checks_of_boundaries():
    data = given.collection(
        given.feature("01", given.BOW_TIE, "Våler"),
        given.feature("02", None, "Våler"),
        given.feature("03", given.SQUARE),
    )
    found = {f.kind: f for f in boundary_checks.check(boundaries.read(given.as_json(data)), ["01", "02", "04"])}
    assert found[Kind.INVALID_SHAPES].examples == ("01: 0.5 0.5",)
    assert found[Kind.INVALID_SHAPES].places[0].row == 1
    assert found[Kind.NO_SHAPE].examples == ("02",)
    assert found[Kind.FLOWS_WITHOUT_SHAPE].examples == ("02", "04")
    assert found[Kind.SAME_NAME].examples == ("Våler",)
    clean = boundaries.read(given.as_json(given.collection(given.feature("01", given.SQUARE))))
    assert boundary_checks.check(clean, ["01"]) == ()


def test_settling_clean_flows():
    table = settling.settled(_flows(CLEAN), NAMES, Choices())
    assert table.flows.matrix().tolist() == [[900, 12], [30, 5000]]
    assert table.flows.areas.names == ("North", "South")
    assert (table.merged_rows, table.dropped_unknown, table.missing_as_zero) == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "problem", "choices"),
    [
        ("01,02,7", Problem.SAME_PAIR, Choices(duplicates="add")),
        ("01,02,-7", Problem.NEGATIVE, Choices(negative="drop")),
        ("03,02,7", Problem.UNLISTED_CODE, Choices(unknown="drop")),
    ],
)
def test_a_fault_is_refused_until_it_is_chosen_about(row, problem, choices):
    with pytest.raises(ChoiceNeeded) as refusal:
        settling.settled(_flows(CLEAN + row + "\n"), NAMES, Choices())
    assert (refusal.value.problem, refusal.value.place.row) == (problem, 6)
    assert settling.settled(_flows(CLEAN + row + "\n"), NAMES, choices).flows.matrix()[1, 1] == 5000


def test_what_choices_do():
    twice = CLEAN + "01,02,7\n"
    assert settling.settled(_flows(twice), NAMES, Choices(duplicates="add")).flows.matrix()[0, 1] == 19
    assert settling.settled(_flows(twice), NAMES, Choices(duplicates="first")).flows.matrix()[0, 1] == 12
    outside = settling.settled(_flows(CLEAN + "03,02,7\n"), NAMES, Choices(unknown="drop"))
    assert (outside.dropped_unknown, outside.dropped_unknown_persons) == (1, 7)
    gap = CLEAN.replace("01,02,12", "01,02,..")
    with pytest.raises(ChoiceNeeded):
        settling.settled(_flows(gap), NAMES, Choices())
    zero = settling.settled(_flows(gap), NAMES, Choices(missing="zero"))
    assert (zero.missing_as_zero, zero.flows.matrix()[0, 1]) == (1, 0)


def test_a_year_must_be_chosen_among_several():
    content = "year,origin,destination,count\n2023,01,01,5\n2024,01,01,6\n"
    with pytest.raises(ChoiceNeeded):
        settling.settled(_flows(content), NAMES, Choices())
    with pytest.raises(WrongContent):
        settling.settled(_flows(content), NAMES, Choices(year="1999"))
    assert settling.settled(_flows(content), NAMES, Choices(year="2024")).flows.matrix()[0, 0] == 6


# Norway 2020, made by hand: Moss and Rygge merged, Tysfjord split between Narvik and Hamarøy, Oslo only kept.
# The shares of Tysfjord are invented.
NORWAY = (
    "old,new,share,note\n0104,3002,,Moss\n0136,3002,,Rygge\n0301,0301,1,Oslo\n"
    "1805,1806,,Narvik\n1849,1875,,Hamarøy\n1850,1806,0.25,Tysfjord east\n1850,1875,0.75,Tysfjord west\n"
)
OLD = (
    "origin,destination,count\n0104,0104,100\n0104,0136,20\n0136,0104,30\n0136,0301,40\n"
    "1850,1850,80\n1850,1805,16\n0301,1850,4\n0200,0301,9\n"
)


def _key(content: str = NORWAY) -> vintages.Key:
    return vintages.read(delimited.grid(given.text(content, name="key.csv")))


def test_a_key_says_what_was_split_and_merged():
    key = _key()
    assert dict(key.splits) == {"1850": (("1806", 0.25), ("1875", 0.75))}
    assert key.merges == {"3002": ("0104", "0136"), "1806": ("1805", "1850"), "1875": ("1849", "1850")}


def test_flows_by_the_new_codes():
    old = _flows(OLD)
    new = vintages.applied(_key(), old)
    at = {code: i for i, code in enumerate(new.flows.codes)}
    matrix = new.flows.dense()
    assert matrix[at["3002"], at["3002"]] == 150
    assert matrix[at["3002"], at["0301"]] == 40
    assert matrix[at["1806"], at["1806"]] == 80 * 0.25 * 0.25 + 16 * 0.25
    assert matrix[at["1875"], at["1806"]] == 80 * 0.75 * 0.25 + 16 * 0.75
    assert matrix[at["0301"], at["1875"]] == 3
    assert matrix.sum() == old.count.sum()
    assert new.shared_out == 100
    assert new.kept == ("0200",)
    assert set(new.splits) == {"1850"}
    assert new.merges == {"3002": ("0104", "0136"), "1806": ("1805", "1850")}
    assert new.flows.row.min() >= 2
    with pytest.raises(WrongContent) as refusal:
        vintages.applied(_key(), old, unlisted="refuse")
    assert (refusal.value.problem, refusal.value.found) == (Problem.UNLISTED_CODE, "0200")


def test_missing_stays_missing_in_a_new_territory():
    new = vintages.applied(_key(), _flows("origin,destination,count\n1850,0301,..\n"))
    assert all(map(math.isnan, new.flows.count))
    assert len(new.flows) == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("9999,8888,0.5,half of it\n", Problem.SHARES_DO_NOT_TIE),
        ("9999,8888,0,\n", Problem.BAD_SHARE),
        ("9999,8888,1.5,\n", Problem.BAD_SHARE),
        ("0301,0301,1,again\n", Problem.SAME_CODE),
        ("9999,,1,\n", Problem.NO_CODE),
        ("9999,8888,some,\n", Problem.NOT_A_NUMBER),
    ],
)
def test_a_key_that_does_not_tie_is_refused(row, problem):
    with pytest.raises(SourceError) as refusal:
        _key(NORWAY + row)
    assert (refusal.value.problem, refusal.value.place.row) == (problem, 9)


def test_every_sentence_ends_and_is_said_once():
    for sentences in (Problem, Cure, Kind, Option):
        texts = [str(sentence) for sentence in sentences]
        assert all(text.endswith(".") for text in texts)
        assert len(set(texts)) == len(texts)


def test_records_are_locked():
    read = _flows(CLEAN)
    for array in (read.count, read.origin, read.destination, read.row):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(TypeError):
        read.names["01"] = "x"
    assert np.array_equal(read.only().count, read.count)
