"""What of each measure falls on each county or part: of what it does, where people live; of its cost, where it is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats, Ints
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Choices
from samsyn.insights.studies.counties import Groups, called
from samsyn.insights.studies.measures.settling import Setting

if TYPE_CHECKING:
    from samsyn.analysis.measures.changes import Change


def balanced(parts: Groups, choices: Choices) -> list[int]:
    """The places of the parts that are to have a share; refused where one is not there, or shares pass the whole."""
    known = [(place, code) for place, code in enumerate(parts.codes) if code]
    wanted = {name.casefold() for name in choices["parts"]}
    found = [place for place, code in known if not wanted or wanted & {code.casefold(), called(code).casefold()}]
    unknown = wanted - {name.casefold() for _place, code in known for name in (code, called(code))}
    if unknown or not found:
        raise InsightError(
            _("There is no county or part called %(unknown)s. There are: %(known)s.")
            % {
                "unknown": words.listed([name for name in choices["parts"] if name.casefold() in unknown]),
                "known": ", ".join(called(code) for _place, code in known),
            }
        )
    if choices["least"] * len(found) > 1:
        raise InsightError(
            _("%(share)s for each of %(number)s parts is more than the whole. Ask for less, or for fewer parts.")
            % {"share": words.share(choices["least"], 1), "number": words.count(len(found))}
        )
    return found


def cost_by_part(setting: Setting, parts: Groups) -> Floats:
    """(m, parts) the cost of each measure where it is built: half of each link at either end, by kilometres.

    A node is in the part of the zone that lies nearest. Where no link has a length, all links count alike.
    """
    where = np.array(parts.of)[_nearest_zones(setting)]
    place = {code: number for number, code in enumerate(setting.network.nodes.codes)}
    shared = np.zeros((len(setting.measures), len(parts.codes)))
    for m, (measure, candidate) in enumerate(zip(setting.measures, setting.candidates, strict=True)):
        ends = list(_ends(setting, measure.changes))
        lengths = np.array([km for _start, _end, km in ends])
        weights = lengths if lengths.any() else np.ones(len(ends))
        for (start, end, _km), weight in zip(ends, weights, strict=True):
            for node in (start, end):
                if node in place:
                    shared[m, where[place[node]]] += weight
        shared[m] *= (candidate.facts.cost or 0.0) / (shared[m].sum() or 1.0)
    return shared


def _ends(setting: Setting, changes: "tuple[Change, ...]") -> "Iterator[tuple[str, str, float]]":
    """The nodes that each changed link leads between, and its kilometres. New nodes are where their links begin."""
    # Beside what it reads: numba is loaded with it.
    from samsyn.analysis.measures.changes import NewLink, NewNode

    links, nodes = setting.network.links, setting.network.nodes.codes
    at = {code: number for number, code in enumerate(links.codes)}
    for change in changes:
        if isinstance(change, NewLink):
            yield change.start, change.end, change.km
        elif not isinstance(change, NewNode):
            link = at[change.code]
            yield nodes[links.start[link]], nodes[links.end[link]], float(links.km[link])


def _nearest_zones(setting: Setting) -> Ints:
    """The zone whose centre lies nearest to each node, as the crow flies; refused where a place is not known."""
    nodes, centres = setting.network.nodes, setting.network.centroids
    x, y = np.asarray(nodes.x), np.asarray(nodes.y)
    unknown = np.flatnonzero(~np.isfinite(x + y))
    if unknown.size:
        raise InsightError(
            _(
                "Where the money is spent cannot be told: the network does not say where its nodes are: %(nodes)s. "
                "Balance what the package does instead."
            )
            % {"nodes": words.listed([nodes.codes[node] for node in unknown])}
        )
    # Degrees of longitude are shorter than those of latitude; in metres both are alike.
    narrow = np.cos(np.radians(y.mean())) if np.abs(y).max() <= 90 and np.abs(x).max() <= 180 else 1.0
    squares = ((x[:, None] - x[centres]) * narrow) ** 2 + (y[:, None] - y[centres]) ** 2
    return np.asarray(squares.argmin(axis=1))
