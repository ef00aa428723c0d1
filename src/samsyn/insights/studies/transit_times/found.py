"""A stored result of travel times by public transport, as the words, maps and tables of it ask for it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from samsyn.analysis.tables import Floats
from samsyn.insights.presentation import Matrices
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times import found as travel_times


@dataclass(frozen=True)
class Found(travel_times.Found):
    """Travel times, which are those of the middle departure, and how they spread over departures; and the ways."""

    @cached_property
    def early(self) -> Floats:
        """Minutes that a tenth of the departures do not exceed; infinite where fewer arrive."""
        return plain.unpacked(self.result["early"])

    @cached_property
    def late(self) -> Floats:
        """Minutes that nine tenths of them do not exceed."""
        return plain.unpacked(self.result["late"])

    @cached_property
    def arriving(self) -> Floats:
        """The share of departures that arrive."""
        return plain.unpacked(self.result["arriving"])

    @cached_property
    def changes(self) -> Floats:
        """The mean number of changes of those; not a number where none does."""
        return plain.unpacked(self.result["changes"])

    @cached_property
    def walking(self) -> Floats:
        """The mean of their minutes on foot."""
        return plain.unpacked(self.result["walking"])

    @property
    def window(self) -> str:
        """When people leave, and on what day."""
        return f"{self.result['day']} {self.result['choices']['first']}–{self.result['choices']['last']}"


def matrices_of(result: Result) -> Matrices:
    """From the rows to the columns: minutes of three departures, shares, changes and walking; no number for no way."""
    found = Found(result)
    values = {
        "minutes": found.times,
        "minutes_10": found.early,
        "minutes_90": found.late,
        "arriving": found.arriving,
        "changes": found.changes,
        "walking": found.walking,
    }
    return Matrices(found.codes, {name: np.where(np.isfinite(each), each, np.nan) for name, each in values.items()})
