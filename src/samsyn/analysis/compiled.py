"""Hot loops of the analyses, compiled to machine code on first use.

`@compiled` is numba's `njit` with two fixed choices: the machine code is kept on disk (`cache=True`), so that only the
first call after an installation compiles, which takes seconds; and the interpreter lock is let go (`nogil=True`), so
that threads work side by side. Results do not depend on it: each kernel equals a plain version in the tests. Those of
`@summing` depend on the kind of processor by the rounding of sums, not on the run.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """The same function, compiled for the types that it is first called with."""
    return cast(Kernel, njit(cache=True, nogil=True)(kernel))


def summing(kernel: Kernel) -> Kernel:
    """As `compiled`, for loops that add up: sums in several lanes, multiplications and additions in one instruction."""
    lanes = {"contract", "reassoc"}
    return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy", fastmath=lanes)(kernel))
