"""The colours of maps: told apart by everyone, even steps, and on paper those of the light theme."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from samsyn.foundation.ui import charts
from samsyn.insights import maps
from samsyn.insights.maps import palette

CSS = Path(charts.__file__).parent / "static" / "ui" / "css"
MAP_CSS = Path(maps.__file__).parents[1] / "static" / "insights" / "css" / "map.css"

SIGHT = {
    "ordinary": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""How colours look to people with each kind of colour blindness, in full (Machado, Oliveira and Fernandes 2009)."""

JUST_SEEN = 0.02
"""The difference in OKLab that is just seen beside one another, roughly."""


def _tokens(*files: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        found.update(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (CSS / file).read_text(encoding="utf-8")))
    return found


THEMES = {"light": _tokens("tokens.css"), "dark": _tokens("tokens.css", "tokens-dark.css")}


def _lab(colour: str, sight: str = "ordinary") -> np.ndarray:
    values = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SIGHT[sight] @ linear, 0, 1)
    cones = np.cbrt(
        np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        )
        @ seen
    )
    return (
        np.array(
            [
                [0.2104542553, 0.7936177850, -0.0040720468],
                [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ]
        )
        @ cones
    )


def _scale(theme: str, kind: str, count: int) -> list[str]:
    return [THEMES[theme][f"{kind}-{number}"] for number in range(1, count + 1)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("kind", "count"), [("region", palette.REGIONS), ("category", palette.CATEGORIES)])
def test_any_two_colours_are_told_apart(theme, sight, kind, count):
    seen = [_lab(colour, sight) for colour in _scale(theme, kind, count)]
    least = min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))
    assert least > 2.5 * JUST_SEEN


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_a_sequence_runs_evenly_from_the_paper_away(theme, sight):
    lightness = [float(_lab(colour, sight)[0]) for colour in _scale(theme, "sequential", palette.STEPS)]
    paper = float(_lab(THEMES[theme]["paper"])[0])
    away = [abs(value - paper) for value in lightness]
    steps = [there - here for here, there in pairwise(away)]
    assert min(steps) > 0.06
    assert max(steps) < 2 * min(steps)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_two_ends_of_a_divergence_are_told_apart_and_grow_away_from_the_middle(theme, sight):
    seen = [_lab(colour, sight) for colour in _scale(theme, "diverging", palette.STEPS)]
    away = [float(np.linalg.norm(one - seen[3])) for one in seen]
    assert away[0] > away[1] > away[2] > 2 * JUST_SEEN
    assert away[6] > away[5] > away[4] > 2 * JUST_SEEN
    for one, other in ((0, 6), (1, 5), (2, 4)):
        assert np.linalg.norm(seen[one] - seen[other]) > 2 * JUST_SEEN


def test_paper_has_the_colours_of_the_light_theme():
    light, paper = THEMES["light"], palette.Palette()
    assert list(paper.regions) == _scale("light", "region", palette.REGIONS)
    assert list(paper.sequential) == _scale("light", "sequential", palette.STEPS)
    assert list(paper.diverging) == _scale("light", "diverging", palette.STEPS)
    assert list(paper.categories) == _scale("light", "category", palette.CATEGORIES)
    named = ("context", "line", "border", "coast", "texture", "flow", "flow_in", "flow_out")
    assert [getattr(paper, name) for name in named] == [light[f"map-{name.replace('_', '-')}"] for name in named]
    assert (paper.ink, paper.paper, paper.soft) == (light["ink"], light["paper"], light["ink-soft"])


def test_the_style_sheet_colours_every_class_and_writes_no_colour_itself():
    css = MAP_CSS.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", css) == []
    kinds = {
        "region": palette.REGIONS,
        "sequential": palette.STEPS,
        "diverging": palette.STEPS,
        "category": palette.CATEGORIES,
    }
    for kind, count in kinds.items():
        assert re.findall(rf"\.{kind}-(\d) {{", css) == [str(number) for number in range(1, count + 1)]
