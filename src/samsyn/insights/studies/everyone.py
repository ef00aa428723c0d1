"""The one door through which results leave the house: what everybody may see is made here, and nowhere else."""

from django.utils.translation import gettext as _

from samsyn.insights.errors import InsightError
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Progress, Result, Study
from samsyn.insights.suppression import Rule


def for_everyone(study: Study, result: Result, rule: Rule, progress: Progress = lambda share, text: None) -> Result:
    """The result as those may see it who may not see small numbers; refused where it cannot be protected."""
    # Imported here: it loads scipy, which pages can do without.
    from samsyn.analysis.suppression import SuppressionError

    text = _("Taking out small numbers")
    progress(0.0, text)
    try:
        return study.public(result, rule, lambda share: progress(share, text))
    except SuppressionError as error:
        raise InsightError(_("The result cannot be shared: %(why)s.") % {"why": words.why(error)}) from error
