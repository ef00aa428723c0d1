"""The report's pictures: the charts of the pages, drawn with literal colours for where no style sheet reaches.

What a picture says stands as text beside it in the report (`blocks.Chart.alt`, `blocks.Distribution.alt`).
"""

from collections.abc import Mapping

from samsyn.analysis.follow_up import State
from samsyn.foundation.paper.legible import printable
from samsyn.foundation.ui import charts
from samsyn.foundation.ui.icons import STATE_SHAPES
from samsyn.plans.report.content import Good, Point, ReportIndicator
from samsyn.plans.report.language import Language

PALETTE = charts.Palette()
CHART_WIDTH, CHART_HEIGHT = 300, 130
BAR_WIDTH, BAR_HEIGHT = 720, 28


def chart_of(indicator: ReportIndicator) -> charts.IndicatorChart:
    """What the chart of an indicator shows."""
    return charts.IndicatorChart(
        title=printable(indicator.name),
        unit=printable(indicator.unit),
        values=_drawn(indicator.values),
        targets=_drawn(indicator.targets),
        baseline=_drawn((indicator.baseline,))[0] if indicator.baseline else None,
        higher_is_better=indicator.good is Good.HIGHER,
    )


def small_chart(indicator: ReportIndicator, language: Language) -> str:
    """The indicator as SVG, or "" where there is no number at all to show."""
    size = {"width": CHART_WIDTH, "height": CHART_HEIGHT}
    return str(charts.indicator_chart(chart_of(indicator), language=language.code, palette=PALETTE, **size))


def _drawn(points: tuple[Point, ...]) -> tuple[charts.Point, ...]:
    return tuple(charts.Point(point.on, float(point.value)) for point in points)


def state_bar(counts: Mapping[State, int], title: str, language: Language) -> str:
    """Counts by state as one bar, or "" where there is nothing to count."""
    shown = {state.value: count for state, count in counts.items()}
    return str(charts.state_bar(shown, title=title, language=language.code, palette=PALETTE, width=BAR_WIDTH))


def state_shapes() -> dict[str, str]:
    """The shape of each state as SVG in its colour."""
    colours = dict(PALETTE.states)
    return {
        state: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" '
        f'color="{colours[state]}">{shape}</svg>'
        for state, shape in STATE_SHAPES.items()
    }
