"""What is shown of new labour markets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Figure, Kind, Presentation
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.labour_market import maps, notes, tables
from samsyn.insights.studies.labour_market.found import Found


def present(result: Result) -> Presentation:
    """The new regions beside the old, in words, figures, maps and tables, in the reader's language."""
    found = Found(result)
    return Presentation(
        title=_("From measure to common labour market: %(territory)s") % {"territory": found.territory},
        lead=notes.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(_figures(found)),
        maps=tuple(maps.drawn(found)),
        tables=tuple(tables.made(found)),
    )


def _figures(found: Found) -> Iterator[Figure]:
    whole = found.result["whole"]
    yield Figure(_("Regions before"), len(found.before["size"]))
    yield Figure(_("Regions with the measures"), len(found.after["size"]))
    yield Figure(_("Regions that grow together with another"), sum(len(old) for _new, old in found.joined))
    yield Figure(_("Areas that move to another region"), len(found.moved))
    yield Figure(_("Live and work in the same region, before"), whole["before"], Kind.SHARE)
    yield Figure(_("The same with the measures, in the regions of before"), whole["still"], Kind.SHARE)
    yield Figure(_("The same with the measures, in the new regions"), whole["after"], Kind.SHARE)
    if whole["changed"] is not None:
        yield Figure(_("Commuters who would work in another area"), round(whole["changed"]))
