"""Maps of functional regions: the regions, who commutes out, how sure memberships are, and what is official."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import AreaMap, Scale
from samsyn.insights.studies import words
from samsyn.insights.studies.functional_regions.choosing import ROLES
from samsyn.insights.studies.functional_regions.found import Found, sureness_class, sureness_legend

OUT_LIMITS = (0.1, 0.2, 0.35, 0.5)


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map that the result holds something for."""
    yield regions(found, "regions", _("Functional regions"))
    yield _commuting_out(found)
    for which, title in (
        ("bootstrap", _("How sure each area’s region is, when the flows are drawn again")),
        ("sweep", _("How sure each area’s region is, when the thresholds are varied")),
    ):
        membership = found.membership(which)
        if membership is not None:
            yield _sureness(found, which, title, membership)
    if found.result["official"] is not None:
        yield _official(found, found.result["official"])


def regions(found: Found, name: str, title: str) -> AreaMap:
    """The regions, each with the name of its centre."""
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.REGIONS,
        groups=tuple(found.region),
        texts=tuple(_told(found, area) for area in range(len(found.codes))),
        labels=_labels(found),
    )


def _labels(found: Found) -> tuple[tuple[str, str], ...]:
    return tuple((found.codes[found.regions["centre"][region]], found.name(region)) for region in found.by_size)


def _told(found: Found, area: int) -> str:
    name, region, role = found.area(area), found.name(found.region[area]), found.areas["role"][area]
    placed = _("%(area)s: the region of %(region)s (%(role)s).") % {"area": name, "region": region, "role": ROLES[role]}
    out = found.areas["out_share"][area]
    if out is None:
        return placed
    return words.parts(placed, str(found.purpose.leaves) % {"share": words.share(out)})


def _commuting_out(found: Found) -> AreaMap:
    shares = found.areas["out_share"]
    limits = [words.share(limit) for limit in OUT_LIMITS]
    between = [_("%(from)s to %(to)s") % {"from": low, "to": high} for low, high in pairwise(limits)]
    return AreaMap(
        name="commuting-out",
        title=str(found.purpose.leaving),
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        legend=(
            _("less than %(share)s") % {"share": limits[0]},
            *between,
            _("%(share)s or more") % {"share": limits[-1]},
        ),
        classes=tuple(-1 if share is None else sum(share >= limit for limit in OUT_LIMITS) for share in shares),
        groups=tuple(found.region),
        texts=tuple(_told(found, area) for area in range(len(found.codes))),
        labels=_labels(found),
    )


def _sureness(found: Found, name: str, title: str, membership: dict[str, Any]) -> AreaMap:
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        legend=sureness_legend(),
        classes=tuple(sureness_class(value) for value in membership["sureness"]),
        groups=tuple(found.region),
        texts=tuple(_how_sure(found, membership, area) for area in range(len(found.codes))),
        labels=_labels(found),
    )


def _how_sure(found: Found, membership: dict[str, Any], area: int) -> str:
    own = _("%(area)s: with the region of %(region)s in %(share)s of the drawings.") % {
        "area": found.area(area),
        "region": found.name(found.region[area]),
        "share": words.share(membership["sureness"][area]),
    }
    if membership["second"][area] < 0:
        return own
    second = _("Next: the region of %(region)s, %(share)s.") % {
        "region": found.name(membership["second"][area]),
        "share": words.share(membership["second_share"][area]),
    }
    return words.parts(own, second)


def _official(found: Found, official: dict[str, Any]) -> AreaMap:
    changed = set(official["changed"])
    legend = (_("in the region’s official pair"), _("in another official region"), _("not in the official list"))
    classes = [2 if region is None else int(area in changed) for area, region in enumerate(official["region"])]
    return AreaMap(
        name="official",
        title=_("Where the official regions differ"),
        codes=found.codes,
        scale=Scale.CATEGORIES,
        legend=legend,
        classes=tuple(classes),
        groups=tuple(found.region),
        texts=tuple(
            _("%(area)s: %(where)s.") % {"area": found.area(area), "where": official["region"][area] or legend[2]}
            for area in range(len(found.codes))
        ),
        labels=_labels(found),
    )
