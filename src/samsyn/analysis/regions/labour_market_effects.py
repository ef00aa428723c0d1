"""What new times do to labour markets: new commuting, new regions, which of the old grow together, and how sure it is.

Definition
----------
Regions are drawn by any method from observed flows (the *old*) and, by the same method, from the flows that
`interaction.commuting_change` expects under the new times (the *new*).

- The *home* of an old region is the new region in which most of its employed residents live; of equals the first
- Old regions *grow together* when they have the same home
- An area *moves* when it does not lie in the home of its old region

How sure it is, over drawings: in each, the model's parameters are drawn anew from the normal distribution with their
estimates and robust covariance (`interaction.calibration`), commuting and regions found anew, and compared with the old
regions. `together` and `moves` are shares of drawings; `membership` is how sure each area is of its new region
(`co_membership`). With `redraw_flows`, each observed count is drawn anew too (Poisson), as `membership_bootstrap` does.

Known bias
----------
Methods for regions have thresholds, and an area just below one moves for little: without `redraw_flows` the shares are
about the model alone, and such an area may look sure; compare with the sureness of the old regions. That the law holds
under new times is the larger uncertainty, and no drawing shows it. Old and new regions of a method with thresholds on
persons differ for small changes; two regions with one home need not be large, only mostly in one.

Cost: for each drawing, a balancing of (n, n) and the method. Drawings are the same with and without an executor.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from samsyn.analysis.interaction.calibration import Interaction
from samsyn.analysis.interaction.commuting_change import CommutingChoices, CostChange, changed_commuting
from samsyn.analysis.progress import Progress
from samsyn.analysis.regions.co_membership import Membership, Method, co_membership
from samsyn.analysis.regions.membership_bootstrap import Resampling, drawn_counts
from samsyn.analysis.regions.region_facts import RegionFacts, region_facts
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Flags, Floats, Flows, Ints, Partition

BATCH = 10


@dataclass(frozen=True, slots=True)
class LabourMarketChoices:
    """How commuting answers, how often it is drawn, and whether observed flows are drawn too."""

    commuting: CommutingChoices = field(default_factory=CommutingChoices)
    drawings: int = 200
    redraw_flows: bool = False

    def __post_init__(self) -> None:
        if self.drawings < 1:
            raise ValueError("at least one drawing is needed")


@dataclass(frozen=True, slots=True, eq=False)
class LabourMarketEffects:
    """Commuting and regions before and after; k old regions, n areas.

    - `flows`: after; modelled
    - `old`, `new`: facts of the old regions with the old flows, and of the new with the new; `old_after`: of the old
      regions with the new flows
    - `home (k,)`: the new region that each old one has most of its employed residents in
    - `together (k, k)`: share of drawings in which two old regions have the same home; 1 on the diagonal
    - `moved (n,)`: whether each area moves; `moves (n,)`: share of drawings in which it does
    - `membership`: how sure each area is of its new region
    """

    flows: Flows
    old: RegionFacts
    new: RegionFacts
    old_after: RegionFacts
    home: Ints
    together: Floats
    moved: Flags
    moves: Floats
    membership: Membership

    def joined(self) -> tuple[tuple[int, ...], ...]:
        """The old regions that grow together, two or more a group, in the order of the new."""
        groups = (np.flatnonzero(self.home == region) for region in range(self.new.partition.count))
        return tuple(tuple(group.tolist()) for group in groups if len(group) > 1)


def labour_market_effects(
    change: CostChange,
    method: Method,
    rng: np.random.Generator,
    choices: LabourMarketChoices | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> LabourMarketEffects:
    """What the new costs do to commuting and to the regions that the method draws. `progress` may raise to cancel."""
    choices = choices or LabourMarketChoices()
    old, flows = method(change.flows), changed_commuting(change, choices.commuting)
    new = method(flows)
    home, moved = _followed(old, new.region, change.flows.leaving)
    batches = each_done(_draw, _jobs(change, method, rng, choices), executor=executor, progress=progress)
    drawn = list(chain.from_iterable(batches))
    homes, moves = zip(*(_followed(old, region, change.flows.leaving) for region in drawn), strict=True)
    same = [each[:, None] == each for each in homes]
    return LabourMarketEffects(
        flows=flows,
        old=region_facts(change.flows, old),
        new=region_facts(flows, new),
        old_after=region_facts(flows, old),
        home=home,
        together=np.mean(same, axis=0),
        moved=moved,
        moves=np.mean(moves, axis=0),
        membership=co_membership(flows, new, drawn),
    )


def _followed(old: Partition, region: Ints, residents: Floats) -> tuple[Ints, Flags]:
    """The home of each old region among others, and whether each area lies elsewhere."""
    lived_in = np.bincount(old.region, weights=residents)[old.region] > 0
    overlap = np.zeros((old.count, int(region.max()) + 1))
    # Where nobody lives, areas count alike.
    np.add.at(overlap, (old.region, region), np.where(lived_in, residents, 1.0))
    home = overlap.argmax(axis=1).astype(np.int64)
    return home, home[old.region] != region


def _jobs(
    change: CostChange, method: Method, rng: np.random.Generator, choices: LabourMarketChoices
) -> list[tuple[CostChange, Method, Floats, np.random.Generator | None, CommutingChoices]]:
    """Batches of drawn parameters, each with a generator of its own where flows are drawn too."""
    thetas = np.array_split(_thetas(change.model, rng, choices.drawings), -(-choices.drawings // BATCH))
    generators = rng.spawn(len(thetas)) if choices.redraw_flows else [None] * len(thetas)
    return [
        (change, method, some, generator, choices.commuting) for some, generator in zip(thetas, generators, strict=True)
    ]


def _thetas(model: Interaction, rng: np.random.Generator, drawings: int) -> Floats:
    """(drawings, p) parameters."""
    means = [parameter.value for parameter in model.parameters]
    # A covariance that is 0 but for rounding is no less one.
    return rng.multivariate_normal(means, model.covariance, size=drawings, method="eigh", check_valid="ignore")


def _draw(
    change: CostChange,
    method: Method,
    thetas: Floats,
    rng: np.random.Generator | None,
    choices: CommutingChoices,
) -> list[Ints]:
    """The number of each area's region, for each set of parameters."""
    names = [parameter.name for parameter in change.model.parameters]
    return [
        method(
            changed_commuting(each, choices, law=replace(change.model.law, **dict(zip(names, theta, strict=True))))
        ).region
        for theta, each in zip(thetas.tolist(), _observed(change, len(thetas), rng), strict=True)
    ]


def _observed(change: CostChange, count: int, rng: np.random.Generator | None) -> Iterator[CostChange]:
    """The change as it is, or with observed flows drawn anew, so many times."""
    for _each in range(count):
        if rng is None:
            yield change
        else:
            drawn = drawn_counts(change.flows, rng, Resampling.POISSON)
            yield replace(change, flows=change.flows.with_counts(drawn))
