"""Travel times by public transport as a study: door to door by a timetable, over all departures of a window."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.transit_times.choosing import TransitTimesForm
from samsyn.insights.studies.transit_times.comparing import compare
from samsyn.insights.studies.transit_times.computing import compute
from samsyn.insights.studies.transit_times.found import matrices_of
from samsyn.insights.studies.transit_times.maps import of_area
from samsyn.insights.studies.transit_times.presenting import present
from samsyn.insights.studies.travel_times.comparing import compare_from
from samsyn.insights.studies.travel_times.public import public

STUDY = Study(
    slug="transit-times",
    title=_("Travel times by public transport"),
    purpose=_(
        "From door to door by a timetable, whenever one leaves within some hours: usual and longest times, changes, "
        "walking, and how many people and jobs that brings near."
    ),
    version=1,
    method="public-transport-times",
    sources=(
        Source("timetable", DatasetKind.TIMETABLE, _("Timetable"), _("Of the operators that people travel with.")),
        Source(
            "points",
            DatasetKind.QUANTITIES,
            _("Points that people leave from and come to"),
            _(
                "A table with a code and the columns lon and lat, in degrees: one point an area. Without it, the "
                "middle of each outline, which in large areas lies far from stops."
            ),
            required=False,
        ),
        Source(
            "boundaries",
            DatasetKind.BOUNDARIES,
            _("Outlines of the areas"),
            _("For the map, and for points where none are given."),
            required=False,
        ),
        Source(
            "people",
            DatasetKind.QUANTITIES,
            _("People and jobs of the areas"),
            _("Says whom the times are for, and what is reached. Without it, all areas count alike."),
            required=False,
        ),
    ),
    form=TransitTimesForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    compare_from=compare_from,
    area_chosen=of_area,
    matrices=matrices_of,
    modelled=True,
)
