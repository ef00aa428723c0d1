"""What the numbers say, in sentences for people who decide and do not calculate."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import words
from samsyn.insights.studies.functional_regions.found import SURENESS_LIMITS, Found

ALMOST_SAME, MUCH_THE_SAME, PARTLY = 0.9, 0.65, 0.4
"""Of the adjusted Rand index, for words."""


def written(found: Found) -> Iterator[str]:
    """The paragraphs, in the order in which they are read."""
    yield from (
        paragraph
        for paragraph in (
            _sizes(found),
            _containment(found),
            _crossing(found),
            _drawn_again(found),
            _varied(found),
            _official(found),
            _not_valid(found),
            _cannot_see(found),
            _left_out(found),
            _suppressed(found),
        )
        if paragraph
    )


def _sizes(found: Found) -> str:
    residents, whole = found.regions["residents"], found.whole
    largest = found.by_size[0]
    areas = found.regions["size"][largest]
    sentences = []
    if residents[largest] and whole["residents"]:
        share = words.share(residents[largest] / whole["residents"])
        sentences.append(
            ngettext(
                "The largest region is that of %(region)s: %(number)s area with %(share)s of all who %(do)s.",
                "The largest region is that of %(region)s: %(number)s areas with %(share)s of all who %(do)s.",
                areas,
            )
            % {"region": found.name(largest), "number": words.count(areas), "share": share, "do": found.purpose.do}
        )
    alone = whole["alone"]
    if alone:
        sentences.append(
            ngettext("%(number)s area is a region by itself.", "%(number)s areas are regions by themselves.", alone)
            % {"number": words.count(alone)}
        )
    return words.parts(*sentences)


def _containment(found: Found) -> str:
    supply = found.regions["supply"]
    known = [region for region in range(len(supply)) if supply[region] is not None]
    if len(known) < 2:
        return ""
    lowest = min(known, key=lambda region: (supply[region], region))
    highest = max(known, key=lambda region: (supply[region], -region))
    extremes = str(found.purpose.extremes) % {
        "highest": found.name(highest),
        "most": words.share(supply[highest]),
        "lowest": found.name(lowest),
        "least": words.share(supply[lowest]),
    }
    return words.parts(extremes, str(found.purpose.sides))


def _crossing(found: Found) -> str:
    flows = found.result["between"]
    known = [place for place, count in enumerate(flows["counts"]) if count]
    if not known:
        return "" if found.hides else _("Nobody crosses the border between two regions.")
    largest = max(known, key=lambda place: (flows["counts"][place], -place))
    number = flows["counts"][largest]
    return ngettext(
        "The largest flow between two regions: from that of %(origin)s to that of %(destination)s, %(number)s person.",
        "The largest flow between two regions: from that of %(origin)s to that of %(destination)s, %(number)s persons.",
        round(number),
    ) % {
        "origin": found.name(flows["origins"][largest]),
        "destination": found.name(flows["destinations"][largest]),
        "number": words.count(number),
    }


def _drawn_again(found: Found) -> str:
    drawn = found.membership("bootstrap")
    if drawn is None:
        return _("How sure the memberships are was not looked into: the flows were not drawn again.")
    began = ngettext(
        "To see how far the regions hang on small numbers, the flows were drawn again %(number)s time.",
        "To see how far the regions hang on small numbers, the flows were drawn again %(number)s times.",
        drawn["drawings"],
    ) % {"number": words.count(drawn["drawings"])}
    warned = _(
        "This shows chance alone, as if everybody chose anew; real changes, such as a closed plant, come together, so "
        "the regions are less sure than this."
    )
    return words.parts(began, _numbers_of_regions(drawn), _sure(found, drawn), _least_sure(found, drawn), warned)


def _varied(found: Found) -> str:
    varied = found.membership("sweep")
    if varied is None:
        return ""
    began = ngettext(
        "%(number)s other choice of thresholds was tried, which one could as well have made.",
        "%(number)s other choices of thresholds were tried, which one could as well have made.",
        len(varied["tried"]),
    ) % {"number": words.count(len(varied["tried"]))}
    return words.parts(began, _numbers_of_regions(varied), _sure(found, varied), _least_sure(found, varied))


def _numbers_of_regions(membership: dict[str, Any]) -> str:
    least, most = min(membership["counts"]), max(membership["counts"])
    if least == most:
        return ngettext(
            "Every time there was %(number)s region.", "Every time there were %(number)s regions.", least
        ) % {"number": words.count(least)}
    return _("There were from %(least)s to %(most)s regions.") % {
        "least": words.count(least),
        "most": words.count(most),
    }


def _sure(found: Found, membership: dict[str, Any]) -> str:
    sure = sum(value >= SURENESS_LIMITS[-1] for value in membership["sureness"])
    return ngettext(
        "Of %(all)s areas, %(number)s is sure of its region (in %(share)s of the cases or more).",
        "Of %(all)s areas, %(number)s are sure of their region (in %(share)s of the cases or more).",
        sure,
    ) % {"all": words.count(len(found.codes)), "number": words.count(sure), "share": words.share(SURENESS_LIMITS[-1])}


def _least_sure(found: Found, membership: dict[str, Any]) -> str:
    sureness = membership["sureness"]
    # A centre that is its region's whole core is as sure as the rest of it: of equals the one with fewest jobs is told.
    area = min(range(len(sureness)), key=lambda one: (sureness[one], found.areas["jobs"][one] or 0, one))
    if sureness[area] >= SURENESS_LIMITS[-1]:
        return ""
    told = _("Least sure is %(area)s, with the region of %(region)s in %(share)s of the cases") % {
        "area": found.area(area),
        "region": found.name(found.region[area]),
        "share": words.share(sureness[area]),
    }
    second = membership["second"][area]
    if second < 0:
        return told + "."
    if membership["second_share"][area] > sureness[area]:
        return told + _("; it is oftener with the region of %(region)s, in %(share)s.") % {
            "region": found.name(second),
            "share": words.share(membership["second_share"][area]),
        }
    return told + _("; next comes the region of %(region)s, with %(share)s.") % {
        "region": found.name(second),
        "share": words.share(membership["second_share"][area]),
    }


def _official(found: Found) -> str:
    official = found.result["official"]
    if official is None:
        return ""
    numbers = ngettext(
        "The official list has %(number)s region for these areas.",
        "The official list has %(number)s regions for these areas.",
        official["number"],
    ) % {"number": words.count(official["number"])}
    like = _(
        "The two divisions are %(likeness)s (adjusted Rand index %(index)s, where 1 is the same and 0 is chance)."
    ) % {
        "likeness": likeness(official["adjusted_rand"]),
        "index": words.number(official["adjusted_rand"], 2),
    }
    changed = len(official["changed"])
    differ = ngettext(
        "%(number)s area lies elsewhere in the official list; %(share)s of the residents live where both agree.",
        "%(number)s areas lie elsewhere in the official list; %(share)s of the residents live where both agree.",
        changed,
    ) % {"number": words.count(changed), "share": words.share(official["kept"])}
    return words.parts(numbers, like, differ)


def likeness(index: float) -> str:
    """How alike two divisions are, in words."""
    if index == 1:
        return _("the same")
    if index >= ALMOST_SAME:
        return _("almost the same")
    if index >= MUCH_THE_SAME:
        return _("much the same")
    return _("alike in part") if index >= PARTLY else _("quite different")


def _not_valid(found: Found) -> str:
    """Of the European method: regions that fall short of the thresholds in the end."""
    validity = found.regions["validity"]
    if validity is None:
        return ""
    short = [region for region, value in enumerate(validity) if value is not None and value < 1 - 1e-9]
    reserve = len(found.result["reserve"])
    sentences = []
    if reserve:
        sentences.append(
            ngettext(
                "%(number)s area fitted nowhere at first and was joined to a region at the end.",
                "%(number)s areas fitted nowhere at first and were joined to regions at the end.",
                reserve,
            )
            % {"number": words.count(reserve)}
        )
    if short:
        sentences.append(
            ngettext(
                "%(number)s region does not reach the thresholds: that of %(regions)s.",
                "%(number)s regions do not reach the thresholds: those of %(regions)s.",
                len(short),
            )
            % {"number": words.count(len(short)), "regions": words.listed(found.names(short))}
        )
    return words.parts(*sentences)


def _cannot_see(found: Found) -> str:
    border = str(found.purpose.outside)
    if found.is_european:
        rule = _(
            "The method takes one step at a time and knows no map: a small change of a flow may move several areas, "
            "and a region may lie in pieces."
        )
    else:
        rule = _(
            "The thresholds are cliffs: an area just above one follows a centre, an area just below is one. Only the "
            "largest flow of an area decides whom it follows."
        )
    return words.parts(border, rule)


def _left_out(found: Found) -> str:
    without, official = found.result["without_boundaries"], found.result["official"]
    sentences = []
    if without:
        sentences.append(
            ngettext(
                "%(number)s area has no boundary and is not on the map: %(areas)s.",
                "%(number)s areas have no boundary and are not on the map: %(areas)s.",
                len(without),
            )
            % {"number": words.count(len(without)), "areas": words.listed(without)}
        )
    if official is not None and official["unknown"]:
        unknown = official["unknown"]
        sentences.append(
            ngettext(
                "%(number)s area of the official list is not among the flows: %(areas)s.",
                "%(number)s areas of the official list are not among the flows: %(areas)s.",
                len(unknown),
            )
            % {"number": words.count(len(unknown)), "areas": words.listed(unknown)}
        )
    return words.parts(*sentences)


def _suppressed(found: Found) -> str:
    if not found.hides:
        return ""
    return _(
        "Numbers of persons below %(below)s are left out here, and so are others that would tell them. Of areas only "
        "flows of %(below)s persons or more are shown, and not all of those."
    ) % {"below": words.count(found.result["suppressed"]["below"])}
