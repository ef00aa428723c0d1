"""How long it takes to draw functional regions, and to draw them a thousand times: printed as one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.regions plain` prints the table to read. The
input is the published example of 20 communes around Brindisi, and many copies of it side by side, each commune with a
few commuters to and from its like in the next copy. The peer is the R package LabourMarketAreas, called as a program,
where R and the package are installed; what it is given is written to a temporary folder.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from samsyn.analysis.regions.membership_bootstrap import BootstrapChoices, membership_bootstrap
from samsyn.analysis.regions.self_containment import Aggregation, SelfContainmentChoices, self_contained_regions
from samsyn.analysis.tables import Flows, Partition, areas_of, flows_from_pairs
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, line
from tests.conftest import SHARED

TIMES = 15
COPIES = (1, 19, 395)
DRAWINGS = 1_000
BRINDISI = SHARED / "data" / "lma_brindisi" / "flows.csv"
NORWAY = SHARED / "data" / "norway_commuting_ssb" / "od_2022.csv"
TO_NEXT, FROM_NEXT = 5.0, 3.0
PEER = """
suppressMessages(library(LabourMarketAreas))
flows <- read.csv("flows.csv")
took <- system.time(found <- findClusters(LWCom = flows, minSZ = 1000, minSC = 0.6667, tarSZ = 10000, tarSC = 0.75))
write.csv(found$lma$clusterList, "clusters.csv", row.names = FALSE)
cat("seconds", took[["elapsed"]], "\\n")
"""
AS_PACKAGE = SelfContainmentChoices(aggregation=Aggregation.AS_PACKAGE)


def main(words: list[str]) -> None:
    table = Table(
        f"Functional regions by the European method (medians of {TIMES})",
        ("areas", "pairs", "regions", "clock", "processor", "peak memory", "peer"),
        tuple(_measured()),
        tuple(_notes()),
    )
    print(table if "plain" in words else table.dumped())


def _measured() -> Iterator[Line]:
    if BRINDISI.exists():
        for copies in COPIES:
            yield _drawn(f"Brindisi x {copies:,}", _copied(copies), peer=copies == 1)
    if NORWAY.exists():
        norway = _norway()
        yield _drawn("Norway 2022", norway, peer=False)
        yield _sure("the same, drawn 1,000 times, 1 thread", norway, threads=1)
        yield _sure(f"the same, drawn 1,000 times, {os.cpu_count()} threads", norway, threads=os.cpu_count() or 1)


def _notes() -> Iterator[str]:
    yield "Compiled before it is measured; the first call ever takes about 10 s, once an installation (kept on disk)."
    if not _peer_is_there():
        yield "NOT MEASURED: the peer, R's LabourMarketAreas, is not installed here."
        yield "Measured elsewhere, on other data: 36.5 s for 377 communes of Sardinia with LabourMarketAreas 3.4."
    for data in (BRINDISI, NORWAY):
        if not data.exists():
            yield f"Not measured: the folder of real data with {data.parent.name} is not beside the checkout."


def _drawn(what: str, flows: Flows, *, peer: bool) -> Line:
    found = self_contained_regions(flows)
    took = figures.taken(lambda: self_contained_regions(flows), TIMES)
    beside = _peer(flows, took.clock) if peer and _peer_is_there() else "-"
    return _line(what, flows, str(found.partition.count), took, beside)


def _sure(what: str, flows: Flows, *, threads: int) -> Line:
    def draw(drawings: int) -> None:
        with ThreadPoolExecutor(threads) as executor:
            choices = BootstrapChoices(drawings)
            membership_bootstrap(flows, _regions, np.random.default_rng(1), choices, executor=executor)

    draw(20)
    return _line(what, flows, "-", figures.taken(lambda: draw(DRAWINGS), 3), "-")


def _regions(flows: Flows) -> Partition:
    return self_contained_regions(flows).partition


def _line(what: str, flows: Flows, regions: str, took: figures.Taken, beside: str) -> Line:
    return line(
        what,
        f"{len(flows.areas):,}",
        f"{len(flows.counts):,}",
        regions,
        f"{1000 * took.clock:,.1f} ms",
        f"{1000 * took.processor:,.1f} ms",
        figures.megabytes(figures.peak()),
        beside,
    )


def _copied(copies: int) -> Flows:
    """So many copies of Brindisi, numbered, each linked to the next."""
    with BRINDISI.open(encoding="utf-8") as lines:
        rows = [(r["community_live"], r["community_work"], float(r["amount"])) for r in csv.DictReader(lines)]
    communes = sorted({row[0] for row in rows} | {row[1] for row in rows})
    pairs = [(f"{copy:04}{home}", f"{copy:04}{work}", n) for copy in range(copies) for home, work, n in rows]
    for copy in range(copies - 1):
        for commune in communes:
            pairs.append((f"{copy:04}{commune}", f"{copy + 1:04}{commune}", TO_NEXT))
            pairs.append((f"{copy + 1:04}{commune}", f"{copy:04}{commune}", FROM_NEXT))
    return _table(pairs)


def _norway() -> Flows:
    with NORWAY.open(encoding="utf-8") as lines:
        return _table([(row["home"], row["work"], float(row["n"])) for row in csv.DictReader(lines)])


def _table(pairs: list[tuple[str, str, float]]) -> Flows:
    codes = {code for pair in pairs for code in pair[:2]}
    return flows_from_pairs(areas_of({code: code for code in codes}), pairs, unit="persons")


def _peer_is_there() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = subprocess.run(["Rscript", "-e", 'packageVersion("LabourMarketAreas")'], capture_output=True, check=False)
    return asked.returncode == 0


def _peer(flows: Flows, ours: float) -> str:
    """How many times longer the package takes, and whether it draws the same regions as the mode that follows it."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        with (Path(folder) / "flows.csv").open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["community_live", "community_work", "amount"])
            rows.writerows(zip(flows.origins + 1, flows.destinations + 1, flows.counts.astype(int), strict=True))
        run = subprocess.run(["Rscript", "-e", PEER], cwd=folder, capture_output=True, text=True, check=True)
        theirs = float(run.stdout.split()[-1])
        with (Path(folder) / "clusters.csv").open(encoding="utf-8") as lines:
            cluster = {int(row["community"]) - 1: row["cluster"] for row in csv.DictReader(lines)}
    region = self_contained_regions(flows, AS_PACKAGE).partition.region
    same = all((region[a] == region[b]) == (cluster[a] == cluster[b]) for a in cluster for b in cluster)
    return f"{figures.ratio(ours, theirs)}, {'same' if same else 'OTHER'} regions"


if __name__ == "__main__":
    main(sys.argv[1:])
