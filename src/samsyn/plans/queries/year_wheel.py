"""One year of a plan: its dated things by month, of the year that somebody looks at."""

from dataclasses import dataclass
from datetime import date

from samsyn.plans.models import Plan
from samsyn.plans.queries import work


@dataclass(frozen=True, slots=True)
class Year:
    """The twelve months of a year. `rounds` are the days between which a follow-up is entered."""

    year: int
    years: tuple[int, ...]
    months: tuple[work.Month, ...]
    rounds: tuple[tuple[date, date], ...]
    today: date

    @property
    def is_now(self) -> bool:
        return self.today.year == self.year

    @property
    def empty(self) -> bool:
        return not any(month.events for month in self.months)


def year(plan: Plan, *, wanted: str, on: date) -> Year:
    """The year asked for, else the present one, where the plan has anything in it; else the plan's first."""
    found = work.year_wheel(plan)
    years = tuple(sorted({month.first.year for month in found}))
    chosen = next((n for n in years if str(n) == wanted), on.year if on.year in years else years[0])
    events = {month.first: month for month in found}
    firsts = (date(chosen, n, 1) for n in range(1, 13))
    rounds = plan.rounds.filter(due_on__year__gte=chosen, opens_on__year__lte=chosen)
    return Year(
        year=chosen,
        years=years,
        months=tuple(events.get(first, work.Month(first, ())) for first in firsts),
        rounds=tuple(rounds.values_list("opens_on", "due_on")),
        today=on,
    )
