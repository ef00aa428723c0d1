"""Charts drawn by the server as SVG: no script, readable by screen readers, printable in vector.

Pure functions from data to markup. On pages, elements carry classes alone and `static/ui/css/charts.css` colours them
in both themes. Where there is no style sheet (PDF, Word) a `Palette` writes literal presentation attributes instead.
Every chart has a title and a description; the page shows the same numbers in a table or a legend beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.foundation.ui import formats
from samsyn.foundation.ui.icons import STATE_SHAPES
from samsyn.foundation.ui.states import NOT_ASSESSED, STATES

LETTER = 7.8  # the width of a digit at 14 units, with some air
NUMBER_FROM, NUMBER_AIR = 25, 6  # where a number begins in a part of the bar, and what must be left after it
ROOM_FOR_A_YEAR = 48


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """What an indicator chart shows. `values` in order of date; nothing is drawn twice, nothing is invented between."""

    title: str
    unit: str
    values: tuple[Point, ...]
    targets: tuple[Point, ...] = ()
    baseline: Point | None = None
    higher_is_better: bool = True

    def points(self) -> list[Point]:
        return [*([self.baseline] if self.baseline else []), *self.values, *self.targets]


@dataclass(frozen=True, slots=True)
class Palette:
    """Literal colours, for drawings that no style sheet reaches."""

    ink: str = "#14212a"
    soft: str = "#43525c"
    rule: str = "#75838c"
    accent: str = "#0a5a6b"
    paper: str = "#ffffff"
    family: str = "Source Sans Pro"
    states: tuple[tuple[str, str], ...] = (
        ("not_started", "#5a6872"),
        ("on_track", "#006f4e"),
        ("at_risk", "#945700"),
        ("off_track", "#b3301a"),
        ("done", "#1b4f9c"),
        ("not_reached", "#7d2d70"),
        ("stopped", "#35434c"),
        ("cannot_be_assessed", "#5a4a9c"),
        (NOT_ASSESSED, "#5a6872"),
    )

    def attributes(self, css: str) -> str:
        """The presentation attributes that stand for a class of `charts.css`."""
        state = dict(self.states).get(css.removeprefix("state-"))
        text = f'font-family="{self.family}" font-size="14" fill="{self.soft}"'
        return {
            "chart-axis": f'stroke="{self.rule}" stroke-width="1"',
            "chart-baseline": f'stroke="{self.soft}" stroke-width="1.5" stroke-dasharray="2 4"',
            "chart-line": f'fill="none" stroke="{self.accent}" stroke-width="2.5" stroke-linejoin="round"',
            "chart-dot": f'fill="{self.paper}" stroke="{self.accent}" stroke-width="2"',
            "chart-last": f'fill="{self.accent}" stroke="{self.paper}" stroke-width="2"',
            "chart-target": f'fill="none" stroke="{self.ink}" stroke-width="2"',
            "chart-label": text,
            "chart-last-label": f'font-family="{self.family}" font-size="15" font-weight="600" fill="{self.ink}"',
            "state-bar-number": f'font-family="{self.family}" font-size="13" font-weight="600" fill="{self.paper}"',
        }.get(css) or f'fill="{state}" color="{state}"'


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes an element with a class, or with the palette's attributes."""

    palette: Palette | None

    def mark(self, css: str) -> SafeString:
        if self.palette is None:
            return format_html('class="{}"', css)
        return mark_safe(self.palette.attributes(css))

    def text(self, words: str, at: tuple[float, float], anchor: str, css: str = "chart-label") -> SafeString:
        x, y = at
        return format_html(
            '<text x="{}" y="{}" text-anchor="{}" {}>{}</text>', _n(x), _n(y), anchor, self.mark(css), words
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """From days and values to places in the drawing."""

    first: int
    last: int
    low: float
    high: float
    box: tuple[float, float, float, float]  # left, top, right, bottom

    def x(self, on: date) -> float:
        left, _top, right, _bottom = self.box
        if self.first == self.last:
            return (left + right) / 2
        return left + (right - left) * (on.toordinal() - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        _left, top, _right, bottom = self.box
        if self.low == self.high:
            return (top + bottom) / 2
        return bottom - (bottom - top) * (value - self.low) / (self.high - self.low)

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.on), self.y(point.value)


def indicator_chart(
    chart: IndicatorChart, *, language: str, palette: Palette | None = None, width: int = 400, height: int = 220
) -> SafeString:
    """Values as a line with dots, the baseline dotted, each target a diamond at its date, the last value written out.

    Empty where there is nothing to draw: the page then says so in words.
    """
    points = chart.points()
    if not points:
        return SafeString("")
    frame = _frame(points, (width, height), _short(chart.unit), language)
    pen = _Pen(palette)
    parts = [
        *_baseline(chart, frame, pen, language),
        *_axis(frame, pen),
        *_targets(chart, frame, pen, language),
        *_line(chart, frame, pen),
        *_last(chart, frame, pen, language),
    ]
    return _svg((width, height), chart.title, describe(chart, language), parts)


def describe(chart: IndicatorChart, language: str) -> str:
    """The chart in words."""
    with override(language):
        said = []
        if chart.baseline:
            said.append(_("Baseline {value} ({day}).").format(**_words(chart.baseline, chart.unit, language)))
        if chart.values:
            said.append(_("Latest value {value} ({day}).").format(**_words(chart.values[-1], chart.unit, language)))
        for target in chart.targets:
            said.append(_("Target {value} by {day}.").format(**_words(target, chart.unit, language)))
        said.append(_("Higher is better.") if chart.higher_is_better else _("Lower is better."))
        return " ".join(said)


def sparkline(values: Sequence[float], *, label: str, language: str, palette: Palette | None = None) -> SafeString:
    """A line without axes for a table's cell; its label says what it is and how it begins and ends."""
    if not values:
        return SafeString("")
    width, height = 96, 24
    low, high = min(values), max(values)
    step = (width - 8) / max(len(values) - 1, 1)
    places = [
        (4 + step * index, height / 2 if low == high else height - 4 - (height - 8) * (value - low) / (high - low))
        for index, value in enumerate(values)
    ]
    pen = _Pen(palette)
    words = f"{formats.number(values[0], language)} {formats.DASH} {formats.number(values[-1], language)}"
    parts = [_path(places, pen), _circle(places[-1], 2.5, "chart-last", pen)]
    return _svg((width, height), label, words, parts, css="sparkline")


def state_bar(
    counts: Mapping[str, int], *, title: str, language: str, palette: Palette | None = None, width: int = 720
) -> SafeString:
    """One bar parted by state, in the order of `states.STATES`, each part with its shape and number where they fit."""
    shown = [(state, counts[state]) for state in STATES if counts.get(state)]
    if not shown:
        return SafeString("")
    pen = _Pen(palette)
    total = sum(count for _state, count in shown)
    usable = width - 2 * (len(shown) - 1)
    parts, x = [], 0.0
    for state, count in shown:
        share = usable * count / total
        parts.append(_segment(state, count, (x, share), pen))
        x += share + 2
    with override(language):
        words = ", ".join(f"{STATES[state]} {formats.number(count, language)}" for state, count in shown)
    return _svg((width, 28), title, words, parts, css="state-bar")


def _frame(points: Sequence[Point], size: tuple[int, int], unit: str, language: str) -> _Frame:
    """Room for every point, with the value axis from zero where zero is near, and a margin where it is not."""
    low, high = min(point.value for point in points), max(point.value for point in points)
    if 0 < low <= (high - low) or low == high > 0:
        low = 0.0
    margin = (high - low) * 0.1
    days = [point.on.toordinal() for point in points]
    right = 14 + LETTER * max(len(formats.quantity(point.value, unit, language)) for point in points)
    width, height = size
    box = (10.0, 26.0, width - right, height - 34.0)
    return _Frame(min(days), max(days), low if low == 0 else low - margin, high + margin, box)


def _baseline(chart: IndicatorChart, frame: _Frame, pen: _Pen, language: str) -> Iterator[SafeString]:
    if chart.baseline is None:
        return
    left, _top, right, _bottom = frame.box
    y = frame.y(chart.baseline.value)
    mark = pen.mark("chart-baseline")
    yield format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>', _n(left), _n(y), _n(right), _n(y), mark)
    yield pen.text(formats.number(chart.baseline.value, language), (right + 6, y + 5), "start")


def _axis(frame: _Frame, pen: _Pen) -> Iterator[SafeString]:
    left, _top, right, bottom = frame.box
    y = bottom + 8
    mark = pen.mark("chart-axis")
    yield format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>', _n(left), _n(y), _n(right), _n(y), mark)
    for year in _years(frame):
        x = frame.x(date(year, 1, 1)) if date(year, 1, 1).toordinal() >= frame.first else left
        yield format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>', _n(x), _n(y), _n(x), _n(y + 5), mark)
        yield pen.text(str(year), (x, y + 20), "start")


def _years(frame: _Frame) -> list[int]:
    """The years to write out, with room for each; not the first one where it is a few days at the left end."""
    first, last = date.fromordinal(frame.first).year, date.fromordinal(frame.last).year
    left, _top, right, _bottom = frame.box
    if first < last and frame.x(date(first + 1, 1, 1)) - left < ROOM_FOR_A_YEAR:
        first += 1
    most = max(int((right - left) // ROOM_FOR_A_YEAR), 1)
    return list(range(first, last + 1, -(-(last - first + 1) // most)))


def _targets(chart: IndicatorChart, frame: _Frame, pen: _Pen, language: str) -> Iterator[SafeString]:
    for target in chart.targets:
        x, y = frame.at(target)
        diamond = f"M{_n(x)} {_n(y - 6)}L{_n(x + 6)} {_n(y)}L{_n(x)} {_n(y + 6)}L{_n(x - 6)} {_n(y)}Z"
        yield format_html('<path d="{}" {}/>', diamond, pen.mark("chart-target"))
        yield pen.text(formats.number(target.value, language), (x, y - 12), "middle")


def _line(chart: IndicatorChart, frame: _Frame, pen: _Pen) -> Iterator[SafeString]:
    places = [frame.at(point) for point in chart.values]
    if len(places) > 1:
        yield _path(places, pen)
    for place in places[:-1]:
        yield _circle(place, 3.5, "chart-dot", pen)


def _last(chart: IndicatorChart, frame: _Frame, pen: _Pen, language: str) -> Iterator[SafeString]:
    if not chart.values:
        return
    last = chart.values[-1]
    x, y = frame.at(last)
    yield _circle((x, y), 5, "chart-last", pen)
    rising = len(chart.values) > 1 and chart.values[-2].value < last.value
    label = formats.quantity(last.value, _short(chart.unit), language)
    yield pen.text(label, (x + 9, y + (16 if rising else -7)), "start", "chart-last-label")


def _segment(state: str, count: int, span: tuple[float, float], pen: _Pen) -> SafeString:
    x, share = span
    rect = format_html('<rect x="{}" width="{}" height="28" {}/>', _n(x), _n(share), pen.mark(f"state-{state}"))
    if share < NUMBER_FROM + LETTER * len(str(count)) + NUMBER_AIR:
        return rect
    shape = format_html(
        '<g transform="translate({} 8) scale(.75)" {}>{}</g>',
        _n(x + 8),
        pen.mark("state-bar-shape") if pen.palette is None else mark_safe(f'color="{pen.palette.paper}"'),
        mark_safe(STATE_SHAPES[state]),
    )
    return rect + shape + pen.text(str(count), (x + NUMBER_FROM, 18.5), "start", "state-bar-number")


def _path(places: Sequence[tuple[float, float]], pen: _Pen) -> SafeString:
    d = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in places)
    return format_html('<path d="{}" {}/>', d, pen.mark("chart-line"))


def _circle(place: tuple[float, float], radius: float, css: str, pen: _Pen) -> SafeString:
    return format_html('<circle cx="{}" cy="{}" r="{}" {}/>', _n(place[0]), _n(place[1]), radius, pen.mark(css))


def _svg(
    size: tuple[int, int], title: str, description: str, parts: Sequence[SafeString], css: str = "chart-drawing"
) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        '{}aria-label="{}. {}"><title>{}</title><desc>{}</desc>{}</svg>',
        css,
        *size,
        *size,
        mark_safe('preserveAspectRatio="none" ' if css == "state-bar" else ""),
        title,
        description,
        conditional_escape(title),
        description,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _words(point: Point, unit: str, language: str) -> dict[str, str]:
    return {"value": formats.quantity(point.value, unit, language), "day": formats.day(point.on, language)}


def _short(unit: str) -> str:
    """A unit that is written at the number; longer ones stand over the chart."""
    return unit if len(unit) <= 3 else ""


def _n(value: float) -> str:
    """A place in the drawing with one decimal at most."""
    return f"{round(value, 1):g}"
