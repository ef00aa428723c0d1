"""What is shown of travel times by public transport."""

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Presentation
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.transit_times import maps, notes, tables
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.studies.travel_times import notes as travel_times
from samsyn.insights.studies.travel_times import tables as travel_tables
from samsyn.insights.studies.travel_times.presenting import figures, offers

BY = "public-transport"


def present(result: Result) -> Presentation:
    """The times in words, figures, maps and tables, in the reader's language."""
    found = Found(result)
    every = (travel_tables.areas(found), tables.pairs(found))
    return Presentation(
        title=_("Travel times by public transport: %(territory)s") % {"territory": found.territory},
        lead=travel_times.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(figures(found)),
        maps=tuple(maps.drawn(found)),
        tables=tuple(table for table in every if table is not None),
        offers=tuple(offers(found, BY)),
    )
