"""What is shown of travel times."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Figure, Kind, Offer, Presentation
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times import maps, notes, tables
from samsyn.insights.studies.travel_times.found import Found, cell, minutes


def present(result: Result) -> Presentation:
    """The times in words, figures, maps and tables, in the reader's language."""
    found = Found(result)
    every = (tables.areas(found), tables.pairs(found))
    return Presentation(
        title=_("Travel times: %(territory)s") % {"territory": found.territory},
        lead=notes.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(figures(found)),
        maps=tuple(maps.drawn(found)),
        tables=tuple(table for table in every if table is not None),
        offers=tuple(offers(found, result["choices"]["modes"])),
    )


def figures(found: Found) -> Iterator[Figure]:
    """The numbers that matter, however one travels."""
    whole = found.result["whole"]
    yield Figure(_("Minutes to half of all, median"), _tenths(whole["median"]), Kind.NUMBER)
    yield Figure(_("The same for the worst-off tenth, mean"), _tenths(whole["worst"]), Kind.NUMBER)
    if not found.by_people:
        yield Figure(_("Zones"), whole["zones"])
        return
    reached = found.result["reached"]
    for limit, mean in zip(reached["limits"], reached["mean"], strict=True):
        label = _("%(what)s within %(time)s, mean") % {"what": reached["reached_as"], "time": minutes(limit)}
        yield Figure(label, round(mean))


def offers(found: Found, modes: str) -> Iterator[Offer]:
    """What may be published of times, under codes that end in how one travels."""
    whole = found.result["whole"]
    unit, territory = _("minutes"), found.territory
    offered = [
        ("travel-time-median", _("Travel time to half of all, median"), whole["median"]),
        ("travel-time-worst-tenth", _("Travel time to half of all, worst-off tenth"), whole["worst"]),
    ]
    for code, title, value in offered:
        if value is not None:
            yield Offer(f"{code}-{modes}", title, unit, territory, round(value, 6))
    if found.by_people and found.result["reached"]["all"]:
        reached = found.result["reached"]
        for limit, mean in zip(reached["limits"], reached["mean"], strict=True):
            title = _("%(what)s within %(time)s, mean share") % {"what": reached["reached_as"], "time": minutes(limit)}
            share = round(mean / reached["all"] * 100, 6)
            yield Offer(f"reached-{limit:.0f}-{modes}", title, "%", territory, share)


def _tenths(value: float | None) -> float | None:
    return None if value is None else cell(value)
