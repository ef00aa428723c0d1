"""Travel times as a study: from each area to each over a network, and whom and what that lets people reach."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.travel_times.choosing import TravelTimesForm
from samsyn.insights.studies.travel_times.comparing import compare, compare_from
from samsyn.insights.studies.travel_times.computing import compute
from samsyn.insights.studies.travel_times.found import matrices_of
from samsyn.insights.studies.travel_times.maps import of_area
from samsyn.insights.studies.travel_times.presenting import present
from samsyn.insights.studies.travel_times.public import public

STUDY = Study(
    slug="travel-times",
    title=_("Travel times"),
    purpose=_("The quickest way from each area to each over a network, and how many people and jobs it brings near."),
    version=1,
    method="travel-times",
    sources=(
        Source("network", DatasetKind.NETWORK, _("Network"), _("Its zones are the areas.")),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the map."), required=False),
        Source(
            "people",
            DatasetKind.QUANTITIES,
            _("People and jobs of the areas"),
            _("Says whom the times are for, and what is reached. Without it, all areas count alike."),
            required=False,
        ),
    ),
    form=TravelTimesForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    compare_from=compare_from,
    area_chosen=of_area,
    matrices=matrices_of,
    modelled=True,
)
