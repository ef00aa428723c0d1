"""The golden reading of the 2018 plan, made by hand from the document: counts, titles, first and last words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samsyn.plans.documents import ParsedPlan, ParsedSection, read_plan
from tests.plans.documents.builders import FORMATS, Part, Script
from tests.plans.documents.outlines import outline
from tests.plans.documents.words import lost

_PLAN = Path(__file__).parents[4] / "shared" / "plans" / "verksamhetsplan-2018.txt"
pytestmark = pytest.mark.skipif(not _PLAN.exists(), reason="the 2018 plan is not on this machine (../shared/plans)")

# number, first words of the title, labelled goals, goals by sentence, labelled activities, activities by wording
SECTIONS = [
    ("1", "Storregionala mötesplatser", 0, 1, 0, 0),
    ("1.1", "Mälartinget", 0, 1, 3, 0),
    ("1.2", "Rådsmötet", 0, 2, 0, 0),
    ("1.3", "Almedalen", 0, 1, 4, 0),
    ("1.4", "Styrelsemöten", 0, 0, 0, 0),
    ("1.5", "Medlemsrelationer", 0, 0, 4, 0),
    ("1.6", "Triple helix-samverkan", 0, 0, 0, 0),
    ("2", "Fokusområden", 0, 0, 0, 0),
    ("2.1", "Infrastruktur och transporter", 5, 0, 7, 0),
    (None, "Storregional godsstrategi", 1, 0, 2, 0),
    ("2.2", "Kunskaps- och kompetensförsörjning", 0, 0, 0, 0),
    (None, "En stärkt innovationsförmåga", 4, 0, 2, 0),
    (None, "Strategiskt kompetensförsörjningsarbete", 1, 0, 3, 0),
    ("2.3", "Maritim samverkan", 2, 1, 2, 0),
    ("2.4", "Internationella jämförelser", 2, 0, 7, 0),
    ("3", "Kommunikation", 0, 1, 0, 0),
    ("3.1", "Opinionsbildning och relationer", 0, 0, 0, 4),
    ("3.2", "Kommunikationskanaler", 0, 0, 2, 0),
    ("4", "Medlemskap", 0, 0, 0, 0),
    ("4.1", "Stockholmsregionens Europaförening", 0, 1, 1, 0),
    ("4.2", "International Regions Benchmarking", 0, 0, 2, 0),
    ("4.3", "Reglab", 0, 0, 2, 0),
]

# where, line in the document, first word after "Att", last words: one item of every section that has any
ITEMS = [
    ("1.1", "activities", 2, 57, "Att involvera", "Mälartinget."),
    ("1.2", "goals", 0, 65, "att ge", "arbete."),
    ("1.3", "activities", 3, 77, "Att erbjuda", "intressenter."),
    ("1.5", "activities", 0, 91, "Att arbeta", "medlemmarna."),
    ("2.1", "goals", 0, 108, "Att Stockholm", "åtgärdsplaneringen."),
    ("2.1", "goals", 1, 110, "Att koordinera", "planperiod."),
    ("2.1", "goals", 4, 114, "Att arbeta", "följs upp."),
    ("2.1", "activities", 6, 124, "Att bidra", "kollektivtrafiksystem."),
    ("2.3", "goals", 0, 184, "Målet är", "medlemmar."),
    ("2.3", "goals", 2, 189, "Ökad kapacitet", "transportsystemet."),
    ("2.4", "activities", 1, 213, "Att stärka", "Stockholm-Mälardalsregionen."),
    ("2.4", "activities", 6, 218, "Att öka", "EU-perspektiv."),
    ("3.1", "activities", 0, 228, "Bedriva opinionsbildning", "planperiod."),
    ("3.2", "activities", 1, 241, "Att kontinuerligt", "kommunikationsverktygen."),
    ("4.1", "goals", 0, 247, "Medlemskapet ska", "fokusområden."),
    ("4.2", "activities", 1, 260, "Att aktivt", "lärande."),
    ("4.3", "activities", 1, 269, "Att genom", 'Matchning".'),
]


@pytest.fixture(scope="module")
def plan() -> ParsedPlan:
    return read_plan(_PLAN.read_bytes(), name=_PLAN.name)


def _found(section: ParsedSection) -> tuple[str | None, str, int, int, int, int]:
    goals = [item.labelled for item in section.goals]
    activities = [item.labelled for item in section.activities]
    return (
        section.number,
        section.title or "",
        goals.count(True),
        goals.count(False),
        activities.count(True),
        activities.count(False),
    )


def test_title_and_year(plan: ParsedPlan) -> None:
    assert plan.title == "Mälardalsrådets verksamhetsplan 2018"
    assert (plan.year, plan.last_year) == (2018, 2018)


def test_every_section_in_its_place_with_its_goals_and_activities(plan: ParsedPlan) -> None:
    found = [_found(section) for section in plan.walk()]

    assert [(row[0], *row[2:]) for row in found] == [(row[0], *row[2:]) for row in SECTIONS]
    assert all(row[1].startswith(expected[1]) for row, expected in zip(found, SECTIONS, strict=True))
    assert [section.number for section in plan.sections] == ["1", "2", "3", "4"]
    areas = {section.number: [below.title for below in section.sections] for section in plan.walk()}
    assert areas["2.1"] == ["Storregional godsstrategi"]
    assert len(areas["2.2"]) == 2


def test_forty_one_labelled_activities(plan: ParsedPlan) -> None:
    assert sum(item.labelled for section in plan.walk() for item in section.activities) == 41


@pytest.mark.parametrize(("number", "kind", "position", "line", "first", "last"), ITEMS)
def test_items_stand_word_for_word_where_the_document_has_them(
    plan: ParsedPlan, number: str, kind: str, position: int, line: int, first: str, last: str
) -> None:
    section = next(section for section in plan.walk() if section.number == number)
    item = getattr(section, kind)[position]

    assert item.place.line == line
    assert item.text.startswith(first)
    assert item.text.endswith(last)
    assert item.text in _PLAN.read_text(encoding="utf-8").splitlines()[line - 1]


def test_direction_goals_and_priorities(plan: ParsedPlan) -> None:
    assert [(point.title, point.place.line) for point in plan.direction_goals] == [
        ("En sammanhållen region", 28),
        ("En stark kunskapsregion", 32),
    ]
    assert all(point.text.startswith("Med en") for point in plan.direction_goals)
    assert [(point.place.line, point.title.split()[0], point.text.split()[0]) for point in plan.priorities] == [
        (38, "Infrastruktur", "opinionsbildning"),
        (39, "Strategisk", "etablering"),
        (40, "En", "uppskalning"),
        (41, "Studieresan", "genomförandet"),
    ]


def test_the_introduction_and_the_contents_list_are_kept_beside_the_sections(plan: ParsedPlan) -> None:
    assert [passage.title for passage in plan.preamble] == ["Inledning"]
    assert plan.preamble[0].text.startswith("Stockholm-Mälarenregionen växer")
    assert [passage.title for passage in plan.front_matter] == ["Innehållsförteckning"]


def test_challenges_are_text_with_a_warning(plan: ParsedPlan) -> None:
    section = next(section for section in plan.walk() if section.number == "2.2")

    assert "- En region som främjar innovation" in section.text
    assert [(note.place.line, note.code) for note in plan.warnings] == [(145, "list_as_text"), (228, "item_by_wording")]


@pytest.mark.parametrize(("head", "width"), [("", 0), ("Rådets verksamhetsplan", 80)])
@pytest.mark.parametrize("name", FORMATS)
def test_the_plan_reads_the_same_in_every_format(plan: ParsedPlan, name: str, head: str, width: int) -> None:
    document = Script(tuple(_parts(_PLAN.read_text(encoding="utf-8"))), head, width)

    assert outline(read_plan(FORMATS[name](document), name=name)) == outline(plan)


def _parts(source: str) -> Iterator[Part]:
    """The plan as parts that can be set in any format, its uneven heading levels kept."""
    yield Part("title", "Mälardalsrådets verksamhetsplan 2018")
    for line in filter(str.strip, source.splitlines()[9:]):
        hashes = len(line) - len(line.lstrip("#"))
        if hashes:
            yield Part(f"h{max(1, hashes - 1)}", line.lstrip("# "))
        elif line.startswith("- "):
            yield Part("li", line[2:].replace("**", ""), "•")
        else:
            yield Part("toc" if "....." in line else "p", line.replace("\t", " "))


def test_no_word_is_lost(plan: ParsedPlan) -> None:
    assert not lost(_PLAN.read_text(encoding="utf-8"), plan)
