"""Whether a run that was made again came out the same, and why not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.insights.models import Run


@dataclass(frozen=True, slots=True)
class Repeated:
    """One run and one that repeats it, seen from one of them. `other` is the other of the two."""

    other: Run
    same: bool
    text: str
    is_first: bool
    """Does `other` come first?"""


def told(run: Run) -> list[Repeated]:
    """The run that this one repeats, and those that repeat it, the latest first."""
    found = []
    if run.repeats is not None:
        found.append(_beside(run.repeats, run, other=run.repeats))
    for again in run.repetitions.order_by("-finished_at"):
        found.append(_beside(run, again, other=again))
    return found


def _beside(first: Run, again: Run, *, other: Run) -> Repeated:
    same = first.digest == again.digest
    return Repeated(other=other, same=same, text=_why(first, again, same), is_first=other is first)


def _why(first: Run, again: Run, same: bool) -> str:
    """Data, choices and seed are the same by construction, so only what computes can differ."""
    if same:
        return _("The result is the same, bit for bit.")
    if first.code != again.code:
        return _("The result differs, as the code does: %(first)s, and %(again)s.") % {
            "first": first.code,
            "again": again.code,
        }
    return _(
        "The result differs although data, choices, seed and code are the same. Another processor or another version "
        "of a library may compute the last digit otherwise: compare the two, and tell the administrator of the site."
    )
