"""How long the effects of measures take, beside one skim of AequilibraE for each measure: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.measures plain` prints the table to read. The
peer is that of `networks`. Trips are modelled: there are none for this network. The peer makes only the matrix of
times; what it would take to compare two of them is not counted.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.accessibility.decay import Exponential
from samsyn.analysis.measures.changes import Change, ClosedLink, Measure, NewMinutes
from samsyn.analysis.measures.effects import measure_effects
from samsyn.analysis.measures.pairs import pair_effects
from samsyn.analysis.measures.situations import EffectChoices, Situation
from samsyn.analysis.measures.times import new_times
from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.analysis.tables import Areas
from samsyn.sources.files import opened
from samsyn.sources.networks import tntp
from samsyn.sources.networks.settling import settled
from tests.analysis.measures.plain_measures import plain_effects
from tests.analysis.networks.plain_networks import grid
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, Taken, line
from tests.benchmarks.networks import CHICAGO, CORES, peer_of, peer_python, tell

TIMES = 5
COUNTS = (30, 100, 300, 1_000)
SIDES = (50, 100, 200)
ZONES = (200, 400, 800, 1_600)
CHECKED = 3
CHOICES = EffectChoices(Exponential(0.06))
BY_FOUR = EffectChoices(Exponential(0.06), others=(Exponential(0.03), Exponential(0.045), Exponential(0.09)))


def main(words: list[str]) -> None:
    table = Table(
        f"Effects of measures (medians of {TIMES}; {CORES} threads, the peer's too)",
        ("clock", "processor", "peak memory", "off by", "one skim", "peer takes by clock / processor"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _measured() -> Iterator[Line]:
    for work in _works(_situation(grid(8, np.random.default_rng(1))), 5).values():  # compiled before it is measured
        work.do()
    if CHICAGO.exists():
        there = _situation(settled(tntp.read(opened(CHICAGO))).network)
        yield from _beside(there)
        yield from _by_measures(there)
    yield from _by_links()
    yield from _by_zones()


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured. Peer: one skim of AequilibraE for each measure, multiplied up; its"
    yield "comparison of times, and its new graph for each measure, are not counted. Trips are modelled."
    yield "One skim, and how many times longer the peer takes, by the clock and by the processor: a busy machine slows"
    yield "two threads that wait for each other more than one."
    yield "Off by: how far minutes saved and accessibility are, at most, from those of the whole changed network by"
    yield f"scipy's Dijkstra, and by how many the count of changed pairs differs: the {CHECKED} measures that do most."
    if not peer_python():
        yield "NOT MEASURED: the peer is not installed (see the part networks)."
    if not CHICAGO.exists():
        yield "Not measured: the folder of real data with tntp is not beside the checkout."


def _situation(network: Network) -> Situation:
    """People and jobs by chance, and trips by a model of gravity."""
    customized, chance = customize(prepare(network)), np.random.default_rng(7)
    times = travel_times(customized).times
    people, jobs = chance.lognormal(7, 1, (2, len(network.zones)))
    trips = people[:, None] * jobs * np.exp(-0.06 * times)
    return Situation(customized, times, trips / trips.sum() * people.sum(), people, jobs)


def _measures(network: Network, count: int, kind: str) -> list[Measure]:
    """Real links between nodes that trips may pass, by chance: both ways faster by 30 per cent, or both ways closed.

    A corridor is ten links one after the other, faster both ways.
    """
    links, through, chance = network.links, network.nodes.through, np.random.default_rng(11)
    inner = np.flatnonzero(through[links.start] & through[links.end] & (links.minutes > 0.2))
    back = {ends: link for link, ends in enumerate(zip(links.end.tolist(), links.start.tolist(), strict=True))}
    made = []
    for number, link in enumerate(chance.choice(inner, count, replace=False).tolist()):
        stretch = _walk(network, link, 10, chance) if kind == "corridor" else [link]
        ends = [(int(links.start[each]), int(links.end[each])) for each in stretch]
        both = dict.fromkeys([*stretch, *(back[each] for each in ends if each in back)])
        changes: list[Change] = [NewMinutes(links.codes[each], links.minutes[each] * 0.7) for each in both]
        if kind == "closed":
            changes = [ClosedLink(links.codes[each]) for each in both]
        made.append(Measure(f"{kind} {number}", tuple(changes)))
    return made


def _walk(network: Network, link: int, length: int, chance: np.random.Generator) -> list[int]:
    """Links one after the other, at each node by chance, back only at its end; nodes that trips may pass."""
    links, walked = network.links, [link]
    for _each in range(length - 1):
        node = links.end[walked[-1]]
        further = network.leaving[network.leaving_starts[node] : network.leaving_starts[node + 1]]
        open_ = further[network.nodes.through[links.end[further]]]
        onwards = open_[links.end[open_] != links.start[walked[-1]]]
        walked.append(int(chance.choice(onwards if onwards.size else open_)))
    return walked


@dataclass(frozen=True, slots=True)
class Work:
    """Something measured: how many skims the peer needs for it, what to do, how often."""

    skims: int
    do: Callable[[], object]
    checked: tuple[Measure, ...] = ()
    times: int = TIMES


def _works(there: Situation, count: int) -> dict[str, Work]:
    network = there.customized.hierarchy.network
    executor = ThreadPoolExecutor(CORES)

    def effects(
        measures: list[Measure], pool: ThreadPoolExecutor | None = executor, choices: EffectChoices = CHOICES
    ) -> Callable[[], object]:
        return lambda: measure_effects(there, measures, choices, executor=pool)

    faster, closed, corridors = (_measures(network, count, kind) for kind in ("faster", "closed", "corridor"))
    many = _measures(network, min(10 * count, 1000), "faster")
    ten = [Measure("ten", tuple(change for each in faster[:10] for change in each.changes))]
    mixed = [*faster[: count * 4 // 5], *closed[: count // 5]]
    pairs = count * (count - 1) // 2
    return {
        "one faster link": Work(1, effects(faster[:1])),
        "one closed link": Work(1, effects(closed[:1])),
        f"{count} faster links": Work(count, effects(faster), tuple(faster)),
        f"{count} faster links, one thread": Work(count, effects(faster, None)),
        f"{count} faster links, by four decays": Work(count, effects(faster, choices=BY_FOUR)),
        f"{len(many):,} faster links": Work(len(many), effects(many)),
        f"{count} corridors of ten links": Work(count, effects(corridors), tuple(corridors)),
        f"{count} closed links": Work(count, effects(closed), tuple(closed)),
        f"{count} closed links, one thread": Work(count, effects(closed, None)),
        "ten measures together": Work(1, effects(ten), tuple(ten)),
        "all times with ten measures": Work(1, lambda: new_times(there, faster[:10], executor=executor)),
        "all times with ten closures": Work(1, lambda: new_times(there, closed[:10], executor=executor)),
        f"all {pairs:,} pairs of faster links": Work(
            pairs, lambda: pair_effects(there, faster, CHOICES, executor=executor), times=1
        ),
        f"all {pairs:,} pairs, a fifth closures": Work(
            pairs, lambda: pair_effects(there, mixed, CHOICES, executor=executor), times=1
        ),
    }


def _beside(there: Situation) -> Iterator[Line]:
    """Chicago Regional: one skim of the peer's and each of ours by turns, then the medians."""
    network = there.customized.hierarchy.network
    works = _works(there, 100)
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    theirs: list[Taken] = []
    with peer_of(network) as process:
        for turn in range(TIMES):
            if process:
                theirs.append(Taken(tell(process, "skim"), tell(process, "processor")))
            for name, work in works.items():
                if turn < work.times:
                    taken[name].append(figures.taken(work.do))
    memory = figures.megabytes(figures.peak())
    size = f"Chicago Regional, {len(network.zones):,} zones, {len(network.links):,} links: "
    for name, each in taken.items():
        ours, beside = _median(each), ("-", "-")
        if theirs:
            skim = _median(theirs)
            by = works[name].skims * skim.clock / ours.clock, works[name].skims * skim.processor / ours.processor
            both = f"{figures.milliseconds(skim.clock)}, {figures.milliseconds(skim.processor)}"
            beside = both, " / ".join(f"{times:,.0f} x" for times in by)
        took = figures.milliseconds(ours.clock), figures.milliseconds(ours.processor)
        yield line(size + name, *took, memory, _off(there, works[name].checked), *beside)


def _median(taken: list[Taken]) -> Taken:
    return Taken(*(statistics.median(getattr(one, what) for one in taken) for what in ("clock", "processor")))


def _off(there: Situation, measures: tuple[Measure, ...]) -> str:
    """How far the measures that do most are from the whole changed network."""
    if not measures:
        return "-"
    found = measure_effects(there, measures, CHOICES).total
    apart, pairs = 0.0, 0
    for m in np.argsort(-np.abs(found.saved))[:CHECKED]:
        _by_zone, total = plain_effects(there, [measures[m]], CHOICES)
        apart = max(apart, *(abs(getattr(found, name)[m] / total[name] - 1) for name in ("saved", "accessibility")))
        pairs = max(pairs, *(abs(int(getattr(found, name)[m] - total[name])) for name in ("improved", "worsened")))
    return f"{apart:.0e}, {pairs} pairs"


def _by_measures(there: Situation) -> Iterator[Line]:
    network = there.customized.hierarchy.network
    clocks = []
    for count in COUNTS:
        measures = _measures(network, count, "faster")
        clocks.append(figures.taken(lambda some=measures: measure_effects(there, some, CHOICES), TIMES).clock)
    yield _grown("Chicago Regional, " + " / ".join(f"{count:,}" for count in COUNTS) + " faster links", COUNTS, clocks)


def _by_links() -> Iterator[Line]:
    """Drawn towns, each four times as large as the one before, with as many zones."""
    clocks: dict[str, list[float]] = {"faster": [], "closed": []}
    links = []
    for side in SIDES:
        network = _with_fewer_zones(grid(side, np.random.default_rng(side)), 800)
        there = _situation(network)
        links.append(len(network.links))
        for kind, each in clocks.items():
            measures = _measures(network, 50, kind)
            each.append(figures.taken(lambda to=there, some=measures: measure_effects(to, some, CHOICES), 3).clock)
    shown = " / ".join(f"{count:,}" for count in links)
    for kind, each in clocks.items():
        yield _grown(f"drawn towns, 800 zones, {shown} links: 50 {kind}", links, each)


def _by_zones() -> Iterator[Line]:
    """One drawn town, with more and more zones in it."""
    town, clocks = grid(SIDES[1], np.random.default_rng(SIDES[1])), {"faster": [], "closed": []}
    for count in ZONES:
        there = _situation(_with_fewer_zones(town, count))
        for kind, each in clocks.items():
            measures = _measures(there.customized.hierarchy.network, 50, kind)
            each.append(figures.taken(lambda to=there, some=measures: measure_effects(to, some, CHOICES), 3).clock)
    shown = " / ".join(f"{count:,}" for count in ZONES)
    for kind, each in clocks.items():
        yield _grown(f"a drawn town, {shown} zones: 50 {kind}", ZONES, each)


def _with_fewer_zones(network: Network, count: int) -> Network:
    """The same streets with zones spread evenly over those that there are."""
    some = np.linspace(0, len(network.zones) - 1, count).astype(np.int64)
    codes, names = (tuple(each[i] for i in some) for each in (network.zones.codes, network.zones.names))
    return Network(network.nodes, network.links, Areas(codes, names), network.centroids[some])


def _grown(what: str, sizes: list[int] | tuple[int, ...], clocks: list[float]) -> Line:
    slope = np.polyfit(np.log(sizes), np.log(clocks), 1)[0]
    shown = ", ".join(figures.milliseconds(clock) for clock in clocks)
    return line(what + ", one thread", shown, "-", figures.megabytes(figures.peak()), f"slope {slope:.2f}", "-", "-")


if __name__ == "__main__":
    main(sys.argv[1:])
