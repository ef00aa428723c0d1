"""A plan as a few lines of text, so that a whole reading can be compared, and read, at a glance."""

from collections.abc import Iterator

from samsyn.plans.documents import ParsedItem, ParsedPlan, ParsedSection


def outline(plan: ParsedPlan) -> str:
    """Title and period, direction goals (D), priorities (P), sections (#), goals (G), activities (A).

    Small letters are items that no label vouches for. Only the first four words of an item are shown.
    """
    return "\n".join(_lines(plan))


def _lines(plan: ParsedPlan) -> Iterator[str]:
    yield (
        f"{plan.title} [{plan.year}]" if plan.year == plan.last_year else f"{plan.title} [{plan.year}-{plan.last_year}]"
    )
    for sign, points in (("D", plan.direction_goals), ("P", plan.priorities)):
        for point in points:
            yield f"{sign} {point.title} = {_start(point.text)}" if point.text else f"{sign} {point.title}"
    for section in plan.sections:
        yield from _section(section, 0)


def _section(section: ParsedSection, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}# {section.number or '-'} {section.title}"
    for sign, items in (("G", section.goals), ("A", section.activities)):
        for item in items:
            yield f"{indent}  {_sign(item, sign)} {_start(item.text)}"
    for below in section.sections:
        yield from _section(below, depth + 1)


def _sign(item: ParsedItem, sign: str) -> str:
    return sign if item.labelled else sign.lower()


def _start(text: str) -> str:
    return " ".join(text.split()[:4])
