"""Every pair of colours that meets on a page, in both themes, against WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

from samsyn.foundation.ui import charts, states

CSS = Path(charts.__file__).parent / "static" / "ui" / "css"
STATE_NAMES = [name.replace("_", "-") for name in states.STATES]

TEXT = [
    *((ink, paper) for ink in ("ink", "ink-soft", "ink-faint") for paper in ("paper", "paper-sunk", "paper-raised")),
    *((link, paper) for link in ("accent", "accent-strong") for paper in ("paper", "paper-sunk", "paper-raised")),
    *(("ink", f"{tint}-tint") for tint in ("accent", "danger", "warning", "success", *STATE_NAMES)),
    ("ink-soft", "not-assessed-tint"),
    ("ink-soft", "danger-tint"),
    ("accent-strong", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("danger", "paper"),
    *(("paper", name) for name in STATE_NAMES),  # the numbers in the state bar
]
SHAPES = [
    *((name, f"{name}-tint") for name in STATE_NAMES),
    *((name, "paper") for name in STATE_NAMES),
    *((name, f"{name}-tint") for name in ("danger", "warning", "success", "accent")),
    *(("rule-strong", paper) for paper in ("paper", "paper-sunk")),  # the borders of fields
    *(("focus", paper) for paper in ("paper", "paper-sunk", "paper-raised")),
    ("accent", "rule"),  # how far a progress bar has come
    *(("map-border", f"region-{number}") for number in range(1, 8)),  # what parts two regions
    *((line, "paper") for line in ("map-coast", "map-border", "map-texture")),
    *((flow, "paper") for flow in ("map-flow", "map-flow-in", "map-flow-out")),  # arrows are edged with paper
]


def _tokens(*files: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        found.update(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (CSS / file).read_text(encoding="utf-8")))
    return found


THEMES = {"light": _tokens("tokens.css"), "dark": _tokens("tokens.css", "tokens-dark.css")}


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_the_one_of_wcag():
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme, front, back):
    tokens = THEMES[theme]
    assert _contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_can_be_seen(theme, front, back):
    tokens = THEMES[theme]
    assert _contrast(tokens[front], tokens[back]) >= 3


def test_the_dark_theme_changes_every_colour():
    only_dark = _tokens("tokens-dark.css")
    assert set(only_dark) == set(THEMES["light"])


def test_drawings_on_paper_have_the_colours_of_the_light_theme():
    palette, light = charts.Palette(), THEMES["light"]
    assert {name.replace("_", "-"): colour for name, colour in palette.states} == {
        name: light[name] for name in STATE_NAMES
    }
    assert (palette.ink, palette.soft, palette.rule) == (light["ink"], light["ink-soft"], light["rule-strong"])
    assert (palette.accent, palette.paper) == (light["accent"], light["paper"])


def test_colours_are_written_in_the_tokens_alone():
    stray = {
        path.name: found
        for path in CSS.glob("*.css")
        if not path.name.startswith("tokens")
        and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text(encoding="utf-8")))
    }
    assert stray == {"pages.css": ["#ffffff"]}  # the light around a QR code, which cameras need in both themes
