"""Walls that import-linter cannot see."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from tests.house.tree import app_of, dotted, functions, modules, named, parsed

FLOORS = [
    {"foundation.audit", "foundation.ui"},
    {"foundation.accounts"},
    {"foundation.jobs", "foundation.files"},
    {"foundation.mail"},
    {"members", "insights"},
    {"plans"},
    {"priorities", "surveys", "knowledge"},
    {"meetings", "events"},
    {"communications"},
]
DOORS = {"models", "queries", "operations", "errors", "rules"}
OPEN_HOUSES = {"analysis", "sources", "foundation", "foundation.ui", "web", "demo"}


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def test_another_app_is_used_only_through_its_doors():
    """`web` composes the whole and `demo` loads it; everyone else asks models, queries, operations, rules."""
    trespasses = []
    for path in modules():
        here = app_of(dotted(path))
        if here in {"web", "demo"}:
            continue
        for name, line in _imports(parsed(path)):
            there = app_of(name)
            if not name.startswith("samsyn.") or there in {here, ""} or there in OPEN_HOUSES:
                continue
            inner = name.removeprefix(f"samsyn.{there}.").split(".")[0]
            if inner not in DOORS:
                trespasses.append(f"{named(path)}:{line} imports {name}")
    assert trespasses == []


def _floor(model) -> int:
    app = app_of(model.__module__)
    return next((level for level, rooms in enumerate(FLOORS) if app in rooms), -1)


def test_foreign_keys_point_down():
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("samsyn.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
        and _floor(field.related_model) > _floor(model)
    ]
    assert upward == []


def test_no_import_hides_inside_a_function_without_a_stated_reason():
    hidden = []
    for path in modules():
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in functions(parsed(path)):
            for node in ast.walk(function):
                if not isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                reason = "#" in lines[node.lineno - 1] or lines[node.lineno - 2].lstrip().startswith("#")
                previous_is_import = lines[node.lineno - 2].lstrip().startswith(("import ", "from "))
                if not reason and not previous_is_import:
                    hidden.append(f"{named(path)}:{node.lineno}")
    assert hidden == []


@pytest.mark.parametrize(
    ("habit", "pattern"),
    [
        ("signals", r"^\s*(from django\.(db\.models\.signals|dispatch)|@receiver)"),
        ("save overrides", r"^\s+def (save|delete)\(self"),
    ],
)
def test_habits_that_the_house_does_without(habit, pattern):
    found = []
    for path in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{named(path)}:{number} {line.strip()}")
    assert found == [], f"no {habit}"


def test_operations_are_told_the_time():
    """They take `at=`, so that a test, a restore and a correction can say when."""
    asked = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if "operations" in dotted(path).split(".")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "localdate", "utcnow"}
    ]
    assert asked == []


def test_analyses_know_no_clock_and_no_files():
    found = [
        f"{named(path)}:{line} {name}"
        for path in modules()
        if app_of(dotted(path)) == "analysis"
        for name, line in _imports(parsed(path))
        if name.split(".")[0] in {"time", "pathlib", "os", "io", "logging", "socket", "requests", "random"}
    ]
    assert found == []


CALENDAR_DAYS = {
    # A day that a person wrote, with a midnight that the reader of the form put there.
    "web/cli/plan.py",
    "foundation/tables.py",
    # Times frozen in a report, in the council's own zone when it was completed.
    "plans/report/compose.py",
    "plans/report/findings.py",
    "plans/report/pdf.py",
    "plans/report/sheets.py",
}


def test_the_day_of_a_moment_is_asked_of_the_council_and_not_of_greenwich():
    """`at.date()` is the day in UTC, which is the day before until two o'clock of a summer night: use `day_of`."""
    asked = {
        named(path): node.lineno
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
    }
    assert asked.keys() - CALENDAR_DAYS == set()
    assert asked.keys() >= CALENDAR_DAYS, "no file is excused that needs it no longer"
