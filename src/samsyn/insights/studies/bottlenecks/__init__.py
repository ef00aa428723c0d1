"""Bottlenecks as a study: trips in equilibrium on roads, where they are delayed, who is, and who uses a link."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.bottlenecks.choosing import BottlenecksForm
from samsyn.insights.studies.bottlenecks.comparing import compare
from samsyn.insights.studies.bottlenecks.computing import compute
from samsyn.insights.studies.bottlenecks.found import links
from samsyn.insights.studies.bottlenecks.maps import of_link
from samsyn.insights.studies.bottlenecks.presenting import present
from samsyn.insights.studies.bottlenecks.public import public
from samsyn.insights.studies.contract import Source, Study

STUDY = Study(
    slug="bottlenecks",
    title=_("Bottlenecks"),
    purpose=_(
        "Where roads are short of room in an hour when many travel, how much time that takes, from whom, and who would "
        "be helped."
    ),
    version=1,
    method="bottlenecks",
    sources=(
        Source(
            "network",
            DatasetKind.NETWORK,
            _("Network"),
            _("With what its links let through in an hour, and how they slow down. Its zones are the areas."),
        ),
        Source(
            "trips",
            DatasetKind.FLOWS,
            _("Trips between the areas"),
            _("For example commuting. Without them, trips to work are modelled from people, jobs and times."),
            required=False,
        ),
        Source(
            "people",
            DatasetKind.QUANTITIES,
            _("People and jobs of the areas"),
            _("For modelled trips, where there is no table of trips."),
            required=False,
        ),
        Source(
            "measures",
            DatasetKind.MEASURES,
            _("Candidate measures"),
            _("The leading ones are tried with the queues that they leave. Optional."),
            required=False,
        ),
        Source(
            "regions",
            DatasetKind.REGIONS,
            _("Counties or other parts"),
            _("Whose delay is told beside each other. Without them, the counties of Swedish codes."),
            required=False,
        ),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the maps."), required=False),
    ),
    form=BottlenecksForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    links=links,
    link_chosen=of_link,
    modelled=True,
)
