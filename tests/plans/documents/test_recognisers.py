"""Each recogniser on small cases that can be checked by eye."""

import pytest

from samsyn.plans.documents.recognisers import contents, labels, markers, numbering, sentences, years
from samsyn.plans.documents.recognisers.labels import Role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Övergripande mål:", Role.GOAL),
        ("Mål", Role.GOAL),
        ("MÅL 2024", Role.GOAL),
        ("Målen är att", Role.GOAL),
        ("Långsiktiga mål för perioden", Role.GOAL),
        ("Goals and objectives", Role.GOAL),
        ("Our strategic aims:", Role.GOAL),
        ("Aktiviteterna innefattar:", Role.ACTIVITY),
        ("Aktiviteter som planeras under 2024:", Role.ACTIVITY),
        ("Insatser och aktiviteter", Role.ACTIVITY),
        ("Detta gör vi 2024", Role.ACTIVITY),
        ("Planned activities:", Role.ACTIVITY),
        ("Activities include", Role.ACTIVITY),
        ("Inriktningsmål", Role.DIRECTION_GOAL),
        ("Direction goals", Role.DIRECTION_GOAL),
        ("Årets prioriteringar", Role.PRIORITY),
        ("Priorities for 2024", Role.PRIORITY),
        ("De prioriterade områdena för 2018 är följande:", Role.PRIORITY),
    ],
)
def test_a_line_that_is_only_a_label(text: str, role: Role) -> None:
    label = labels.recognise(text)

    assert label is not None
    assert label.role is role
    assert label.rest == ""
    assert 0.8 < label.confidence <= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "Målet är att bygga en bro.",
        "Mål och aktiviteter",
        "Målgrupper",
        "Arbetet har fokus på inriktningsmålet om en hel region.",
        "Måltider i skolan:",
        "Aktiviteterna har blivit fler.",
        "",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert labels.recognise(text) is None


def test_a_label_with_its_item_on_the_same_line() -> None:
    label = labels.recognise("Mål: Att resandet ökar")

    assert label is not None
    assert (label.role, label.text, label.rest) == (Role.GOAL, "Mål:", "Att resandet ökar")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Verksamheten utgår från två inriktningsmål som rådet fastställt:", 2),
        ("Our three direction goals are:", 3),
        ("Rådet har fastställt dessa inriktningsmål:", None),
    ],
)
def test_the_number_of_direction_goals_that_a_sentence_announces(text: str, stated: int | None) -> None:
    label = labels.recognise(text)

    assert label is not None
    assert label.stated == stated


@pytest.mark.parametrize(
    ("text", "number", "parts", "title"),
    [
        ("1. Möten", "1", (1,), "Möten"),
        ("4.2. Nätverk", "4.2", (4, 2), "Nätverk"),
        ("2.1 Resor", "2.1", (2, 1), "Resor"),
        ("3 Lärande", "3", (3,), "Lärande"),
        ("A. Resor", "A", (1,), "Resor"),
        ("B 2 Färjan", "B 2", (2, 2), "Färjan"),
        ("C.1.2 Bryggan", "C.1.2", (3, 1, 2), "Bryggan"),
        ("IV. Kust", "IV", (4,), "Kust"),
        ("Kapitel 3 Kust", "3", (3,), "Kust"),
        ("Chapter 12: Coast", "12", (12,), "Coast"),
        ("Mål 1 – Fler reser", "Mål 1", (1,), "Fler reser"),
        ("Goal 2: More travel", "Goal 2", (2,), "More travel"),
        ("Fokusområde 3. Hav", "Fokusområde 3", (3,), "Hav"),
        ("Bilaga A Budget", "Bilaga A", (1,), "Budget"),
    ],
)
def test_numbers_of_headings(text: str, number: str, parts: tuple[int, ...], title: str) -> None:
    found = numbering.parse(text)

    assert found is not None
    assert (found.text, found.parts, found.title) == (number, parts, title)


@pytest.mark.parametrize(
    "text", ["Inledning", "2018 års plan", "I Sverige finns", "A la carte", "1,5 miljoner", "Målbild"]
)
def test_headings_without_a_number(text: str) -> None:
    assert numbering.parse(text) is None


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("- Att gå", "-", "Att gå"),
        ("• Att gå", "•", "Att gå"),
        ("•Att gå", "•", "Att gå"),
        ("– Att gå", "–", "Att gå"),
        ("* Att gå", "*", "Att gå"),
        ("\uf0b7 Att gå", "\uf0b7", "Att gå"),
        ("1) Att gå", "1)", "Att gå"),
        ("12. Att gå", "12.", "Att gå"),
        ("(a) Att gå", "(a)", "Att gå"),
        ("ii) Att gå", "ii)", "Att gå"),
        ("-10 grader", "", "-10 grader"),
        ("2018 var året", "", "2018 var året"),
        ("1.1 Resor", "", "1.1 Resor"),
    ],
)
def test_markers_of_list_points(text: str, marker: str, rest: str) -> None:
    assert markers.split(text) == (marker, rest)


@pytest.mark.parametrize(
    ("paragraph", "goals"),
    [
        ("Målet är att bygga. Bron är lång.", ["Målet är att bygga."]),
        ("Vi möts. Det övergripande målet för mötet är att enas.", ["Det övergripande målet för mötet är att enas."]),
        ("Målet med resan är att lära.", ["Målet med resan är att lära."]),
        ("Målet är utökad samverkan, bl.a. Gotland ingår.", ["Målet är utökad samverkan, bl.a. Gotland ingår."]),
        ("Medlemskapet ska syfta till att nå målen.", ["Medlemskapet ska syfta till att nå målen."]),
        ("The aim of the forum is to agree.", ["The aim of the forum is to agree."]),
        ("The forum shall aim to agree.", ["The forum shall aim to agree."]),
        ("Syftet är att stärka relationerna.", []),
        ("Arbetet syftar till att nå målen.", []),
        ("Målgruppen är unga.", []),
        ("Resan är målet.", []),
    ],
)
def test_goals_that_hide_in_sentences(paragraph: str, goals: list[str]) -> None:
    assert [goal.text for goal in sentences.hidden_goals(paragraph)] == goals


def test_a_sentence_that_opens_a_list() -> None:
    assert [goal.opens_list for goal in sentences.hidden_goals("Mötet ska syfta till")] == [True]
    assert [goal.opens_list for goal in sentences.hidden_goals("Målet är att:")] == [True]
    assert [goal.opens_list for goal in sentences.hidden_goals("Målet är att enas.")] == [False]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Verksamhetsplan 2018", (2018, 2018)),
        ("Plan 2022–2025", (2022, 2025)),
        ("Plan 2022-25", (2022, 2025)),
        ("Plan 2023/24", (2023, 2024)),
        ("Plan för 2020 till 2021", (2020, 2021)),
        ("Antagen 2018-11-20", None),
        ("Plan", None),
    ],
)
def test_years_of_a_title(text: str, period: tuple[int, int] | None) -> None:
    assert years.in_title(text) == period


def test_contents_lists_of_one_line_and_of_many() -> None:
    assert contents.is_whole_list("Innehåll Inledning 3 Resor 4 Lärande 9")
    assert contents.is_whole_list("1. Inledning..... 3 2. Resor ..... 4 3. Lärande ..... 9")
    assert contents.is_entry("Storregionala mötesplatser.....\t4")
    assert not contents.is_whole_list("Innehållet i 3 av 4 planer var bra.")
    assert not contents.is_entry("Resor 4")
