"""The interaction model as a study: commuting as the sizes of areas and the distance between them explain it."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.interaction_model.choosing import InteractionModelForm
from samsyn.insights.studies.interaction_model.comparing import compare
from samsyn.insights.studies.interaction_model.computing import compute
from samsyn.insights.studies.interaction_model.presenting import flows_of_area, present
from samsyn.insights.studies.interaction_model.public import public

STUDY = Study(
    slug="interaction-model",
    title=_("Interaction model (gravity)"),
    purpose=_(
        "Says how far people go, which flows are larger or smaller than size and distance explain, and fills gaps."
    ),
    version=2,
    method="interaction-model",
    sources=(
        Source("flows", DatasetKind.FLOWS, _("Flows between areas")),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For distances and the map.")),
        Source(
            "sums",
            DatasetKind.QUANTITIES,
            _("How many leave and arrive in each area"),
            _("Only where missing flows are to be filled in."),
            required=False,
        ),
    ),
    form=InteractionModelForm,
    compute=compute,
    present=present,
    public=public,
    flows_of_area=flows_of_area,
    compare=compare,
    modelled=True,
)
