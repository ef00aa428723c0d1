"""Regions around centres: who follows whom, and where chains of followers are broken.

Rules of the Nordic kind name centres and let every other area follow the area that receives its largest flow.
Followers of followers make chains; where a chain ends in an area that follows nobody, that area is the region's
centre. Two things go wrong with chains. They may bite their tail (two areas that follow each other, or more in a
ring), and they may be longer than a rule allows. Both are broken at the weakest link, the one with the smallest share
of its area's residents: the area before the break follows nobody and is the centre of a region of its own. Of all
links on rings, then of all links on chains that are too long, the weakest of all is broken first, and the chains are
looked at anew. Ties: the first by code.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.analysis.tables import Floats, Flows, Ints, Partition, partition_from_labels

NOBODY = -1


class Role(StrEnum):
    """What an area is in its region."""

    CENTRE = "centre"
    SECONDARY_CENTRE = "secondary_centre"
    FOLLOWER = "follower"
    BROKEN_OFF = "broken_off"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, eq=False)
class CentredRegions:
    """Regions with a centre each.

    - `centre (regions,)`: the area that each region is drawn around
    - `follows (n,)`: the area that each follows, -1 where it follows nobody
    - `links (n,)`: how many links there are from each area to the centre of its region, 0 for the centre
    - `roles (n,)`: what each area is; only followers follow
    """

    partition: Partition
    centre: Ints
    follows: Ints
    links: Ints
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outflows:
    """How each area's residents leave it, as shares of all who live there; 0 where nobody does.

    - `out (n,)`: the share that goes to any other area
    - `largest (n,)`: the share that goes to the one other area that takes most; `towards (n,)`: that area, -1 for none;
      of equal flows the first by code
    """

    out: Floats
    largest: Floats
    towards: Ints


def outflows(flows: Flows) -> Outflows:
    """The shares that the rules compare with their thresholds."""
    n = len(flows.areas)
    away = (flows.origins != flows.destinations) & (flows.counts > 0)
    origins, destinations, counts = flows.origins[away], flows.destinations[away], flows.counts[away]
    # Sorted so that the first pair of an origin is its largest, and the first by code of equals.
    order = np.lexsort((destinations, -counts, origins))
    first_origins, first = np.unique(origins[order], return_index=True)
    most, towards = np.zeros(n), np.full(n, NOBODY, dtype=np.int64)
    most[first_origins] = counts[order][first]
    towards[first_origins] = destinations[order][first]
    residents = np.where(flows.leaving > 0, flows.leaving, 1.0)
    return Outflows((flows.leaving - flows.staying) / residents, most / residents, towards)


def centred_regions(
    follows: Ints, shares: Floats, roles: list[Role], flows: Flows, most_links: int | None
) -> CentredRegions:
    """Regions from who follows whom, with rings and too long chains broken.

    `shares (n,)` is the strength of each area's link; `roles` of areas that a break makes centres become `BROKEN_OFF`.
    """
    follows = follows.copy()
    broken = _break_rings(follows, shares) + _break_long_chains(follows, shares, most_links)
    for area in broken:
        roles[area] = Role.BROKEN_OFF
    root, links = _followed(follows)
    partition = partition_from_labels(flows.areas, root)
    return CentredRegions(
        partition=partition,
        centre=np.array([root[members[0]] for members in partition.members()], dtype=np.int64),
        follows=follows,
        links=links,
        roles=tuple(roles),
    )


def _followed(follows: Ints) -> tuple[Ints, Ints]:
    """Where each area comes by following for as many links as there are areas, and how many it took."""
    at, links = np.arange(len(follows)), np.zeros(len(follows), dtype=np.int64)
    for _ in range(len(follows)):
        moving = follows[at] != NOBODY
        if not moving.any():
            break
        links += moving
        at = np.where(moving, follows[at], at)
    return at, links


def _break_rings(follows: Ints, shares: Floats) -> list[int]:
    """Break every ring at its weakest link; the areas before the breaks."""
    broken = []
    at, _ = _followed(follows)
    for start in np.unique(at[follows[at] != NOBODY]):
        ring = _ring(follows, int(start))
        # Several places of one ring may be asked; only the first finds it whole.
        if ring:
            weakest = min(ring, key=lambda area: (shares[area], area))
            follows[weakest] = NOBODY
            broken.append(weakest)
    return broken


def _ring(follows: Ints, start: int) -> list[int]:
    """The areas of the ring that an area is on; none where following it comes to an end."""
    ring, area = [start], int(follows[start])
    while area not in (start, NOBODY):
        ring.append(area)
        area = int(follows[area])
    return ring if area == start else []


def _break_long_chains(follows: Ints, shares: Floats, most_links: int | None) -> list[int]:
    """Break links until no area is further from its centre than allowed; the areas before the breaks."""
    broken: list[int] = []
    while most_links is not None:
        _, links = _followed(follows)
        on_long = set()
        for area in np.flatnonzero(links > most_links):
            while follows[area] != NOBODY:
                on_long.add(int(area))
                area = follows[area]
        if not on_long:
            break
        weakest = min(on_long, key=lambda area: (shares[area], area))
        follows[weakest] = NOBODY
        broken.append(weakest)
    return broken
