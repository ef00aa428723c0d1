"""Which colour each region gets, so that two that share a border never have the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

Neighbours = dict[int, set[int]]


def of_groups(groups: Sequence[int], neighbours: Iterable[tuple[int, int]]) -> Neighbours:
    """Which regions border which, from areas that border each other and the region of each area."""
    found: Neighbours = {group: set() for group in groups}
    for first, second in neighbours:
        one, other = groups[first], groups[second]
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return found


def coloured(neighbours: Neighbours, colours: int) -> dict[int, int]:
    """Region -> the number of its colour, from 0.

    Regions are taken in the order that leaves the fewest neighbours coloured before each (smallest last). On a map
    whose regions are in one piece that is at most five, so six colours always do. The colour is the one that is seen
    least among the neighbours, then among their neighbours, then at all, then the first: the same map always looks the
    same. Where pieces lie apart and there are not colours enough, the least bad is taken; the border still parts them.
    """
    found: dict[int, int] = {}
    used: Counter[int] = Counter()
    for region in _order(neighbours):
        near = Counter(found[other] for other in neighbours[region] if other in found)
        far = Counter(
            found[other]
            for between in neighbours[region]
            for other in neighbours[between]
            if other in found and other != region
        )
        best = min(range(colours), key=lambda colour: (near[colour], far[colour], used[colour], colour))
        found[region] = best
        used[best] += 1
    return found


def _order(neighbours: Neighbours) -> list[int]:
    """Smallest last: the region with the fewest neighbours is set aside again and again, and coloured last."""
    left = {region: set(others) for region, others in neighbours.items()}
    by_degree: dict[int, set[int]] = defaultdict(set)
    for region, others in left.items():
        by_degree[len(others)].add(region)
    aside = []
    while left:
        degree = min(number for number, regions in by_degree.items() if regions)
        region = min(by_degree[degree])
        by_degree[degree].remove(region)
        for other in left.pop(region):
            by_degree[len(left[other])].remove(other)
            left[other].remove(region)
            by_degree[len(left[other])].add(other)
        aside.append(region)
    return aside[::-1]
