"""From measures to common labour markets: how commuting answers to new times, and what that does to the regions."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies import growth
from samsyn.insights.studies.contract import Source, Study
from samsyn.insights.studies.labour_market.choosing import LabourMarketForm
from samsyn.insights.studies.labour_market.comparing import compare
from samsyn.insights.studies.labour_market.computing import compute
from samsyn.insights.studies.labour_market.presenting import present
from samsyn.insights.studies.labour_market.public import public

STUDY = Study(
    slug="labour-market-effects",
    title=_("From measure to common labour market"),
    purpose=_(
        "How commuting may answer when measures shorten the ways, which regions then grow together, and how sure it is."
    ),
    version=2,
    method="labour-market-effects",
    sources=(
        Source("network", DatasetKind.NETWORK, _("Network"), _("As things are. Its zones are the areas.")),
        Source("measures", DatasetKind.MEASURES, _("Candidate measures"), _("What may be done to the network.")),
        Source("flows", DatasetKind.FLOWS, _("Commuting to work"), _("Between the same areas, by the same codes.")),
        growth.SOURCE,
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the maps."), required=False),
    ),
    form=LabourMarketForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    modelled=True,
)
