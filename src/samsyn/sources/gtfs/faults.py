"""What cannot be used of a feed: refused with its place, or left out and told, as the user chose."""

from samsyn.sources.checks.findings import FIRST
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.problems import Cure, Problem


class Faults:
    """Refuses the first fault; or, where broken rows are left out, counts them and keeps the places of the first."""

    def __init__(self, *, leave_out: bool) -> None:
        self.leave_out = leave_out
        self.count = 0
        self.places: list[Place] = []
        self.examples: list[str] = []

    def tell(self, problem: Problem, place: Place, found: object = "", expected: object = "") -> None:
        """A row that cannot be used. The caller leaves out what belongs to it."""
        error = WrongContent(problem, Cure.OR_DROP, place=place, found=found, expected=expected)
        if not self.leave_out:
            raise error
        self.count += 1
        if len(self.places) < FIRST:
            self.places.append(place)
            self.examples.append(f"{problem} {error.found}".strip())
