"""The tables of the worked examples on the pages of the methods."""

from pathlib import Path

METHODS = Path(__file__).parents[2] / "docs" / "methods"


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading, in the part with the page's worked example."""
    lines = (METHODS / f"{page}.md").read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]
