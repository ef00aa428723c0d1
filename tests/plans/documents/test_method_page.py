"""The method page is true: its example gives what it says, and it names every warning."""

import re
from collections.abc import Iterator
from pathlib import Path

from samsyn.plans.documents import ParsedPlan, read_plan
from samsyn.plans.documents.messages import WARNINGS

_PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "reading-a-plan.md").read_text(encoding="utf-8")


def _lines(plan: ParsedPlan) -> Iterator[str]:
    yield f"{plan.title} [{plan.year}]"
    for section in plan.walk():
        yield f"# {section.number} {section.title} {section.confidence:.2f} line {section.place.line}"
        for sign, items in (("G", section.goals), ("A", section.activities)):
            items = sorted(items, key=lambda item: item.place.line)
            for item in items:
                shown = sign if item.labelled else sign.lower()
                yield f"{shown} {item.confidence:.2f} line {item.place.line}: {item.text}"


def test_the_worked_example_gives_what_the_page_says() -> None:
    source, expected = re.findall(r"```text\n(.*?)```", _PAGE, re.DOTALL)

    assert "\n".join(_lines(read_plan(source.encode(), name="plan.txt"))) == expected.strip()


def test_the_page_names_every_warning() -> None:
    assert [code for code in WARNINGS if f"`{code}`" not in _PAGE] == []
