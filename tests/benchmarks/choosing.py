"""How long it takes to choose among measures, and to find what they do to labour markets: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.choosing plain` prints the table to read. The
candidates are drawn, with synergies in two pairs of five. The labour markets are Norway's, whose kilometres all become
a tenth less. Neither has a peer: no package for them is known to us; the solver of portfolios is HiGHS, by scipy.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from samsyn.analysis.choosing.budgets import budget_sweep
from samsyn.analysis.choosing.candidates import Balance, Candidates, Of, Rules
from samsyn.analysis.choosing.portfolios import PortfolioChoices, portfolios
from samsyn.analysis.choosing.rankings import Scores, rankings
from samsyn.analysis.interaction.calibration import Interactions, calibrate
from samsyn.analysis.interaction.commuting_change import CostChange
from samsyn.analysis.interaction.deterrence import Costs
from samsyn.analysis.regions.labour_market_effects import LabourMarketChoices, labour_market_effects
from samsyn.analysis.regions.self_containment import self_contained_regions
from samsyn.analysis.tables import Flows, Partition, areas_of, flows_from_matrix
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, line
from tests.benchmarks.interaction import NORWAY, norway
from tests.benchmarks.networks import CORES

TIMES = 3
COUNTS = (25, 50, 100)
BUDGETS = 10
DRAWINGS = (50, 100, 200)


def main(words: list[str]) -> None:
    table = Table(
        f"Choosing among measures, and labour markets (medians of {TIMES}; {CORES} threads)",
        ("clock", "processor", "peak memory", "found"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured. Proven: no portfolio has more effect, by the solver's bound."
    if not NORWAY.exists():
        yield "Not measured: the folder of real data with norway_commuting_ssb is not beside the checkout."


def _measured() -> Iterator[Line]:
    clocks = []
    for count in COUNTS:
        took, found = _portfolios(count)
        clocks.append(took.clock)
        yield _line(f"the best portfolio of {count} measures, synergies, shares of two counties", took, found)
    yield _grown("the same, by measures", COUNTS, clocks)
    yield _swept(COUNTS[0])
    yield _ranked(1_000)
    if NORWAY.exists():
        yield from _labour_markets()


def _drawn(count: int) -> tuple[Candidates, Rules]:
    chance = np.random.default_rng(count)
    benefits, costs = chance.lognormal(3, 1, count), chance.lognormal(4, 0.7, count).round()
    some = np.triu(chance.random((count, count)) < 0.4, 1)
    half = np.where(some, chance.normal(-0.05, 0.1, (count, count)) * np.minimum(benefits[:, None], benefits), 0.0)
    candidates = Candidates(tuple(f"m{number:03}" for number in range(count)), benefits, costs, half + half.T)
    north = (chance.random(count) < 0.5) * costs
    return candidates, Rules(balances=(Balance("north", Of.COST, north, least=0.3, most=0.7),))


def _portfolios(count: int) -> tuple[figures.Taken, str]:
    candidates, rules = _drawn(count)
    choices = PortfolioChoices(candidates.costs.sum() * 0.2, wanted=1, gap=1e-4)
    took = figures.taken(lambda: portfolios(candidates, rules, choices), TIMES)
    (best,) = portfolios(candidates, rules, choices)
    return took, f"{len(best.keys)} measures, {'proven' if best.proven else f'at most {best.gap:.1%} from the best'}"


def _swept(count: int) -> Line:
    candidates, rules = _drawn(count)
    budgets = np.linspace(0.1, 0.5, BUDGETS) * candidates.costs.sum()

    def sweep() -> None:
        with ThreadPoolExecutor(CORES) as executor:
            budget_sweep(candidates, rules, budgets.tolist(), PortfolioChoices(0.0, gap=1e-4), executor=executor)

    return _line(f"the best of {count} measures for each of {BUDGETS} budgets", figures.taken(sweep, TIMES), "-")


def _ranked(count: int) -> Line:
    values = np.random.default_rng(1).lognormal(0, 1, (100, count))
    scores = Scores(tuple(map(str, range(count))), values)
    rankings(scores)
    return _line(f"{count:,} measures ranked in 100 ways", figures.taken(lambda: rankings(scores), TIMES), "-")


def _labour_markets() -> Iterator[Line]:
    counts, kilometres = norway()
    areas = areas_of({f"{number:03}": str(number) for number in range(len(counts))})
    flows, before = flows_from_matrix(areas, counts, unit="persons"), Costs(areas, kilometres, "km")
    change = CostChange(flows, calibrate(Interactions(flows, before)), Costs(areas, kilometres * 0.9, "km"))
    labour_market_effects(change, _regions, np.random.default_rng(1), LabourMarketChoices(drawings=2))
    clocks = []
    for drawings in DRAWINGS:
        took, found = _affected(change, drawings)
        clocks.append(took.clock)
        yield _line(f"labour markets of Norway, {len(counts)} areas, {drawings} drawings", took, found)
    yield _grown("the same, by drawings", DRAWINGS, clocks)


def _affected(change: CostChange, drawings: int) -> tuple[figures.Taken, str]:
    choices = LabourMarketChoices(drawings=drawings)

    def find() -> None:
        with ThreadPoolExecutor(CORES) as executor:
            found.append(labour_market_effects(change, _regions, np.random.default_rng(1), choices, executor=executor))

    found: list = []
    took = figures.taken(find, TIMES)
    return took, f"{found[0].old.partition.count} regions become {found[0].new.partition.count}"


def _regions(flows: Flows) -> Partition:
    return self_contained_regions(flows).partition


def _line(what: str, took: figures.Taken, found: str) -> Line:
    times = figures.milliseconds(took.clock), figures.milliseconds(took.processor)
    return line(what, *times, figures.megabytes(figures.peak()), found)


def _grown(what: str, sizes: tuple[int, ...], clocks: list[float]) -> Line:
    slope = np.polyfit(np.log(sizes), np.log(clocks), 1)[0]
    return line(what, ", ".join(map(figures.milliseconds, clocks)), "-", "-", f"slope {slope:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
