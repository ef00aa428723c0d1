"""A year drawn as a wheel. January begins at the top, time goes with the clock; what is dated is a mark on a ring.

The drawing carries classes alone (`static/ui/css/wheel.css`); the months as a list stand beside it. Rings and shapes
are the caller's: each kind of thing has a shape of its own, and a class that colours it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin, sqrt

from django.utils.dates import MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MIDDLE = 300
RIM, NAMES, OUTER = 290, 272, 232
HUB = 84


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of thing is drawn as: an outline round its own middle, and the class that colours it."""

    css: str
    outline: str


@dataclass(frozen=True, slots=True)
class Mark:
    """`number` things of one kind on one day, on a ring that far from the middle, said in words."""

    on: date
    ring: int
    shape: Shape
    words: str
    number: int = 1
    past: bool = False


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year with its marks, and the spans of days (`bands`) that are drawn along the outermost ring."""

    year: int
    today: date
    rings: tuple[int, ...]
    marks: tuple[Mark, ...]
    bands: tuple[tuple[date, date], ...] = ()

    @property
    def is_now(self) -> bool:
        return self.today.year == self.year


def drawn(wheel: Wheel, *, dates: int) -> SafeString:
    """The drawing of a wheel that tells of so many dates."""
    return format_html(
        '<svg class="wheel" viewBox="0 0 600 600" role="img" aria-labelledby="wheel-title wheel-desc">'
        '<title id="wheel-title">{}</title><desc id="wheel-desc">{}</desc>{}{}{}{}{}</svg>',
        _("The year %(year)s as a wheel") % {"year": wheel.year},
        _described(dates), _months(wheel.rings), _bands(wheel), _marks(wheel), _today(wheel), _hub(wheel),
    )  # fmt: skip


def key(shape: Shape) -> SafeString:
    """A shape, to stand beside its words."""
    return format_html(
        '<svg class="wheel-key" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">{}</svg>', _outlined(shape)
    )


def _described(dates: int) -> str:
    words = ngettext(
        "%(n)d date. The months beside it tell the same in words.",
        "%(n)d dates. The months beside it tell the same in words.",
        dates,
    )
    return words % {"n": dates}


def _angle(day: date) -> float:
    """Where a day is on the wheel, from the top with the clock."""
    first = date(day.year, 1, 1)
    return 2 * pi * (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _at(angle: float, radius: float) -> str:
    return f"{MIDDLE + radius * sin(angle):.1f} {MIDDLE - radius * cos(angle):.1f}"


def _months(rings: tuple[int, ...]) -> SafeString:
    circles = format_html_join(
        "", '<circle class="wheel-ring" cx="300" cy="300" r="{}"/>', ((radius,) for radius in sorted(set(rings)))
    )
    spokes = format_html_join(
        "",
        '<path class="wheel-spoke" d="M{} L{}"/>',
        ((_at(2 * pi * n / 12, HUB), _at(2 * pi * n / 12, RIM)) for n in range(12)),
    )
    names = format_html_join("", '<text class="wheel-month" x="{}" y="{}">{}</text>', _named())
    rim = format_html('<circle class="wheel-rim" cx="300" cy="300" r="{}"/>', RIM)
    return rim + circles + spokes + names


def _named() -> Iterator[tuple[str, str, str]]:
    for n in range(1, 13):
        x, y = _at(2 * pi * (n - 0.5) / 12, NAMES - 8).split()
        yield x, f"{float(y) + 5:.1f}", str(MONTHS_3[n]).strip(".").lower()


def _bands(wheel: Wheel) -> SafeString:
    """The spans of days, as far as they are in the year."""
    first, last = date(wheel.year, 1, 1), date(wheel.year, 12, 31)
    spans = ((max(begins, first), min(ends, last)) for begins, ends in wheel.bands)
    return format_html_join("", '<path class="wheel-band" d="{}"/>', ((_arc(*span),) for span in spans))


def _arc(begins: date, ends: date) -> str:
    start, stop = _angle(begins), _angle(ends)
    large = 1 if stop - start > pi else 0
    return f"M{_at(start, OUTER)} A{OUTER} {OUTER} 0 {large} 1 {_at(stop, OUTER)}"


def _marks(wheel: Wheel) -> SafeString:
    return format_html_join(
        "",
        '<g class="wheel-mark{}" transform="translate({}) scale({})">{}<title>{}</title></g>',
        (
            (
                " wheel-past" if mark.past else "",
                _at(_angle(mark.on), mark.ring),
                f"{min(2.0, 0.85 + 0.15 * sqrt(mark.number)):.2f}",
                _outlined(mark.shape),
                mark.words,
            )
            for mark in wheel.marks
        ),
    )


def _outlined(shape: Shape) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', shape.css, shape.outline)


def _today(wheel: Wheel) -> SafeString | str:
    if not wheel.is_now:
        return ""
    angle = _angle(wheel.today)
    return format_html(
        '<g class="wheel-today"><path d="M{} L{}"/><circle cx="{}" cy="{}" r="5"/><title>{}</title></g>',
        _at(angle, HUB), _at(angle, RIM + 3), *_at(angle, RIM + 3).split(), _("Today"),
    )  # fmt: skip


def _hub(wheel: Wheel) -> SafeString:
    return format_html(
        '<circle class="wheel-hub" cx="300" cy="300" r="{}"/><text class="wheel-year" x="300" y="{}">{}</text>{}',
        HUB, 312 if not wheel.is_now else 304, wheel.year, _today_in_words(wheel),
    )  # fmt: skip


def _today_in_words(wheel: Wheel) -> SafeString | str:
    if not wheel.is_now:
        return ""
    day = f"{wheel.today.day} {str(MONTHS_3[wheel.today.month]).strip('.').lower()}"
    return format_html('<text class="wheel-now" x="300" y="330">{}</text>', day)
