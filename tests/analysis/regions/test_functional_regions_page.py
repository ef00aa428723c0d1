"""The worked examples of the method page are what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.regions.centred_regions import outflows
from samsyn.analysis.regions.co_membership import co_membership
from samsyn.analysis.regions.local_labour_markets import local_labour_markets
from samsyn.analysis.regions.partition_comparison import compare_partitions
from samsyn.analysis.regions.region_facts import region_facts
from samsyn.analysis.regions.region_overlay import region_overlay
from samsyn.analysis.regions.self_containment import Aggregation, SelfContainmentChoices, self_contained_regions
from samsyn.analysis.tables import partition_from_labels
from tests.analysis.commuting import groups, lettered, norway

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "functional-regions.md"


def _table(part: str, heading: str) -> list[dict[str, str]]:
    """The rows of the table with this first column, in a part of the page."""
    lines = PAGE.read_text(encoding="utf-8").split(f"\n## {part}")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def _flows(rows):
    return lettered(*([float(row[column["lives in"]]) for column in rows] for row in rows))


def test_the_swedish_example():
    rows = _table("The Swedish rule", "lives in")
    flows = _flows(rows)
    leaves = outflows(flows)
    for number, row in enumerate(rows):
        assert flows.leaving[number] == float(row["R"])
        assert f"{100 * leaves.out[number]:.1f} %" == row["out"]
        assert f"{100 * leaves.largest[number]:.1f} %" == row["largest"]
        assert flows.areas.codes[leaves.towards[number]] == row["towards"]
    regions = local_labour_markets(flows)
    assert groups(regions.partition) == {"ABC", "DEF", "G"}
    assert regions.links.tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_the_european_example():
    rows = _table("The European method", "lives in")
    flows = _flows(rows)
    choices = SelfContainmentChoices(200, 1000, 0.6, 0.8)
    alone = region_facts(flows, partition_from_labels(flows.areas, flows.areas.codes))
    for number, row in enumerate(rows):
        sums = (flows.leaving[number], flows.arriving[number], flows.staying[number])
        assert sums == (float(row["R"]), float(row["W"]), float(row["L"]))
        contained = min(alone.supply[number], alone.demand[number])
        assert f"{contained:.3f}" == row["SC"]
        short = max((choices.target_size - sums[0]) / (choices.target_size - choices.min_size), 0)
        assert f"{(1 - 0.25 * short) * min(contained, 0.8) / 0.6:.3f}" == row["v"]
    assert f"{alone.links[0, 1]:.3f}" == "0.148"
    assert f"{alone.links[2, 3]:.3f}" == "0.143"
    regions = self_contained_regions(flows, choices)
    assert groups(regions.partition) == {"AB", "CD"}
    assert regions.moves.tolist() == [0, 1, 0, 1]
    assert [f"{v:.3f}" for v in regions.validity] == ["1.333", "1.250"]


def test_the_overlay_example():
    rows = _table("Divisions over each other", "area")
    areas = lettered(*np.eye(len(rows))).areas
    divisions = [partition_from_labels(areas, [row[kind] for row in rows]) for kind in ("work", "study", "housing")]
    overlay = region_overlay(divisions)
    assert [f"{index:.3f}" for index in overlay.agreement] == [row["agreement"] for row in rows]
    assert set(overlay.odd_one.tolist()) == {2}
    assert groups(overlay.common) == {"AB", "C", "DE"}


def test_the_example_of_sureness():
    rows = _table("How sure is an area", "area")
    jobs = np.array([float(row["jobs"]) for row in rows])
    flows = lettered(*np.diag(jobs))
    reference = partition_from_labels(flows.areas, [row["region"] for row in rows])
    drawings = [np.array([int(row[which]) - 1 for row in rows]) for which in ("first", "second", "third")]
    found = co_membership(flows, reference, drawings)
    assert [f"{value:.3f}" for value in found.sureness] == [row["sureness"] for row in rows]
    assert (found.second[2], f"{found.second_share[2]:.3f}") == (1, "0.333")


def test_the_example_of_two_divisions():
    rows = _table("Two divisions compared", "area")
    areas = lettered(*np.eye(len(rows))).areas
    first, second = (partition_from_labels(areas, [row[which] for row in rows]) for which in ("first", "second"))
    found = compare_partitions(first, second)
    assert f"{found.adjusted_rand:.3f}" == "0.167"
    assert f"{found.variation_of_information:.3f}" == "1.102"
    assert (found.kept, found.changed) == (0.8, (2,))


def test_what_the_page_says_of_norway():
    flows = norway()
    exact, package = (self_contained_regions(flows, SelfContainmentChoices(aggregation=mode)) for mode in Aggregation)
    assert len(compare_partitions(exact.partition, package.partition).changed) == 1
    oslo = exact.partition.region[flows.areas.codes.index("0301")]
    assert (exact.partition.region == oslo).sum() == 21
    swedish = local_labour_markets(flows).partition.region
    assert (swedish == swedish[flows.areas.codes.index("0301")]).sum() == 41
