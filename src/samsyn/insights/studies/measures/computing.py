"""From a network and measures to what each does, as plain data."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.counties import Groups, groups
from samsyn.insights.studies.measures.ranking import Way, others, ranked, ways_of
from samsyn.insights.studies.measures.settling import Setting, counted_by, in_other_outlooks, settle
from samsyn.insights.studies.naming import area_names, without_boundaries
from samsyn.sources.measures.records import Candidate, What

if TYPE_CHECKING:
    from samsyn.analysis.measures.effects import MeasureEffects
    from samsyn.analysis.measures.effects_kernel import Effects

MOST_PAIRS = 15
MOST_LABELS = 14


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """What each measure does by itself: in all, to each area, to parts, and between which areas most."""
    progress(0.0, _("Finding the quickest ways"))
    setting = settle(given, choices)
    found, ways = _effects(setting, given, choices, progress)
    progress(0.6, _("Ranking the measures"))
    codes = setting.network.zones.codes
    parts = groups(codes, given.get("regions"))
    ranks = ranked(setting, ways, choices)
    measures = []
    for m, candidate in enumerate(setting.candidates):
        progress(0.6 + 0.4 * m / len(setting.candidates), _("Looking for whom measures gain most"))
        measures.append(_told(candidate, setting, found, m, parts) | ranks[m])
    return {
        "choices": choices,
        "areas": areas_of(setting, parts, given),
        "parts": {"codes": list(parts.codes), "counties": "regions" not in given},
        "ways": [way.told() for way in ways],
        "measures": measures,
        "whole": whole_of(setting),
        "growth": setting.outlook and setting.outlook.told(),
        "left_out": [[each.key, each.name, list(kinds)] for each, kinds in setting.left_out],
        "without_boundaries": without_boundaries(codes, given),
    }


def areas_of(setting: Setting, parts: Groups, given: Given) -> dict[str, list[Any]]:
    """The zones: who live there, how many set out, which part they are in, and which are the largest."""
    return {
        "codes": list(setting.network.zones.codes),
        "names": area_names(setting.network.zones, given),
        "people": plain.counts(setting.weights.people),
        "trips": plain.numbers(setting.trips.counts.sum(axis=1)),
        "part": list(parts.of),
        "largest": plain.whole(np.argsort(-setting.weights.people, kind="stable")[:MOST_LABELS]),
    }


def whole_of(setting: Setting) -> dict[str, Any]:
    """What there is in all, and where it is from."""
    weights, trips = setting.weights, setting.trips
    return {
        "people": plain.counts([weights.people.sum()])[0],
        "jobs": plain.counts([weights.reached.sum()])[0],
        "people_as": weights.people_as,
        "jobs_as": weights.reached_as,
        "absent": list(weights.absent),
        "trips": plain.number(trips.counts.sum()),
        "modelled": trips.modelled,
        "outside": trips.outside,
        "zones": len(setting.network.zones),
        "longest": plain.number(
            np.max(setting.situation.times, where=np.isfinite(setting.situation.times), initial=0.0)
        ),
    }


def effects_in_all(effects: "Effects", m: int) -> dict[str, Any]:
    """What a measure does in all."""
    numbers = {name: plain.number(getattr(effects, name)[m]) for name in ("saved", "accessibility")}
    trips = {name: plain.number(getattr(effects, name)[m]) for name in ("connected", "cut_off")}
    pairs = {name: int(getattr(effects, name)[m]) for name in ("improved", "worsened")}
    return numbers | {"within": plain.numbers(effects.within[m])} | pairs | trips


def effects_by_area(effects: "Effects", m: int) -> dict[str, Any]:
    """What a measure does to each area."""
    return {
        "saved": plain.numbers(effects.saved[m]),
        "accessibility": plain.numbers(effects.accessibility[m]),
        "within": [plain.numbers(column) for column in effects.within[m].T],
    }


def by_part(parts: Groups, values: Floats) -> Floats:
    """Sums over the areas of each part."""
    sums: Floats = np.zeros(len(parts.codes))
    np.add.at(sums, np.array(parts.of), values)
    return sums


def most_affected(setting: Setting, after: Floats, most: int = MOST_PAIRS) -> list[list[Any]]:
    """The pairs whose trips gain or lose most in all: from, to, minutes before and after."""
    # Imported here: it loads scipy.
    from samsyn.analysis.accessibility.decay import TIE

    before = setting.situation.times
    with np.errstate(invalid="ignore"):
        gain = before - after
        known = np.isfinite(gain) & (np.abs(gain) > TIE * before)
    weight = np.where(known, np.abs(np.where(known, gain, 0.0)) * setting.trips.counts, 0.0)
    rows, columns = np.nonzero(known)
    order = np.lexsort((columns, rows, -weight[rows, columns]))[:most]
    return [
        [int(i), int(j), float(before[i, j]), float(after[i, j])]
        for i, j in zip(rows[order], columns[order], strict=True)
    ]


def _effects(
    setting: Setting, given: Given, choices: Choices, progress: Progress
) -> "tuple[MeasureEffects, list[Way]]":
    """The effects by what was chosen; and in all by every way of counting, for every outlook."""
    # Imported here: it loads numba, which pages that only show results can do without.
    from samsyn.analysis.measures.effects import measure_effects
    from samsyn.analysis.row_blocks import passes

    every = [setting, *in_other_outlooks(setting, given, choices)]
    counted = counted_by(choices["halving"], others(choices["halving"]))
    heard = passes(lambda done: progress(0.2 + 0.4 * done, _("Computing what the measures do")), len(every))
    found, ways = [], []
    with settings.SIDE_BY_SIDE() as executor:
        for each, hear in zip(every, heard, strict=True):
            effects = measure_effects(each.situation, each.measures, counted, executor=executor, progress=hear)
            found.append(effects)
            ways += ways_of(effects.total, choices["halving"], each.outlook)
    return found[0], ways


def _told(candidate: Candidate, setting: Setting, found: "MeasureEffects", m: int, parts: Groups) -> dict[str, Any]:
    # Imported here: it loads numba.
    from samsyn.analysis.measures.times import new_times

    facts, by_zone = candidate.facts, found.by_zone
    after = np.asarray(new_times(setting.situation, [setting.measures[m]]).times, dtype=np.float64)
    people = setting.weights.people
    return {
        "key": candidate.key,
        "name": candidate.name,
        **{name: getattr(facts, name) for name in ("cost", "price_year", "year", "owner", "note")},
        "changes": list(_changes(candidate, setting)),
        **effects_in_all(found.total, m),
        "by_area": effects_by_area(by_zone, m),
        "by_part": {
            "saved": plain.numbers(by_part(parts, by_zone.saved[m])),
            "within": [plain.numbers(by_part(parts, column * people)) for column in by_zone.within[m].T],
        },
        "pairs": most_affected(setting, after),
    }


def _changes(candidate: Candidate, setting: Setting) -> Iterator[dict[str, Any]]:
    """What the rows say, with the minutes that a link takes as things are, where one was named by its code."""
    links = setting.network.links
    minutes = dict(zip(links.codes, links.minutes.tolist(), strict=True))
    for row in candidate.rows:
        yield {
            "what": row.what.name,
            "link": row.named,
            "both_ways": row.both_ways,
            "before": minutes.get(row.link),
            "after": None if row.what in (What.CLOSED, What.NODE) else plain.number(row.minutes),
        }
