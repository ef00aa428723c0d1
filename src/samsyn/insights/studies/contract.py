"""What a study is: which data it reads, what it asks, how it computes and how it shows what it found.

`compute` goes straight from tables to a plain result, `present` from a result to what is shown. Neither knows the
database, the network or the clock: the command line runs the same two functions on files. The result is data that JSON
holds without loss, so that it can be stored, compared bit for bit, and shown again in another language.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django import forms
from django.utils.functional import Promise

from samsyn.insights.models import DatasetKind
from samsyn.insights.presentation import AreaChosen, Arrow, Matrices, Presentation
from samsyn.insights.suppression import Rule

Words = str | Promise
Result = dict[str, Any]
Choices = dict[str, Any]
"""What the form's `choices()` gives: data that JSON holds."""
Given = Mapping[str, Any]
"""By role: `analysis.tables.Flows` for flows, `analysis.networks.tables.Network`, `sources.records.Boundaries`,
`sources.records.Areas` (figures), `reading.timetables.Feed`, or `Mapping[str, str]` from area to region."""
Progress = Callable[[float, str], None]
"""Told the share that is done and what is being done; may raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Source:
    """Data that a study reads: as what (`role`), of which kind, and whether it can do without."""

    role: str
    kind: DatasetKind
    label: Words
    help: Words = ""
    required: bool = True


class StudyForm(forms.Form):
    """What a study asks. Checking and cleaning only; `choices` is what is stored with the run.

    `only_for` says which questions are asked with some answers to others alone: question -> other -> those answers.
    Pages hide them otherwise, where script runs; what they hold is not looked at.
    """

    only_for: Mapping[str, Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, when in self.only_for.items():
            told = ";".join(f"{other}:{' '.join(answers)}" for other, answers in when.items())
            self.fields[name].widget.attrs["data-only-for"] = told

    def choices(self) -> Choices:
        """The cleaned answers as data that JSON holds."""
        return dict(self.cleaned_data)


@dataclass(frozen=True, slots=True)
class Study:
    """One kind of analysis on screen.

    - `version`: counted up whenever the same data and choices may give another result
    - `method`: the page of docs/methods that defines it
    - `modelled`: whether its figures are modelled even where its data is not
    - `flows_of_area`: the result and the code of an area -> the flows to draw when the area is chosen, in and out
    - `public`: the result without what small numbers would tell, the same shape with None; used through `everyone` only
    - `area_chosen`: the same -> the maps that depend on which area is chosen, and a table of it
    - `links`: the codes of the links that can be chosen on maps; `link_chosen`: as `area_chosen`, of a link
    - `matrices`: the result -> what it holds between all areas, for the file of matrices
    - `compare`: two results, each with its title -> what differs; None where that means nothing
    - `compare_from`: the same and the code of an area -> the maps of the comparison as seen from it, and a table of it
    """

    slug: str
    title: Words
    purpose: Words
    version: int
    method: str
    sources: tuple[Source, ...]
    form: type[StudyForm]
    compute: Callable[[Given, Choices, np.random.Generator, Progress], Result]
    present: Callable[[Result], Presentation]
    public: Callable[[Result, Rule, Callable[[float], None]], Result]
    flows_of_area: Callable[[Result, str], tuple[Arrow, ...]] | None = None
    area_chosen: Callable[[Result, str], AreaChosen | None] | None = None
    links: Callable[[Result], Collection[str]] | None = None
    link_chosen: Callable[[Result, str], AreaChosen | None] | None = None
    matrices: Callable[[Result], Matrices] | None = None
    compare: Callable[[Result, Result, tuple[str, str]], Presentation] | None = None
    compare_from: Callable[[Result, Result, tuple[str, str], str], AreaChosen | None] | None = None
    modelled: bool = False
