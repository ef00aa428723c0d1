"""Packages under a budget as a study: which measures give most together, how surely, and what comes next."""

from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies import measures
from samsyn.insights.studies.contract import Study
from samsyn.insights.studies.packages.choosing import PackagesForm
from samsyn.insights.studies.packages.comparing import compare
from samsyn.insights.studies.packages.computing import compute
from samsyn.insights.studies.packages.presenting import present
from samsyn.insights.studies.packages.public import public

STUDY = Study(
    slug="packages",
    title=_("Packages for a budget"),
    purpose=_(
        "Which measures give most together for a sum of money, what must hold of them, how surely each is chosen, and "
        "what comes next. Support for those who decide, never the answer."
    ),
    version=1,
    method="portfolios",
    sources=measures.STUDY.sources,
    form=PackagesForm,
    compute=compute,
    present=present,
    public=public,
    compare=compare,
    modelled=True,
)
