"""What is said of measures, from the numbers, and what they are taken to be."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import growth, words
from samsyn.insights.studies.measures import sureness
from samsyn.insights.studies.measures.choosing import FOR_MONEY
from samsyn.insights.studies.measures.found import MANY, MIDDLE, Found, Told, for_money, hours, span

FEW = 3
SURE, UNSURE = 2, 0.4
"""A rank that moves so little is sure; one that moves over such a part of all measures is not."""


def lead(found: Found) -> str:
    """The first of them, and what it does."""
    first = found.ranked[0]
    number = ngettext("%(number)s measure", "%(number)s measures", len(found.ranked))
    told = {
        "measures": number % {"number": words.count(len(found.ranked))},
        "first": first["name"],
        "hours": hours_a_day(first["saved"]),
    }
    if found.result["choices"]["order"] == FOR_MONEY and first["rank"]:
        return _("Of %(measures)s, %(first)s saves most time for its cost: %(hours)s.") % told
    return _("Of %(measures)s, %(first)s saves most time: %(hours)s.") % told


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield support()
    yield from growth.notes(found.result)
    yield from _for_money(found)
    yield from _jobs(found)
    yield from _who(found)
    yield from _sureness(found)
    yield from _worse(found)
    yield from prices(found)
    yield from left_out(found)
    yield trips(found)
    yield assumptions()


def support() -> str:
    """What the figures are for."""
    return _(
        "This is support for a choice, never the answer. It counts time and jobs within reach: not safety, climate, "
        "nature, health, capacity, freight or what the state of the network demands."
    )


def assumptions() -> str:
    """What is assumed of measures one by one."""
    return words.parts(
        travellers(), _("Each measure is counted by itself: together they may do more, or less, than the sum.")
    )


def travellers() -> str:
    """What is assumed of those who travel."""
    return _(
        "Assumed: people travel as often and to the same places as without the measure, and take the quickest way; "
        "there are no queues, and lines are not full."
    )


def trips(found: Found) -> str:
    """Where the trips are from."""
    whole = found.result["whole"]
    number = words.count(whole["trips"])
    if whole["modelled"]:
        told = _(
            "Trips are modelled, not counted: %(number)s trips to work, one way, from people, jobs and times, half as "
            "many with each %(halving)s minutes. The way home is not counted; where it gains alike, the time saved is "
            "twice as much."
        )
        return told % {"number": number, "halving": found.result["choices"]["halving"]}
    told = _("Time saved is counted over the %(number)s trips of the table, each in the direction that it has there.")
    said = told % {"number": number}
    if whole["outside"]:
        more = _("%(number)s trips that begin or end outside the network are not counted.")
        return words.parts(said, more % {"number": words.count(whole["outside"])})
    return said


def _for_money(found: Found) -> Iterator[str]:
    costed = [each for each in found.ranked if for_money(each) is not None]
    if not costed:
        yield _("No measure has a cost, so nothing can be said of what they give for the money.")
        return
    best = max(costed, key=lambda each: for_money(each) or 0.0)
    yield _(
        "%(measure)s gives most time for the money: %(minutes)s person-minutes a day for each million (%(cost)s)."
    ) % {
        "measure": best["name"],
        "minutes": words.number(for_money(best), 1),
        "cost": cost(best),
    }
    without = len(found.ranked) - len(costed)
    if without:
        yield ngettext(
            "%(number)s measure has no cost, and cannot be compared by it.",
            "%(number)s measures have no cost, and cannot be compared by it.",
            without,
        ) % {"number": words.count(without)}


def _jobs(found: Found) -> Iterator[str]:
    known = [each for each in found.ranked if each["within"][MIDDLE] is not None]
    best = max(known, key=lambda each: each["within"][MIDDLE], default=None)
    if best is not None and best["within"][MIDDLE] > 0:
        yield _("%(measure)s brings most jobs within 45 minutes: %(number)s more for each resident, on average.") % {
            "measure": best["name"],
            "number": few(found.a_head(best["within"][MIDDLE])),
        }


def _who(found: Found) -> Iterator[str]:
    told = [(each["name"], found.main_part(each)) for each in found.ranked[:FEW]]
    said = [
        _("%(part)s has %(share)s of what %(measure)s saves")
        % {"part": most[0], "share": words.share(most[1]), "measure": name}
        for name, most in told
        if most is not None
    ]
    if said:
        yield _("Who gains: %(told)s.") % {"told": words.listed(said)}


def _sureness(found: Found) -> Iterator[str]:
    ranked = [each for each in found.ranked if each["best"] is not None]
    if len(ranked) <= FEW:
        return
    sure = [each["name"] for each in ranked[:FEW] if each["worst"] - each["best"] <= SURE]
    if sure:
        yield _("Whichever way is counted, the place of %(measures)s hardly moves.") % {"measures": words.listed(sure)}
    most = max(ranked, key=lambda each: each["worst"] - each["best"])
    if most["worst"] - most["best"] >= UNSURE * len(ranked):
        said = _("Least sure is the place of %(measure)s: from %(best)s to %(worst)s by every way of counting.") % {
            "measure": most["name"],
            "best": most["best"],
            "worst": most["worst"],
        }
        moved = sureness.moved_by(most)
        yield words.parts(said, _("What moves it most is %(choice)s.") % {"choice": moved} if moved else "")
    yield from sureness.notes(found)


def _worse(found: Found) -> Iterator[str]:
    worse = [each["name"] for each in found.ranked if each["worsened"]]
    if worse:
        yield ngettext("%(measures)s makes some ways slower.", "%(measures)s make some ways slower.", len(worse)) % {
            "measures": words.listed(worse)
        }
    cut = [each["name"] for each in found.ranked if each["cut_off"]]
    if cut:
        yield _("Some lose every way to where they travel: %(measures)s. Their time is not in the sums.") % {
            "measures": words.listed(cut)
        }


def prices(found: Found) -> Iterator[str]:
    """That prices of several years are not alike."""
    years = sorted({each["price_year"] for each in found.result["measures"] if each["cost"] is not None})
    if len(years) > 1:
        told = words.listed([str(year) if year else _("an unknown year") for year in years])
        yield _("Costs are in the prices of %(years)s, and are not made alike.") % {"years": told}


def left_out(found: Found) -> Iterator[str]:
    """The measures that do not fit the network."""
    left = found.result["left_out"]
    if left:
        yield ngettext(
            "%(number)s measure does not fit the network and is left out: %(measures)s.",
            "%(number)s measures do not fit the network and are left out: %(measures)s.",
            len(left),
        ) % {"number": words.count(len(left)), "measures": words.listed([name for _key, name, _kinds in left])}


def hours_a_day(minutes: float | None) -> str:
    """So much time, without its sign."""
    number = abs(round(hours(minutes) or 0.0))
    said = ngettext("%(number)s hour a day", "%(number)s hours a day", number)
    return said % {"number": words.NOTHING if minutes is None else words.count(number)}


def few(value: float | None) -> str:
    """A number with a decimal where it is small."""
    return words.number(value, 0 if value is not None and abs(value) >= MANY else 1)


def cost(told: Told) -> str:
    """A cost in words."""
    if told["cost"] is None:
        return _("no cost stated")
    amount = _("%(number)s MSEK") % {"number": words.number(told["cost"], 0)}
    if told["price_year"]:
        return _("%(amount)s in prices of %(year)s") % {"amount": amount, "year": told["price_year"]}
    return amount


def rank(found: Found, told: Told) -> str:
    """A rank in words, and its interval."""
    said = place(found, told)
    return said if told["best"] == told["worst"] else f"{said} ({span(told)})"


def place(found: Found, told: Told) -> str:
    """A rank among all ranks."""
    if told["rank"] is None:
        return _("no rank, as it has no cost")
    of = sum(each["rank"] is not None for each in found.ranked)
    return _("%(rank)s of %(all)s") % {"rank": told["rank"], "all": of}
