"""People and jobs as a growth scenario has them, in place of those of today: a choice of the studies that read one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.tables import Areas, Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Choices, Given, Result, Source, StudyForm
from samsyn.insights.studies.travel_times.computing import Weights, weights_of

if TYPE_CHECKING:
    from samsyn.sources.growth import Growth

EARLIEST, LATEST = 1800, 2200
SOURCE = Source(
    "growth",
    DatasetKind.GROWTH,
    gettext_lazy("Growth scenarios"),
    gettext_lazy("People and jobs of the areas by scenario and year, so that results by them can be compared."),
    required=False,
)


class GrowthForm(StudyForm):
    """The scenario that people and jobs are of, and its year."""

    scenario = forms.CharField(
        label=gettext_lazy("Growth scenario"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Its name in the data on growth. Empty: people and jobs as they are today."),
    )
    scenario_year = forms.IntegerField(
        label=gettext_lazy("Year of the scenario"),
        min_value=EARLIEST,
        max_value=LATEST,
        required=False,
        help_text=gettext_lazy("Empty: its last. Between two years of the data, it is along the line between them."),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """A scenario in a year, for some areas (n,): people and jobs then, and in the first year that it tells of."""

    scenario: str
    year: int
    first_year: int
    headings: tuple[str, str]
    people: Floats
    jobs: Floats
    first_people: Floats
    first_jobs: Floats

    def told(self) -> dict[str, Any]:
        """What is kept of it with a result."""
        return {
            "scenario": self.scenario,
            "year": self.year,
            "people": plain.number(self.people.sum()),
            "jobs": plain.number(self.jobs.sum()),
            "first_year": self.first_year,
            "first_people": plain.number(self.first_people.sum()),
            "first_jobs": plain.number(self.first_jobs.sum()),
        }


def outlook(areas: Areas, given: Given, choices: Choices) -> Outlook | None:
    """The scenario that was chosen, for some areas; None where people and jobs are those of today."""
    name, growth = choices.get("scenario"), given.get("growth")
    if not name:
        return None
    if growth is None:
        raise InsightError(_("Choose the data that the scenario “%(name)s” is in.") % {"name": name})
    known = {each.casefold(): each for each in growth.years}
    if name.casefold() not in known:
        raise InsightError(
            _("There is no growth scenario called %(name)s. There are: %(known)s.")
            % {"name": name, "known": ", ".join(growth.years)}
        )
    return of_scenario(areas, growth, known[name.casefold()], choices.get("scenario_year"))


def of_scenario(areas: Areas, growth: "Growth", scenario: str, year: int | None) -> Outlook:
    """A scenario in a year, its last where none is said. Refused where it lacks the year, or any of the areas."""
    first, last = growth.years[scenario][0], growth.years[scenario][-1]
    year = last if year is None else year
    if not first <= year <= last:
        raise InsightError(
            _("The scenario %(scenario)s tells of the years %(first)s to %(last)s, not of %(year)s.")
            % {"scenario": scenario, "first": first, "last": last, "year": year}
        )
    at = {code: row for row, code in enumerate(growth.codes)}
    figures = {of: growth.at(scenario, of) for of in (first, year)}
    lacking = [
        code
        for code in areas.codes
        if code not in at or any(np.isnan(each[at[code]]).any() for each in figures.values())
    ]
    if lacking:
        raise InsightError(
            _("The scenario %(scenario)s does not tell of these areas in %(year)s: %(areas)s.")
            % {"scenario": scenario, "year": year, "areas": words.listed(lacking)}
        )
    rows = [at[code] for code in areas.codes]
    return Outlook(scenario, year, first, growth.headings, *figures[year][rows].T, *figures[first][rows].T)


def weights(given: Given, choices: Choices, areas: Areas, grown: Outlook | None) -> Weights:
    """Who lives in the areas and what is reached: by a scenario, else as today."""
    return weights_of(areas, given["people"], choices) if grown is None else by_outlook(grown)


def by_outlook(grown: Outlook) -> Weights:
    """People and jobs of a scenario."""
    if not grown.people.any():
        raise InsightError(_("Nobody lives in the areas, by the scenario %(name)s.") % {"name": grown.scenario})
    people_as, jobs_as = (f"{heading} ({grown.scenario}, {grown.year})" for heading in grown.headings)
    return Weights(grown.people, grown.jobs, people_as, jobs_as)


def grown_counts(counts: Floats, areas: Areas, grown: Outlook) -> Floats:
    """Trips or commuters (n, n) of today as many more, or fewer, as the scenario has people where they begin and jobs
    where they end, since its first year; in all as many more as there are jobs."""
    # Imported here: it loads scipy and numba.
    from samsyn.analysis.interaction.balancing import Margins, balance

    rows = counts.sum(axis=1) * _more(grown.people, grown.first_people)
    columns = counts.sum(axis=0) * _more(grown.jobs, grown.first_jobs)
    rows *= columns.sum() / rows.sum()
    return np.asarray(balance(Margins(counts, rows, columns, areas.names, areas.names)).matrix)


def notes(result: Result) -> Iterator[str]:
    """Whose people and jobs the figures are of."""
    told = result.get("growth")
    if not told:
        return
    yield _(
        "People and jobs are those of the growth scenario “%(scenario)s” in %(year)s: %(people)s people and %(jobs)s "
        "jobs, where it has %(first_people)s and %(first_jobs)s in %(first_year)s. A scenario is an assumption, not a "
        "forecast; the network is that of today with what else was chosen."
    ) % {
        **{name: told[name] for name in ("scenario", "year", "first_year")},
        **{name: words.count(told[name]) for name in ("people", "jobs", "first_people", "first_jobs")},
    }


def _more(after: Floats, before: Floats) -> Floats:
    """How many times as many; one where there was nobody before."""
    return np.divide(after, before, out=np.ones_like(after), where=before > 0)
