"""What is said of new labour markets, from the numbers, and what is taken for granted."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import growth, words
from samsyn.insights.studies.functional_regions.choosing import METHODS, Method
from samsyn.insights.studies.labour_market.found import Found

MOST_TOLD = 5
LIKELY = 0.1
"""A share of drawings from which something that does not happen is worth telling."""


def lead(found: Found) -> str:
    """What grows together, or that nothing does."""
    before, after = len(found.before["size"]), len(found.after["size"])
    told = {"measures": found.measures, "before": words.count(before), "after": words.count(after)}
    if found.joined:
        _new, old = found.joined[0]
        told |= {"regions": words.listed(found.old_names(old)), "share": words.share(found.all_together(old))}
        return (
            _(
                "With %(measures)s the regions of %(regions)s grow together, in %(share)s of the drawings. Regions "
                "before: %(before)s; with the measures: %(after)s."
            )
            % told
        )
    if found.moved:
        told["areas"] = words.listed([found.names[area] for area in found.moved])
        return _("With %(measures)s no regions grow together, but areas move to another region: %(areas)s.") % told
    return _("With %(measures)s no regions grow together, and no area moves to another region.") % told


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield support()
    yield from growth.notes(found.result)
    yield _times(found)
    yield from _joined(found)
    yield from _moved(found)
    yield from _nearly(found)
    yield from _contained(found)
    yield from _crossing(found)
    yield _sure(found)
    yield _assumed(found)
    yield _bias()
    yield from _left_out(found)
    if found.hides:
        yield _(
            "Numbers of areas, numbers of persons below %(below)s and those that would tell them are left out here; of "
            "the time after, only shares of large regions are shown, in whole per cent."
        ) % {"below": words.count(found.result["suppressed"]["below"])}


def support() -> str:
    """What it is for."""
    return _("This is support for a choice, never an answer. All that stands here of the time after is modelled.")


def _times(found: Found) -> str:
    times = found.result["times"]
    changed = _("Ways between areas that become faster: %(faster)s; slower: %(slower)s.") % {
        "faster": words.count(times["faster"]),
        "slower": words.count(times["slower"]),
    }
    if None in (times["mean_before"], times["mean_after"]):
        return changed
    mean = _(
        "Those who commute between areas need %(before)s minutes on average before, and would need %(after)s if all "
        "worked where they do."
    )
    decimals = 0 if found.hides else 1
    told = {name: words.number(times[f"mean_{name}"], decimals) for name in ("before", "after")}
    return words.parts(changed, mean % told)


def _joined(found: Found) -> Iterator[str]:
    for new, old in found.joined[:MOST_TOLD]:
        yield _("The regions of %(regions)s would be one, that of %(new)s: so it is in %(share)s of the drawings.") % {
            "regions": words.listed(found.old_names(old)),
            "new": found.new(new),
            "share": words.share(found.all_together(old)),
        }


def _moved(found: Found) -> Iterator[str]:
    for area in found.moved[:MOST_TOLD]:
        yield _("%(area)s leaves the region of %(before)s for that of %(after)s, in %(share)s of the drawings.") % {
            "area": found.names[area],
            "before": found.old(found.areas["before"][area]),
            "after": found.new(found.areas["after"][area]),
            "share": words.share(found.areas["moves"][area]),
        }
    if len(found.moved) > MOST_TOLD:
        rest = len(found.moved) - MOST_TOLD
        yield ngettext(
            "So does %(number)s more area: see the table.", "So do %(number)s more areas: see the table.", rest
        ) % {"number": words.count(rest)}


def _nearly(found: Found) -> Iterator[str]:
    """The two regions that do not grow together, but do so in most drawings of those that do not."""
    home = found.result["home"]
    apart = {pair: share for pair, share in found.share.items() if home[pair[0]] != home[pair[1]] and share >= LIKELY}
    if apart:
        pair = max(apart, key=lambda each: (apart[each], -each[0], -each[1]))
        yield _("Nearest to it, without doing so here, are the regions of %(one)s and %(other)s: %(share)s.") % {
            "one": found.old(pair[0]),
            "other": found.old(pair[1]),
            "share": words.share(apart[pair]),
        }


def _contained(found: Found) -> Iterator[str]:
    """The old region whose self-containment falls most."""
    pairs = list(zip(found.before["supply"], found.result["still"]["supply"], strict=True))
    known = [region for region, pair in enumerate(pairs) if None not in pair]
    if not known:
        return
    most = min(known, key=lambda region: (pairs[region][1] - pairs[region][0], region))
    if pairs[most][1] < pairs[most][0]:
        yield _(
            "Of those who live in the region of %(region)s and work, %(before)s do so within it before, and %(after)s "
            "with the measures: its self-containment falls most."
        ) % {
            "region": found.old(most),
            "before": words.share(pairs[most][0], 1),
            "after": words.share(pairs[most][1], 1),
        }


def _crossing(found: Found) -> Iterator[str]:
    changes = found.changes()
    if found.result["whole"]["changed"] is not None:
        yield ngettext(
            "%(number)s commuter would work in another area than now.",
            "%(number)s commuters would work in another area than now.",
            round(found.result["whole"]["changed"]),
        ) % {"number": words.count(found.result["whole"]["changed"])}
    if changes and None not in changes[0] and round(changes[0][3] - changes[0][2]):
        i, j, before, after = changes[0]
        yield _(
            "Between regions, most changes from that of %(origin)s to that of %(destination)s: from %(before)s to "
            "%(after)s commuters."
        ) % {
            "origin": found.old(i),
            "destination": found.old(j),
            "before": words.count(before),
            "after": words.count(after),
        }


def _sure(found: Found) -> str:
    choices, counts = found.result["choices"], found.result["whole"]["counts"]
    drawn = ngettext(
        "To see how sure this is, the model was drawn again within its errors %(number)s time.",
        "To see how sure this is, the model was drawn again within its errors %(number)s times.",
        choices["drawings"],
    ) % {"number": words.count(choices["drawings"])}
    flows = (
        _("Each time the observed flows were drawn anew as well.")
        if choices["redraw"]
        else _("The observed flows were not drawn anew: areas just below a threshold look surer than they are.")
    )
    spread = _("The number of regions was from %(least)s to %(most)s.") % {
        "least": words.count(counts[0]),
        "most": words.count(counts[-1]),
    }
    return words.parts(drawn, flows, spread)


def _assumed(found: Found) -> str:
    choices = found.result["choices"]
    if choices["elasticity"]:
        jobs = _("jobs follow people by %(share)s") % {"share": words.share(choices["elasticity"])}
    else:
        jobs = _("jobs stay where they are")
    return _(
        "Assumed: people answer to new times as they differ between places with long and short ways today; as many who "
        "work live in each area as now; %(jobs)s; nobody meets a queue. Regions are drawn by the method “%(method)s” "
        "both times."
    ) % {"jobs": jobs, "method": METHODS[Method(choices["method"])]}


def _bias() -> str:
    return _(
        "Known bias: that the law holds over time is the largest uncertainty, and no drawing shows it; shares near 100 "
        "per cent are no proof. It takes years until people have changed. Commuting that begins where nobody commutes "
        "is told too late. The method has thresholds, so a small change may move an area, and a large one may not. "
        "Growth of population and homes is not in it."
    )


def _left_out(found: Found) -> Iterator[str]:
    absent, without = found.result["absent"], found.result["without_boundaries"]
    if absent:
        yield ngettext(
            "%(number)s zone of the network is not in the commuting, and is left out: %(areas)s.",
            "%(number)s zones of the network are not in the commuting, and are left out: %(areas)s.",
            len(absent),
        ) % {"number": words.count(len(absent)), "areas": words.listed(absent)}
    if found.result["whole"]["outside"]:
        yield _("%(number)s who commute from or to places outside the network are not counted.") % {
            "number": words.count(found.result["whole"]["outside"])
        }
    if without:
        yield ngettext(
            "%(number)s area has no boundary and is not on the map: %(areas)s.",
            "%(number)s areas have no boundary and are not on the map: %(areas)s.",
            len(without),
        ) % {"number": words.count(len(without)), "areas": words.listed(without)}
