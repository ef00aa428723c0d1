"""How far regions hang on the choices: the same flows are divided by other choices of a method, or other methods.

Definition
----------
Each method is a drawing; `co_membership` says how sure each area's membership of its region in the reference is over
all of them. Give the choices that a reasonable person could also have made, such as target sizes of 8,000 to 12,000.

Known bias
----------
The sureness is about the choices that were tried: a narrow sweep makes everything look sure. All of them count alike.
"""

from collections.abc import Iterator, Sequence

from samsyn.analysis.progress import Progress
from samsyn.analysis.regions.co_membership import Membership, Method, co_membership
from samsyn.analysis.tables import Flows, Ints, Partition


def membership_sweep(
    flows: Flows, reference: Partition, methods: Sequence[Method], *, progress: Progress | None = None
) -> Membership:
    """How sure each area is of its region in the reference, over other ways to divide the same flows."""
    if not methods:
        raise ValueError("a sweep needs at least one method")
    return co_membership(flows, reference, _divisions(flows, methods, progress))


def _divisions(flows: Flows, methods: Sequence[Method], progress: Progress | None) -> Iterator[Ints]:
    for done, method in enumerate(methods, 1):
        yield method(flows).region
        if progress is not None:
            progress(done / len(methods))
