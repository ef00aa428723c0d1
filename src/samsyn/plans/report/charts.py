"""The report's pictures: SVG with literal colours, the same in PDF and in Word.

A bar of counts by state, and an indicator as a small chart: the values as a line with the latest marked, the baseline as an open circle, each target as an open diamond at
its date. The outermost numbers are written out; there is no grid, since the numbers beside the chart are exact.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from samsyn.plans.report.content import Point, ReportIndicator
from samsyn.plans.report.language import Language

WIDTH, HEIGHT = 224, 92
TOP, BOTTOM = 10, 18
LETTER = 4.7  # the width of a digit at the size of the labels
LABEL_STEP = 10
INK, SOFT, TARGET = "#14222E", "#5C6670", "#00599C"
FONT = "Source Sans Pro"
BAR_WIDTH, BAR_HEIGHT, BAR_GAP = 453.5, 13, 1.2


@dataclass(frozen=True)
class _Frame:
    """From dates and numbers to places in the picture."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    left: float
    right: float

    def x(self, on: date) -> float:
        days = (self.last - self.first).days
        share = (on - self.first).days / days if days else 0.5
        return round(self.left + share * (WIDTH - self.left - self.right), 1)

    def y(self, value: Decimal) -> float:
        span = self.high - self.low
        share = float((value - self.low) / span) if span else 0.5
        return round(HEIGHT - BOTTOM - 6 - share * (HEIGHT - TOP - BOTTOM - 6), 1)


def small_chart(indicator: ReportIndicator, language: Language) -> str:
    """The chart as SVG, or "" where there is no number at all to show."""
    known = _known(indicator)
    if not known:
        return ""
    frame = _frame(known, language)
    parts = [
        _axis(frame, language),
        *(_target(frame, target) for target in indicator.targets),
        _line(frame, indicator),
        *_labels(frame, indicator, language),
    ]
    return _svg(WIDTH, HEIGHT, parts)


def state_bar(parts: list[tuple[int, str]]) -> str:
    """Counts and their colours as parts of one bar, in the order given."""
    whole = sum(count for count, _colour in parts)
    drawn, x = [], 0.0
    for count, colour in parts:
        width = count / whole * BAR_WIDTH
        drawn.append(
            f'<rect x="{x:.2f}" width="{max(width - BAR_GAP, 0.4):.2f}" height="{BAR_HEIGHT}" fill="{colour}"/>'
        )
        x += width
    return _svg(BAR_WIDTH, BAR_HEIGHT, drawn)


def _svg(width: float, height: float, parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return head + "".join(parts) + "</svg>"


def _known(indicator: ReportIndicator) -> list[Point]:
    baseline = [indicator.baseline] if indicator.baseline else []
    return [*baseline, *indicator.values, *indicator.targets]


def _frame(known: list[Point], language: Language) -> _Frame:
    gutter = max(len(language.number(point.value)) for point in known) * LETTER + 12
    dates = [point.on for point in known]
    values = [point.value for point in known]
    return _Frame(min(dates), max(dates), min(values), max(values), min(gutter, 70), min(gutter, 70))


def _axis(frame: _Frame, language: Language) -> str:
    y = HEIGHT - BOTTOM + 2
    ends = [(frame.x(frame.first), frame.first)]
    if frame.last.year != frame.first.year:
        ends.append((frame.x(frame.last), frame.last))
    years = "".join(_text(x, HEIGHT - 4, str(on.year), colour=SOFT, anchor="middle") for x, on in ends)
    line = f'<line x1="{frame.left:.1f}" x2="{WIDTH - frame.right:.1f}" y1="{y}" y2="{y}" stroke="#C3C9CF"/>'
    return line + years


def _target(frame: _Frame, target: Point) -> str:
    x, y = frame.x(target.on), frame.y(target.value)
    dash = f'<line x1="{frame.left:.1f}" x2="{x}" y1="{y}" y2="{y}" stroke="{TARGET}" stroke-width="0.7" '
    diamond = f'<path d="M{x} {y - 4:.1f}l4 4l-4 4l-4 -4z" fill="#FFFFFF" stroke="{TARGET}" stroke-width="1.4"/>'
    return dash + 'stroke-dasharray="1.5 2.5"/>' + diamond


def _line(frame: _Frame, indicator: ReportIndicator) -> str:
    places = [(frame.x(point.on), frame.y(point.value)) for point in indicator.values]
    parts = []
    if indicator.baseline:
        start = frame.x(indicator.baseline.on), frame.y(indicator.baseline.value)
        if places:
            parts.append(_path([start, places[0]], f'stroke="{SOFT}" stroke-width="1" stroke-dasharray="3 2"'))
        parts.append(
            f'<circle cx="{start[0]}" cy="{start[1]}" r="3" fill="#FFFFFF" stroke="{SOFT}" stroke-width="1.3"/>'
        )
    if places:
        parts.append(_path(places, f'stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"'))
        parts += [f'<circle cx="{x}" cy="{y}" r="1.7" fill="{INK}"/>' for x, y in places[:-1]]
        parts.append(f'<circle cx="{places[-1][0]}" cy="{places[-1][1]}" r="3.2" fill="{INK}"/>')
    return "".join(parts)


def _path(places: list[tuple[float, float]], style: str) -> str:
    steps = "L".join(f"{x} {y}" for x, y in places)
    return f'<path d="M{steps}" fill="none" {style}/>'


def _labels(frame: _Frame, indicator: ReportIndicator, language: Language) -> list[str]:
    """The first number at the left; the latest and the last target at the right, pushed apart where they meet."""
    labels = []
    start = indicator.baseline or (indicator.values[0] if len(indicator.values) > 1 else None)
    if start:
        place = frame.x(start.on) - 7, frame.y(start.value) + 3
        labels.append(_text(*place, language.number(start.value), colour=SOFT, anchor="end"))
    return labels + _end_labels(frame, indicator, language)


def _end_labels(frame: _Frame, indicator: ReportIndicator, language: Language) -> list[str]:
    """The latest number above its dot while time is left, otherwise in the right margin with the last target."""
    latest, targets = indicator.latest, indicator.targets
    ends = [(frame.y(targets[-1].value), targets[-1], TARGET, "400")] if targets else []
    above = []
    if latest and latest.on < frame.last:
        place = frame.x(latest.on), max(frame.y(latest.value) - 7, 8)
        above.append(_text(*place, language.number(latest.value), colour=INK, anchor="middle", weight="700"))
    elif latest:
        ends.append((frame.y(latest.value), latest, INK, "700"))
    x = WIDTH - frame.right + 7
    return above + [
        _text(x, y + 3, language.number(point.value), colour=colour, weight=weight)
        for y, point, colour, weight in _apart(ends)
    ]


def _apart(ends: list[tuple[float, Point, str, str]]) -> list[tuple[float, Point, str, str]]:
    ends = sorted(ends, key=lambda end: end[0])
    if len(ends) < 2 or ends[1][0] - ends[0][0] >= LABEL_STEP:
        return ends
    middle = (ends[0][0] + ends[1][0]) / 2
    return [(middle - LABEL_STEP / 2, *ends[0][1:]), (middle + LABEL_STEP / 2, *ends[1][1:])]


def _text(x: float, y: float, text: str, *, colour: str, anchor: str = "start", weight: str = "400") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="9" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
    )
