"""A report's content, made easy to read from: items by key, trees, and the lists that follow from the items."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from samsyn.analysis.follow_up import State
from samsyn.plans.report.content import Kind, ReportContent, ReportIndicator, ReportItem, StateCounts

TROUBLED = (State.OFF_TRACK, State.AT_RISK)


@dataclass(frozen=True)
class Reading:
    """Questions that every format asks of a content."""

    content: ReportContent

    @cached_property
    def items(self) -> dict[str, ReportItem]:
        """Items by key, in reading order."""
        return {item.key: item for item in self.content.items}

    @cached_property
    def depths(self) -> dict[str, int]:
        """How deep each item stands; 0 has no parent."""
        depths: dict[str, int] = {}
        for item in self.content.items:
            depths[item.key] = depths[item.parent] + 1 if item.parent else 0
        return depths

    @cached_property
    def areas(self) -> dict[str, ReportItem | None]:
        """For each item the nearest focus area above it, or None; a focus area is its own."""
        areas: dict[str, ReportItem | None] = {}
        for item in self.content.items:
            areas[item.key] = item if item.kind is Kind.FOCUS_AREA else areas.get(item.parent)
        return areas

    @cached_property
    def indicators(self) -> dict[str, tuple[ReportIndicator, ...]]:
        """The indicators of each item that has any."""
        found: dict[str, list[ReportIndicator]] = {}
        for indicator in self.content.indicators:
            found.setdefault(indicator.item, []).append(indicator)
        return {key: tuple(indicators) for key, indicators in found.items()}

    @cached_property
    def shown_in(self) -> dict[State, tuple[ReportItem, ...]]:
        """The items that are shown in each state, in reading order."""
        return {state: tuple(i for i in self.content.items if i.state is state) for state in State}

    @cached_property
    def troubled(self) -> tuple[ReportItem, ...]:
        """What the board should attend to: first what is off track, then what is at risk."""
        return tuple(item for state in TROUBLED for item in self.shown_in[state])

    @cached_property
    def totals(self) -> StateCounts:
        """Goals and activities of the whole plan by shown state, counted from the items."""
        return StateCounts("", goals=self._count(Kind.GOAL), activities=self._count(Kind.ACTIVITY))

    def _count(self, kind: Kind) -> dict[State, int]:
        return {state: sum(item.kind is kind for item in self.shown_in[state]) for state in State}

    @cached_property
    def stale(self) -> tuple[ReportIndicator, ...]:
        """The indicators whose due date passed without a new value."""
        return tuple(indicator for indicator in self.content.indicators if indicator.stale)

    def area_name(self, key: str) -> str:
        """The number and name of the area that an item stands in, or ""."""
        area = self.areas[key]
        return label(area) if area else ""

    def named(self, keys: Iterable[str]) -> tuple[ReportItem, ...]:
        """The items with these keys."""
        return tuple(self.items[key] for key in keys)


def label(item: ReportItem) -> str:
    """Number and name."""
    return f"{item.number} {item.name}".strip()
