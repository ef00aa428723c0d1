"""Regions laid over each other: where the regions of work, of study and of housing agree, and where they differ."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.region_overlay.choosing import RegionOverlayForm
from samsyn.insights.studies.region_overlay.comparing import compare
from samsyn.insights.studies.region_overlay.computing import compute
from samsyn.insights.studies.region_overlay.presenting import present
from samsyn.insights.studies.region_overlay.public import public

STUDY = Study(
    slug="region-overlay",
    title=_("Regions of work, study and housing"),
    purpose=_(
        "Lays the regions of work, of study and of moves over each other: where one region holds for all of them."
    ),
    version=2,
    method="functional-regions",
    sources=(
        Source("work", DatasetKind.FLOWS, _("Flows to work")),
        Source("study", DatasetKind.FLOWS, _("Flows to study"), _("This, or moves, or both."), required=False),
        Source("moves", DatasetKind.FLOWS, _("Moves from home to home"), required=False),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the map."), required=False),
    ),
    form=RegionOverlayForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
)
