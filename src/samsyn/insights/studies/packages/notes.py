"""What is said of packages, from the numbers, and what they are taken to be."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import growth, words
from samsyn.insights.studies.measures import notes as measures
from samsyn.insights.studies.packages.choosing import NO_BALANCE, OF_COST, SAVED
from samsyn.insights.studies.packages.found import Found

NEAR = 0.02
"""A package that gives so little less than the first is as good, for all that the figures can tell."""
NO_GAP = 1e-6
"""A gap that is the solver's tolerance."""
APART = 0.01
"""By how much of itself an effect may differ from what pairs tell before it is said."""


def lead(found: Found) -> str:
    """What the package costs and gives."""
    chosen = found.first["measures"]
    number = ngettext("%(number)s measure", "%(number)s measures", len(chosen))
    return _("For at most %(budget)s MSEK, %(measures)s give most together: %(effect)s. They cost %(cost)s MSEK.") % {
        "budget": words.count(found.result["choices"]["budget"]),
        "measures": number % {"number": words.count(len(chosen))},
        "effect": effect(found),
        "cost": words.count(found.first["cost"]),
    }


def effect(found: Found) -> str:
    """What the package gives, in words."""
    value = found.effect(found.first)
    if found.way == SAVED:
        return measures.hours_a_day(found.first["saved"])
    if found.way == "accessibility":
        return _("%(number)s more jobs within reach for each resident") % {"number": measures.few(value)}
    return _("%(number)s more jobs within %(limit)s minutes for each resident") % {
        "number": measures.few(value),
        "limit": found.way[-2:],
    }


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield measures.support()
    yield _("The package: %(measures)s.") % {
        "measures": words.listed([found.name(key) for key in found.first["measures"]], most=12)
    }
    yield from growth.notes(found.result)
    yield from _sure(found)
    yield from _near(found)
    yield from _proven(found)
    yield from _beyond_pairs(found)
    yield from _held(found)
    yield from _too_small(found)
    yield from measures.prices(found)
    yield from measures.left_out(found)
    yield measures.trips(found)
    yield measures.travellers()
    yield _(
        "Costs and budgets are taken as certain, and the budget as hard: a measure just outside may be as good as one "
        "just inside. The greatest sum favours what is large and where many live. The order of building, and who pays, "
        "is not in it."
    )


def _sure(found: Found) -> Iterator[str]:
    chosen = [told for told in found.ordered if found.is_chosen(told)]
    budget, ways = found.result["choices"]["budget"], len(found.result["ways"])
    sure = [
        told["name"]
        for told in chosen
        if told["in_ways"] == ways and told["from"] is not None and told["from"] <= budget
    ]
    if sure:
        yield _(
            "Surest are %(measures)s: chosen by every way of counting and in every growth scenario that was tried, for "
            "this budget and for every greater one."
        ) % {"measures": words.listed(sure)}
    unsure = [told["name"] for told in chosen if told["in_ways"] * 2 <= ways]
    if unsure:
        yield _("Chosen by half or fewer of the ways of counting and scenarios: %(measures)s.") % {
            "measures": words.listed(unsure)
        }
    out = [told["name"] for told in found.ordered if told["in_and_out"]]
    if out:
        yield _(
            "In for one budget and out for a greater: %(measures)s. That is no fault: a measure gives way where there "
            "is room for a dearer one, or for two others."
        ) % {"measures": words.listed(out)}


def _near(found: Found) -> Iterator[str]:
    """Other packages that give about as much."""
    whole = found.effect(found.first)
    others = [found.effect(found.package(each)) for each in found.result["best"][1:]]
    near = sum(whole is not None and other is not None and other >= (1 - NEAR) * whole for other in others)
    if near:
        yield ngettext(
            "%(number)s other package gives nearly as much, within %(share)s: the figures cannot tell them apart.",
            "%(number)s other packages give nearly as much, within %(share)s: the figures cannot tell them apart.",
            near,
        ) % {"number": words.count(near), "share": words.share(NEAR)}


def _proven(found: Found) -> Iterator[str]:
    first = found.result["best"][0]
    if first["proven"] and first["gap"] is not None and first["gap"] <= NO_GAP:
        yield _("No package gives more, as pairs of measures tell it: that is proven.")
    elif first["gap"] is not None:
        yield _("A package that gives up to %(share)s more may exist: that has not been ruled out.") % {
            "share": words.share(first["gap"], 1)
        }
    searches = [*found.result["best"], *found.result["budgets"], *found.result["ways"]]
    if not all(each["proven"] for each in searches):
        yield _(
            "Some searches were ended by their time, so that another computer may find something better, and the same "
            "run something else."
        )


def _beyond_pairs(found: Found) -> Iterator[str]:
    """What the package does on the network beside what pairs of measures tell."""
    anew, by_pairs = found.effect(found.first), found.shown(found.result["best"][0]["by_pairs"])
    if not found.result["choices"]["synergies"]:
        yield _("The package was searched for by what each measure does alone; what it gives was then computed anew.")
    if anew and by_pairs is not None and abs(anew - by_pairs) > APART * abs(anew):
        yield _(
            "Computed anew with all its measures, the package gives %(share)s of what the search reckoned with: three "
            "measures or more do something else together than two by two."
        ) % {"share": words.share(anew / by_pairs if by_pairs else None)}


def _held(found: Found) -> Iterator[str]:
    """What was demanded of the package."""
    said = found.result["choices"]
    for keys, text in (
        (said["included"], _("Demanded to be in: %(measures)s.")),
        (said["left_out"], _("Demanded to be left out: %(measures)s.")),
    ):
        if keys:
            yield text % {"measures": ", ".join(found.name(key) for key in keys)}
    for keys in said["excludes"]:
        yield _("At most one of: %(measures)s.") % {"measures": ", ".join(found.name(key) for key in keys)}
    if said["balance"] != NO_BALANCE:
        parts = words.listed(said["parts"]) or _("every county or part")
        share = words.share(said["least"], 1)
        text = (
            _("At least %(share)s of the cost falls on each of: %(parts)s.")
            if said["balance"] == OF_COST
            else _("At least %(share)s of what each measure gives by itself falls on each of: %(parts)s.")
        )
        yield text % {"share": share, "parts": parts}


def _too_small(found: Found) -> Iterator[str]:
    if found.result["too_small"]:
        yield _("These budgets buy nothing, or not what must be in, and are left out: %(budgets)s MSEK.") % {
            "budgets": ", ".join(words.count(budget) for budget in found.result["too_small"])
        }
