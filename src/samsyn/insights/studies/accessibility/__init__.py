"""Accessibility as a study: what people reach, alone and in competition, and how that is spread over them."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import DatasetKind
from samsyn.insights.studies import growth
from samsyn.insights.studies.accessibility.choosing import AccessibilityForm
from samsyn.insights.studies.accessibility.comparing import compare
from samsyn.insights.studies.accessibility.computing import compute
from samsyn.insights.studies.accessibility.presenting import present
from samsyn.insights.studies.accessibility.public import public
from samsyn.insights.studies.contract import Source, Study

STUDY = Study(
    slug="accessibility",
    title=_("Accessibility"),
    purpose=_(
        "How many jobs (or anything else) people reach over a network, what falls to each when they compete for them, "
        "and how evenly that is spread."
    ),
    version=2,
    method="accessibility",
    sources=(
        Source("network", DatasetKind.NETWORK, _("Network"), _("Its zones are the areas.")),
        Source("boundaries", DatasetKind.BOUNDARIES, _("Boundaries of the areas"), _("For the map."), required=False),
        Source(
            "people",
            DatasetKind.QUANTITIES,
            _("People and jobs of the areas"),
            _("Who live in each area, and what there is to reach."),
        ),
        growth.SOURCE,
    ),
    form=AccessibilityForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    modelled=True,
)
