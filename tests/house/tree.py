"""The source tree as the house tests read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "samsyn"
FOUNDATION = {"accounts", "audit", "jobs", "mail", "files", "ui"}


def modules() -> Iterator[Path]:
    """Every module of the product, migrations apart."""
    return (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """The path as a person would say it: ``plans/models/items.py``."""
    return path.relative_to(SOURCE).as_posix()


def app_of(dotted: str) -> str:
    """The app that a dotted name lives in: ``samsyn.plans.models.items`` is in ``plans``."""
    parts = dotted.split(".")
    if len(parts) > 2 and parts[1] == "foundation" and parts[2] in FOUNDATION:
        return f"foundation.{parts[2]}"
    return parts[1] if len(parts) > 1 else ""


def dotted(path: Path) -> str:
    parts = ["samsyn", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def committed() -> list[Path]:
    """The files that git tracks or would track; every file of the tree where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    found = [ROOT / name for name in names] or list(SOURCE.rglob("*"))
    return [path for path in found if path.is_file()]
