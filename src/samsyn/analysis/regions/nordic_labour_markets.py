"""Nordic local labour markets: Nordregio's rule, which also knows secondary centres.

Definition
----------
Of the employed residents (night population) of an area, `out` is the share that works in another area, and `largest`
the share that works in the one other area that takes most.

1. A *centre* has `out` of at most 20 %, or more jobs (day population) than employed residents; and `largest` of at
   most 10 %.
2. Another area whose `largest` is above 7.5 % follows the area that takes that flow.
3. What is left is a *secondary centre* when `out` is at most 25 % and some area follows it (its `largest` is at most
   7.5 %, or it would follow itself); otherwise it stands alone, with whoever follows it.

Chains of followers may be of any length (`most_links` can bound them); rings are broken at the weakest link
(`centred_regions`).

The conditions are those of 2018, read as "(out or jobs) and largest". Nordregio states three further exceptions for
areas with several large outflows; their text could not be had, so they are not here, and single areas may differ from
the published map. That rings are broken at the weakest link is our choice.

Known bias
----------
As for the Swedish rule: thresholds are cliffs and only the largest flow counts. The day population makes every city
with more jobs than workers a centre, also one whose residents commute out in great numbers. An area that sends less
than 7.5 % anywhere stands alone even if much of it commutes, spread over many neighbours. All flows times a number
give the same regions. Source: Nordregio (2020), Nordic local labour market areas 2018, map with text.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.regions.centred_regions import NOBODY, CentredRegions, Role, centred_regions, outflows
from samsyn.analysis.tables import Flags, Flows, Ints


@dataclass(frozen=True, slots=True)
class NordicChoices:
    """Thresholds as shares of employed residents; links from an area to its centre, None for any number."""

    centre_most_out: float = 0.20
    centre_most_to_one: float = 0.10
    follows_above: float = 0.075
    secondary_most_out: float = 0.25
    most_links: int | None = None

    def __post_init__(self) -> None:
        shares = (self.centre_most_out, self.centre_most_to_one, self.follows_above, self.secondary_most_out)
        if not all(0 <= share <= 1 for share in shares):
            raise ValueError("thresholds are shares from 0 to 1")
        if self.most_links is not None and self.most_links < 1:
            raise ValueError("at least one link from an area to its centre must be allowed")


def nordic_labour_markets(flows: Flows, choices: NordicChoices | None = None) -> CentredRegions:
    """Divide the areas into Nordic local labour markets."""
    choices = choices or NordicChoices()
    leaves = outflows(flows)
    keeps = (leaves.out <= choices.centre_most_out) & (flows.leaving > 0)
    centre = (keeps | (flows.arriving > flows.leaving)) & (leaves.largest <= choices.centre_most_to_one)
    follows = np.where(~centre & (leaves.largest > choices.follows_above), leaves.towards, NOBODY)
    roles = _roles(centre, follows, leaves.out <= choices.secondary_most_out)
    return centred_regions(follows, leaves.largest, roles, flows, choices.most_links)


def _roles(centre: Flags, follows: Ints, keeps_most: Flags) -> list[Role]:
    followed = set(follows[follows != NOBODY].tolist())
    roles = []
    for area, is_centre in enumerate(centre):
        if is_centre:
            roles.append(Role.CENTRE)
        elif follows[area] != NOBODY:
            roles.append(Role.FOLLOWER)
        else:
            roles.append(Role.SECONDARY_CENTRE if keeps_most[area] and area in followed else Role.ALONE)
    return roles
