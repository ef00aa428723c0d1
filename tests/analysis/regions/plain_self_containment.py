"""The European method written the plain way: everything is summed anew in every step. What the fast one must equal."""

import numpy as np

from samsyn.analysis.regions.self_containment import Aggregation


class PlainRegions:
    def __init__(self, flows, choices):
        self.flows = flows.matrix()
        self.choices = choices
        n = len(self.flows)
        self.cluster = list(range(n))
        self.moves = [0] * n
        self.reserve = {}
        self._known = {}
        self._aggregate()
        self.before_reserve = list(self.cluster)
        self._allocate()

    def members(self, cluster):
        return [area for area, own in enumerate(self.cluster) if own == cluster]

    def sums(self, areas):
        """Who lives, works and does both in some areas; kept only so that a country takes seconds."""
        key = tuple(areas)
        if key not in self._known:
            inside = self.flows[np.ix_(areas, areas)].sum()
            self._known[key] = self.flows[areas].sum(), self.flows[:, areas].sum(), inside
        return self._known[key]

    def validity(self, areas):
        c = self.choices
        lives, works, both = self.sums(areas)
        if not lives or not works:
            return 0.0
        contained = min(both / lives, both / works, c.target_containment)
        short = max((c.target_size - lives) / (c.target_size - c.min_size), 0)
        return (1 - (1 - c.min_containment / c.target_containment) * short) * contained / c.min_containment

    def link(self, one, other):
        out, back = self.flows[np.ix_(one, other)].sum(), self.flows[np.ix_(other, one)].sum()
        (lives, works, _), (lives_there, works_there, _) = self.sums(one), self.sums(other)
        there = out**2 / (lives * works_there) if out else 0
        return there + (back**2 / (lives_there * works) if back else 0)

    def clusters(self):
        return sorted(set(self.cluster) - {-1})

    def _aggregate(self):
        while self.clusters():
            value, weakest = min((self.validity(self.members(k)), k) for k in self.clusters())
            if value >= 1 - 1e-12:
                return
            members = self.members(weakest)
            area = min(members, key=lambda a: self._hold(a, members))
            self.cluster[area] = -1
            self._rehouse(area, weakest, value)
            if self.choices.aggregation is Aggregation.AS_PACKAGE:
                self._fall_apart(weakest)

    def _hold(self, area, members):
        rest = [other for other in members if other != area]
        return (self.link([area], rest) if rest else 0, self.validity([area]), -area)

    def _rehouse(self, area, left, value):
        links = [(-self.link([area], self.members(k)), k) for k in self.clusters() if k != left]
        strength, home = min(links, default=(0, -1))
        if not strength:
            self.reserve[area] = "no_link"
        elif self.moves[area] == self.choices.most_moves:
            self.reserve[area] = "moved_too_often"
        elif self.validity([*self.members(home), area]) <= value:
            self.reserve[area] = "no_better"
        else:
            self.cluster[area] = home
            self.moves[area] += 1

    def _fall_apart(self, cluster):
        for area in self.members(cluster)[:-1]:
            self.cluster[area] = -1
            self.cluster[area] = self._free(area)

    def _free(self, area):
        taken = set(self.clusters())
        return area if area not in taken else next(k for k in range(len(self.cluster)) if k not in taken)

    def _allocate(self):
        while -1 in self.cluster:
            waiting = [area for area, own in enumerate(self.cluster) if own == -1]
            links = [(-self.link([a], self.members(k)), a, k) for a in waiting for k in self.clusters()]
            strength, area, home = min(links, default=(0, 0, 0))
            if not strength:
                area = min(waiting, key=lambda a: (-self.flows[a].sum(), a))
                home = self._free(area)
            self.cluster[area] = home
