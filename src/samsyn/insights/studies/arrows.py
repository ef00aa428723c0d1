"""The flows of one area as arrows on a map."""

from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Arrow
from samsyn.insights.studies import words

MOST = 40
"""More arrows than these hide each other; the smallest are left out."""


def of_area(areas: dict[str, Any], flows: dict[str, Any], code: str) -> tuple[Arrow, ...]:
    """The largest flows out of and into an area, the largest first; none for an area that is not there."""
    if code not in areas["codes"]:
        return ()
    area = areas["codes"].index(code)
    triples = zip(flows["origins"], flows["destinations"], flows["counts"], strict=True)
    found = [(i, j, count) for i, j, count in triples if (i == area) != (j == area)]
    found.sort(key=lambda flow: (-flow[2], flow[0], flow[1]))
    return tuple(arrow(areas, i, j, count) for i, j, count in found[:MOST])


def arrow(areas: dict[str, Any], origin: int, destination: int, count: float) -> Arrow:
    """One flow, with its words."""
    text = _("%(origin)s to %(destination)s: %(count)s") % {
        "origin": areas["names"][origin],
        "destination": areas["names"][destination],
        "count": words.count(count),
    }
    return Arrow(areas["codes"][origin], areas["codes"][destination], count, text)
