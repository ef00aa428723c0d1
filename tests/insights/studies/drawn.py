"""Small results to look at: flows drawn by hand, run through a study as pages and the command line do."""

import json

import numpy as np

from samsyn.insights.studies.catalogue import STUDIES
from tests.analysis.commuting import lettered

# The worked example of docs/methods/functional-regions.md: with these thresholds the regions are AB and CD.
FOUR = ([800, 100, 50, 50], [250, 240, 10, 0], [0, 0, 400, 100], [0, 0, 120, 180])
THRESHOLDS = {
    "preset": "own",
    "min_size": "200",
    "target_size": "1000",
    "min_containment": "60",
    "target_containment": "80",
}


def silent(share, text):
    """Who does not want to know."""


def choices(slug="functional-regions", **answers):
    """What a form with these answers gives."""
    form = STUDIES[slug].form(answers)
    assert form.is_valid(), form.errors
    return form.choices()


def regions(flows=None, *, seed=1, official=None, boundaries=None, **answers):
    """A result of functional regions, after JSON."""
    given = {"flows": lettered(*FOUR) if flows is None else flows}
    given |= {} if official is None else {"official": official}
    given |= {} if boundaries is None else {"boundaries": boundaries}
    answers = {"method": "european", "drawings": "0"} | (THRESHOLDS if flows is None else {}) | answers
    made = STUDIES["functional-regions"].compute(given, choices(**answers), np.random.default_rng(seed), silent)
    return json.loads(json.dumps(made, allow_nan=False))


def named(found, figure):
    """A figure of each region by the letter of its centre."""
    names, centres = found["areas"]["names"], found["regions"]["centre"]
    return dict(zip([names[centre][-1] for centre in centres], found["regions"][figure], strict=True))


def groups(found):
    """The regions as words: {"AB", "CD"}."""
    kept = {}
    for code, region in zip(found["areas"]["codes"], found["areas"]["region"], strict=True):
        kept[region] = kept.get(region, "") + code
    return set(kept.values())
