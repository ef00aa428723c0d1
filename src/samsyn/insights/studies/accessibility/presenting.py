"""What is shown of accessibility."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from samsyn.insights.presentation import Bars, Figure, Kind, Offer, Presentation
from samsyn.insights.studies import growth, words
from samsyn.insights.studies.accessibility import maps, tables
from samsyn.insights.studies.accessibility.computing import SHARED
from samsyn.insights.studies.accessibility.found import MAIN, Found
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times.notes import absent, travelled_by

MOST_NAMED = 5


def present(result: Result) -> Presentation:
    """What is reached in words, figures, maps, a chart and tables, in the reader's language."""
    found = Found(result)
    return Presentation(
        title=_("Accessibility: %(territory)s") % {"territory": found.territory},
        lead=_lead(found),
        notes=tuple(_notes(found)),
        figures=tuple(_figures(found)),
        maps=tuple(maps.drawn(found)),
        charts=tuple(_charts(found)),
        tables=tuple(tables.every(found)),
        offers=tuple(_offers(found)),
    )


def _lead(found: Found) -> str:
    spread = found.spread(MAIN)
    return _(
        "Within 45 minutes a resident reaches %(mean)s on average (%(what)s), of %(all)s in all. The tenth that "
        "reaches least has %(worst)s."
    ) % {
        "what": found.result["reached_as"],
        "mean": words.count(spread["mean"]),
        "all": words.count(found.result["all"]),
        "worst": words.count(spread["worst"]),
    }


def _figures(found: Found) -> Iterator[Figure]:
    spread, shared = found.spread(MAIN), found.spread(SHARED)
    yield Figure(_("%(measure)s, mean") % {"measure": found.called(MAIN)}, _whole(spread["mean"]))
    yield Figure(_("The same for the tenth that reaches least"), _whole(spread["worst"]))
    yield Figure(_("Gini (0: all reach as much)"), spread["gini"], Kind.NUMBER)
    yield Figure(_("Shared out: for each resident, worst-off tenth"), shared["worst"], Kind.NUMBER)


def _whole(value: float | None) -> float | None:
    return None if value is None else round(value)


def _notes(found: Found) -> Iterator[str]:
    best, least = int(np.argmax(found.main)), int(np.argmin(found.main))
    yield _("Most is reached from %(best)s (%(most)s within 45 min), least from %(least)s (%(fewest)s).") % {
        "best": found.names[best],
        "most": words.count(found.main[best]),
        "least": found.names[least],
        "fewest": words.count(found.main[least]),
    }
    yield _worst_off(found)
    yield _competition(found)
    yield from _groups(found)
    yield _(
        "Times are those of the quickest way from centre to centre (by %(modes)s). A limit is a cliff: a minute more "
        "or less may move a town across it, so look at all measures together. What lies outside these areas is not "
        "counted, so areas along the outer border look poorer than they are."
    ) % {"modes": travelled_by(found.result["modes"])}
    yield from growth.notes(found.result)
    yield from _left_out(found.result)


def _worst_off(found: Found) -> str:
    limit = found.spread(MAIN)["worst_from"]
    order = sorted(np.flatnonzero(found.main <= limit).tolist(), key=lambda area: (found.main[area], area))
    return _("The tenth that reaches least lives in %(areas)s.") % {
        "areas": words.listed([found.names[area] for area in order], MOST_NAMED)
    }


def _competition(found: Found) -> str:
    falls = found.result["falls"]
    if falls["after"] <= falls["before"]:
        return _("The order of the areas is the same when people compete for what they reach.")
    return _(
        "When people compete, %(area)s falls most, from place %(before)s to place %(after)s of %(all)s: many others "
        "reach the same."
    ) % {
        "area": found.names[falls["area"]],
        "before": words.count(falls["before"]),
        "after": words.count(falls["after"]),
        "all": words.count(falls["of"]),
    }


def _groups(found: Found) -> Iterator[str]:
    groups = found.groups(MAIN)
    if groups:
        told = [f"{each['group']} {words.count(each['mean'])}" for each in groups]
        yield _("By group, within 45 min on average: %(groups)s.") % {"groups": "; ".join(told)}


def _left_out(result: Result) -> Iterator[str]:
    yield from absent(result)
    if "suppressed" in result:
        yield _("Numbers of single areas and of groups are left out here, and what is reached is rounded.")


def _charts(found: Found) -> Iterator[Bars]:
    lorenz = found.spread(MAIN)["lorenz"]
    if lorenz is None:
        return
    labels = [_("Tenth %(number)d") % {"number": number} for number in range(1, len(lorenz))]
    parts = tuple(zip(labels, np.diff(lorenz).tolist(), strict=True))
    title = _("Share of all reach that each tenth of the residents has, from the tenth that reaches least")
    yield Bars("tenths", title, Kind.SHARE, parts)


def _offers(found: Found) -> Iterator[Offer]:
    modes, territory = found.result["choices"]["modes"], found.territory
    for measure in (MAIN, SHARED):
        spread, unit = found.spread(measure), str(found.result["reached_as"])[:60]
        offered = [
            ("mean", _("%(measure)s, mean"), unit, spread["mean"]),
            ("worst", _("%(measure)s, worst-off tenth"), unit, spread["worst"]),
            ("gini", _("%(measure)s, Gini"), _("index"), spread["gini"]),
        ]
        for code, title, counted, value in offered:
            if value is not None:
                called = title % {"measure": found.called(measure)}
                yield Offer(f"{measure}-{code}-{modes}", called, counted, territory, round(value, 6))
