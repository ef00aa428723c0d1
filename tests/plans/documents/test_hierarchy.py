"""Where headings belong: by number before level, and by level only where levels can be believed."""

from textwrap import dedent

from samsyn.plans.documents import read_plan
from tests.plans.documents.outlines import outline


def _outline(source: str) -> list[str]:
    plan = read_plan(dedent(source).encode(), name="plan.md")
    return [line for line in outline(plan).splitlines()[1:] if "#" in line]


def test_numbers_win_over_levels() -> None:
    found = _outline("# Plan 2024\n## 1. A\n### 1.1 B\n## 1.2 C\n#### 1.3. D\n### Utan nummer\n## 2. E\n")

    assert found == ["# 1 A", "  # 1.1 B", "  # 1.2 C", "  # 1.3 D", "    # - Utan nummer", "# 2 E"]


def test_believable_levels_lift_an_unnumbered_heading_beside_the_chapters() -> None:
    found = _outline("# Plan 2024\n## 1. A\n### 1.1 B\n### Inne\n## Ekonomi\nText.\n")

    assert found == ["# 1 A", "  # 1.1 B", "    # - Inne", "# - Ekonomi"]


def test_all_headings_on_one_level_lie_in_the_numbered_section_before_them() -> None:
    assert _outline("## 1. A\n## 1.1 B\n## Inne\n## 2. C\n") == ["# 1 A", "  # 1.1 B", "    # - Inne", "# 2 C"]


def test_without_numbers_levels_decide() -> None:
    found = _outline("# Plan 2024\n## A\nText.\n### B\nText.\n#### C\nText.\n## D\nText.\n")

    assert found == ["# - A", "  # - B", "    # - C", "# - D"]


def test_numbers_that_begin_anew_lie_in_their_unnumbered_heading() -> None:
    found = _outline("# Plan 2024\n## Land\n### 1. A\n### 2. B\n## Hav\n### 1. C\n")

    assert found == ["# - Land", "  # 1 A", "  # 2 B", "# - Hav", "  # 1 C"]


def test_missing_and_double_numbers_are_told() -> None:
    plan = read_plan(b"# Plan 2024\n## 1. A\n## 3. B\n## 3. C\n", name="plan.md")

    assert [(note.place.line, note.code) for note in plan.warnings] == [(3, "number_gap"), (4, "number_twice")]


def test_a_label_without_points_is_kept_as_text_with_a_warning() -> None:
    plan = read_plan("# Plan 2024\n## 1. A\n\nÖvergripande mål:\n\n## 2. B\n".encode(), name="plan.md")

    assert plan.sections[0].text == "Övergripande mål:"
    assert [note.code for note in plan.warnings] == ["label_without_items"]


def test_another_number_of_direction_goals_than_announced_is_told() -> None:
    source = "# Plan 2024\n## Inledning\n\nRådet har tre inriktningsmål:\n\n- Land\n- Hav\n\n## 1. A\n"
    plan = read_plan(source.encode(), name="plan.md")

    assert [point.title for point in plan.direction_goals] == ["Land", "Hav"]
    assert [(note.code, note.params) for note in plan.warnings] == [("count_differs", {"stated": 3, "found": 2})]


def test_numbered_direction_goals() -> None:
    source = (
        "# Plan 2024\n## Inriktningsmål 1: Land\n\nOm land.\n\n"
        "## Inriktningsmål 2: Hav\n\nOm hav.\n\n## 1. A\n\nText.\n"
    )
    plan = read_plan(source.encode(), name="plan.md")

    assert [(point.marker, point.title, point.text) for point in plan.direction_goals] == [
        ("Inriktningsmål 1:", "Land", "Om land."),
        ("Inriktningsmål 2:", "Hav", "Om hav."),
    ]
