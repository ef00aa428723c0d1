"""Functional regions: areas grouped so that most who live in a group also work in it, and how sure the groups are."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.functional_regions.choosing import FunctionalRegionsForm
from samsyn.insights.studies.functional_regions.comparing import compare
from samsyn.insights.studies.functional_regions.computing import compute
from samsyn.insights.studies.functional_regions.presenting import flows_of_area, present
from samsyn.insights.studies.functional_regions.public import public

STUDY = Study(
    slug="functional-regions",
    title=_("Functional regions"),
    purpose=_(
        "Groups areas so that most who live in a group also work, study or settle in it, and says how sure it is."
    ),
    version=1,
    method="functional-regions",
    sources=(
        Source("flows", DatasetKind.FLOWS, _("Flows between areas"), _("To work, to study, or from home to home.")),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the map."), required=False),
        Source(
            "official",
            DatasetKind.REGIONS,
            _("Official regions to compare with"),
            _("For example functional analysis regions, or functional urban areas."),
            required=False,
        ),
    ),
    form=FunctionalRegionsForm,
    compute=compute,
    present=present,
    public=public,
    flows_of_area=flows_of_area,
    compare=compare,
)
