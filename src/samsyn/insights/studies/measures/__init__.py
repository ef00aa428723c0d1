"""Candidate measures as a study: what each does to times and to what people reach, for whom, and for what it costs."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies import growth
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.measures.choosing import MeasuresForm
from samsyn.insights.studies.measures.comparing import compare
from samsyn.insights.studies.measures.computing import compute
from samsyn.insights.studies.measures.presenting import present
from samsyn.insights.studies.measures.public import public
from samsyn.insights.studies.measures.tables import of_area

SLUG = "measures"

STUDY = Study(
    slug=SLUG,
    title=_("Candidate measures"),
    purpose=_(
        "What each candidate measure does to travel times and to the jobs that people reach, for whom, at what cost."
    ),
    version=2,
    method="measures",
    sources=(
        Source("network", DatasetKind.NETWORK, _("Network"), _("As things are. Its zones are the areas.")),
        Source("measures", DatasetKind.MEASURES, _("Candidate measures"), _("What may be done to the network.")),
        Source(
            "people",
            DatasetKind.QUANTITIES,
            _("People and jobs of the areas"),
            _("Says for whom the times are, and what is reached."),
        ),
        Source(
            "trips",
            DatasetKind.FLOWS,
            _("Trips between the areas"),
            _("A day. Without them, trips to work are modelled from people, jobs and times."),
            required=False,
        ),
        Source(
            "regions",
            DatasetKind.REGIONS,
            _("Counties or other parts"),
            _("Whose gains are told beside each other. Without them, the counties of Swedish codes."),
            required=False,
        ),
        growth.SOURCE,
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the maps."), required=False),
    ),
    form=MeasuresForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    area_chosen=of_area,
    modelled=True,
)
