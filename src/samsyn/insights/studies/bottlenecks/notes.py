"""What is said of bottlenecks, from the numbers, and what they are taken to be."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import words
from samsyn.insights.studies.bottlenecks.found import Found
from samsyn.insights.studies.travel_times.notes import travelled_by

LISTED = 3
OVERFULL = 1.5
"""A load from which the delay function says more of the trips than of the road."""


def lead(found: Found) -> str:
    """How much of the time is delay, and where most of it is."""
    whole = found.result["whole"]
    told = {
        "cars": words.count(whole["cars"]),
        "hours": words.count(whole["delay"]),
        "share": words.share(_share(found)),
    }
    said = (
        _("In the hour %(cars)s cars lose %(hours)s hours to crowded roads, %(share)s of their time on the way.") % told
    )
    worst = [link for link in found.worst if found.links["delay"][link]][:1]
    if not worst:
        return words.parts(said, _("No road delays anybody."))
    return words.parts(said, _("Most is lost on %(road)s.") % {"road": found.named(worst[0])})


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield from _worst(found)
    yield from _who(found)
    yield from _measures(found)
    yield from _overfull(found)
    if not found.hides:
        yield assumed(found)
    yield from _left_out(found)
    yield from _limits(found)
    yield bias()
    if found.uses:
        yield _("Choose one of the worst roads on the map to see who drives on it, and where else they drive.")
    if not found.result["whole"]["reached"]:
        yield _(
            "The relative gap that was asked for was not reached: it is %(gap)s. Small differences between results say "
            "nothing."
        ) % {"gap": f"{found.result['whole']['gap']:.0e}"}
    if found.hides:
        yield _(
            "Cars are given in tens here, with the delay that tens would have; numbers of single areas and of who uses "
            "a road are left out."
        )


def _share(found: Found) -> float | None:
    whole = found.result["whole"]
    return whole["delay"] / whole["hours"] if whole["hours"] else None


def _worst(found: Found) -> Iterator[str]:
    delay = found.links["delay"]
    some = [link for link in found.worst if delay[link]][:LISTED]
    if len(some) == LISTED and found.result["whole"]["delay"]:
        share = sum(delay[link] for link in some) / found.result["whole"]["delay"]
        yield _("Three roads stand for %(share)s of all delay: %(roads)s.") % {
            "share": words.share(min(share, 1.0)),
            "roads": words.listed([found.named(link) for link in some]),
        }
    full = found.result["whole"]["full"]
    if full:
        yield ngettext(
            "%(number)s road has more cars than it lets through.",
            "%(number)s roads have more cars than they let through.",
            full,
        ) % {"number": words.count(full)}


def _who(found: Found) -> Iterator[str]:
    each = found.result["areas"]["each"]
    order = sorted((area for area in range(len(each)) if each[area]), key=lambda area: -each[area])[:LISTED]
    if order:
        yield _("Longest delayed is a car from %(areas)s: %(minutes)s minutes from the first of them.") % {
            "areas": words.listed([found.names[area] for area in order]),
            "minutes": words.number(each[order[0]], 1),
        }


def _measures(found: Found) -> Iterator[str]:
    measures = found.result["measures"]
    if not measures:
        return
    best = max(measures, key=lambda each: each["saved"])
    yield _(
        "Of the measures tried with queues, %(measure)s saves most: %(saved)s hours in the hour, where it would save "
        "%(fixed)s on empty roads. Both figures are modelled, and people are taken to drive as much as before."
    ) % {"measure": best["name"], "saved": words.count(best["saved"]), "fixed": words.count(best["fixed"])}
    worse = [each["name"] for each in measures if each["saved"] < -each["doubt"]]
    if worse:
        yield _("With queues, more time is lost than won by: %(measures)s.") % {"measures": words.listed(worse)}


def _overfull(found: Found) -> Iterator[str]:
    over = [link for link in found.worst if (found.load[link] or 0.0) >= OVERFULL]
    if over:
        yield _(
            "Where there are far more cars than a road lets through, as on %(roads)s, the delay says that the trips "
            "are too many for the network, not how long a queue would be."
        ) % {"roads": words.listed([found.named(link) for link in over], most=LISTED)}


def assumed(found: Found) -> str:
    """What part of the trips is taken to be cars in the hour."""
    choices, whole = found.result["choices"], found.result["whole"]
    told = {
        "trips": words.count(whole["trips"]),
        "peak": words.share(choices["peak"], 1),
        "by_car": words.share(choices["by_car"], 1),
        "people": words.number(choices["in_a_car"], 2),
        "inside": words.share(whole["inside"]),
        "modes": travelled_by(set(found.links["mode"])),
    }
    said = _(
        "Assumed, the same everywhere: of %(trips)s trips %(peak)s are made in the hour, %(by_car)s of them by car "
        "with %(people)s people in each, by %(modes)s. %(inside)s of the trips stay in their area, and are on no road "
        "here."
    )
    modelled = _("The trips are modelled from people, jobs and times.") if whole["modelled"] else ""
    return words.parts(said % told, modelled)


def _left_out(found: Found) -> Iterator[str]:
    whole, absent = found.result["whole"], found.result["absent"]
    if whole["outside"]:
        yield _("%(number)s trips begin or end outside the zones of the network, and are left out.") % {
            "number": words.count(whole["outside"])
        }
    if whole["lost_pairs"] and whole["lost"] is not None:
        yield ngettext(
            "%(cars)s cars between %(number)s pair of areas have no way, and are left out.",
            "%(cars)s cars between %(number)s pairs of areas have no way, and are left out.",
            whole["lost_pairs"],
        ) % {"cars": words.count(whole["lost"]), "number": words.count(whole["lost_pairs"])}
    if absent:
        yield ngettext(
            "%(number)s zone of the network is not in the trips, and nobody leaves it or goes there: %(areas)s.",
            "%(number)s zones of the network are not in the trips, and nobody leaves them or goes there: %(areas)s.",
            len(absent),
        ) % {"number": words.count(len(absent)), "areas": words.listed(absent)}
    names = [name for _key, name in found.result["left_out"]]
    if names:
        yield _("Measures that do not change these roads are left out: %(measures)s.") % {
            "measures": words.listed(names)
        }


def _limits(found: Found) -> Iterator[str]:
    whole = found.result["whole"]
    if whole["limited"] < len(found.links["codes"]):
        rest = len(found.links["codes"]) - whole["limited"]
        yield ngettext(
            "%(number)s link has no capacity or does not slow down, and delays nobody.",
            "%(number)s links have no capacity or do not slow down, and delay nobody.",
            rest,
        ) % {"number": words.count(rest)}


def bias() -> str:
    """What the model leaves out."""
    return _(
        "All figures are modelled. Everybody is taken to know all roads and to take the quickest, in an hour that is "
        "the same from beginning to end: no queue grows, spills back or is left to the next hour. Capacities are of "
        "links alone, not of junctions. Traffic that is not among the trips, such as lorries and errands, is not there."
    )
