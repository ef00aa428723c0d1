"""Flows that are not known, filled in so that sums that are known hold.

Definition
----------
Some flows of a matrix are known, others not (suppressed, or never published), and for each area it is known how many
leave and how many arrive. The gravity model is calibrated on the known pairs alone. The unknown pairs get

    T_ij = a_i b_j f(c_ij)

with factors such that each area's known and modelled flows together have its sums. Known flows are kept as they are.
Every filled flow is marked as modelled, and stays so wherever it is shown.

Known bias
----------
What is suppressed is not missing by chance: small flows are. A model calibrated on what is left thinks that small flows
are rare, falls too slowly or too fast, and relies on the sums. A filled flow is the expected number and as a rule no
whole one; single flows are uncertain, sums are not.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.interaction.calibration import Interaction, InteractionChoices, Interactions, calibrate
from samsyn.analysis.interaction.distribution import distribute
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Areas, Flags, Floats, TableError

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """How many leave and arrive, known and unknown flows together: `leaving (n,)`, `arriving (n,)`, equal in total."""

    areas: Areas
    leaving: Floats
    arriving: Floats

    def __post_init__(self) -> None:
        for name in ("leaving", "arriving"):
            array = np.array(getattr(self, name), dtype=np.float64)
            if array.shape != (len(self.areas),) or not (np.isfinite(array) & (array >= 0)).all():
                raise TableError(f"{name} needs one finite number of 0 or more for each of {len(self.areas)} areas")
            array.flags.writeable = False
            object.__setattr__(self, name, array)


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A full matrix of flows, and which of them are modelled."""

    flows: Floats
    """(n, n) known or modelled"""
    modelled: Flags
    """(n, n) the pairs that were filled"""
    model: Interaction


def fill(
    data: Interactions,
    sums: Sums,
    choices: InteractionChoices,
    *,
    progress: Progress | None = None,
) -> Filled:
    """Fill the pairs that are not among `data.known`, or say by name which area's sums cannot be met."""
    if sums.areas != data.flows.areas:
        raise TableError("the sums are of other areas than the flows")
    assert data.known is not None
    known = np.where(data.known, data.flows.matrix(), 0.0)
    leaving = _rest(sums.leaving, known.sum(axis=1), sums.areas, _LEAVING)
    arriving = _rest(sums.arriving, known.sum(axis=0), sums.areas, _ARRIVING)
    model = calibrate(data, choices, progress=progress)
    flows = known + distribute(model.law, data.costs, leaving, arriving, within=~data.known)
    modelled = ~data.known
    for array in (flows, modelled):
        array.flags.writeable = False
    return Filled(flows, modelled, model)


_LEAVING = "{wanted} leave '{name}' ({code}) in all, but its known flows add up to {known}"
_ARRIVING = "{wanted} arrive in '{name}' ({code}) in all, but its known flows add up to {known}"


def _rest(wanted: Floats, known: Floats, areas: Areas, too_little: str) -> Floats:
    """What the unknown flows must add up to; rounding apart, never below 0."""
    rest = wanted - known
    short = np.flatnonzero(rest < -ROUNDING * np.maximum(wanted, known))
    if len(short):
        i = short[0]
        raise TableError(too_little, wanted=wanted[i], name=areas.names[i], code=areas.codes[i], known=known[i])
    return np.where(rest <= ROUNDING * wanted, 0.0, rest)
