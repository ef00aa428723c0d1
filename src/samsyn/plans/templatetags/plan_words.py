"""`{% load plan_words %}`: what is stored as a code, in words."""

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.follow_up import Reason
from samsyn.foundation.audit.queries import said
from samsyn.plans.models import Risk
from samsyn.plans.queries.work import Dated, Due
from samsyn.plans.reading import read_place

register = template.Library()

REASONS: Mapping[str, Promise] = {
    Reason.NO_ENTRY: _("Nothing has been said in this round."),
    Reason.STALE: _("An indicator is past due, so the state that was entered cannot be shown."),
    Reason.NEVER_MEASURED: _("An indicator has no value yet, so the state that was entered cannot be shown."),
}

HAPPENINGS: Mapping[str, Promise] = {
    Dated.ROUND_OPENS: _("The follow-up opens"),
    Dated.ROUND_DUE: _("The follow-up is due"),
    Dated.STEP_DUE: _("Step"),
    Dated.BEGINS: _("Begins"),
    Dated.ENDS: _("Ends"),
    Dated.VALUE_DUE: _("Value to enter"),
    Dated.TARGET: _("Target"),
}


@register.simple_tag
def risk_score(risk: Risk) -> SafeString:
    """A small matrix of five by five with the risk's place marked, and the same in words."""
    words = gettext("likelihood %(likelihood)d, consequence %(consequence)d") % {
        "likelihood": risk.likelihood,
        "consequence": risk.consequence,
    }
    cells = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="6" height="6"/>',
        (
            (_heat(likelihood, consequence, risk), 7 * (consequence - 1), 7 * (5 - likelihood))
            for likelihood in range(5, 0, -1)
            for consequence in range(1, 6)
        ),
    )
    return format_html(
        '<svg class="risk-matrix" viewBox="0 0 34 34" aria-hidden="true" focusable="false">{}</svg>'
        '<span><strong>{}</strong> <span class="soft small">{}</span></span>',
        cells, risk.likelihood * risk.consequence, words,
    )  # fmt: skip


def _heat(likelihood: int, consequence: int, risk: Risk) -> str:
    if (likelihood, consequence) == (risk.likelihood, risk.consequence):
        return "risk-here"
    score = likelihood * consequence
    return "risk-high" if score >= 15 else "risk-middle" if score >= 6 else "risk-low"


@register.filter
def reason(code: str | None) -> str | Promise:
    """Why something shows as not assessed."""
    return REASONS[code] if code else ""


@register.filter
def in_document(place: str) -> str:
    """Where something stood in the document that the plan was read from; words of somebody's own as they are."""
    found = read_place(place)
    if found is None:
        return place
    line, page = found
    if page is None:
        return gettext("line %(line)d") % {"line": line}
    return gettext("page %(page)d, line %(line)d") % {"page": page, "line": line}


@register.filter
def happening(code: str) -> str | Promise:
    """What happens on a day of a plan's year."""
    return HAPPENINGS[code]


TASKS: Mapping[str, Promise] = {
    Dated.ROUND_DUE: _("To follow up"),
    Dated.STEP_DUE: _("Step to take"),
    Dated.VALUE_DUE: _("Value to enter"),
}


@register.filter
def to_do(due: Due) -> Promise:
    """What somebody has to do by a day."""
    return TASKS[due.kind]


@register.simple_tag
def due_url(due: Due) -> str:
    """Where it is done: a follow-up on its own page, all else on the item's."""
    if due.kind == Dated.ROUND_DUE:
        return reverse("plans:follow_up", args=[due.item.key])
    place = "steps" if due.kind == Dated.STEP_DUE else "indicators"
    return f"{reverse('plans:item', args=[due.item.key])}#{place}"


@register.filter
def deed(verb: str) -> str:
    """What somebody did, by the verb of the log."""
    return said(verb)
