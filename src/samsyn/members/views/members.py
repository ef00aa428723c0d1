"""The members of a day: by name for anybody, with fees for the office; and the rules that they pay by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.foundation.ui.asking import by_and_at
from samsyn.foundation.ui.editing import Editing, edit, posted
from samsyn.members import rules
from samsyn.members.exchange import member_table
from samsyn.members.forms import organisations as forms
from samsyn.members.operations import fees as operations
from samsyn.members.operations.fees import Terms
from samsyn.members.queries import fees
from samsyn.members.views import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def index(request: HttpRequest) -> HttpResponse:
    """Who is a member on a day. Fees show for those who keep the register."""
    form = forms.MembersFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    on = chosen.get("on") or timezone.localdate()
    found = fees.members_on(on, kind=chosen.get("kind", ""))
    may_keep = rules.may_keep_register(request.user, on=timezone.localdate())
    context = {"filter": form, "on": on, "members": found, "may_keep": may_keep}
    if may_keep:
        context["bill"] = fees.bill(found, on.year)
    return render(request, "members/members.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with fees."""
    access.require_keeper(request)
    chosen = access.cleaned(forms.MembersFilter(request.GET))
    on = chosen["on"] or timezone.localdate()
    bill = fees.bill(fees.members_on(on, kind=chosen["kind"]), on.year)
    answer = HttpResponse(member_table.workbook(bill.lines, get_language() or "sv"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_("members")}-{on:%Y-%m-%d}.xlsx"'
    return answer


def fee_rules(request: HttpRequest) -> HttpResponse:
    """The rules that have been stated, and a form for one more."""
    access.require_keeper(request)
    form = forms.FeeRuleForm(posted(request), initial={"year": timezone.localdate().year})
    here = reverse("members:fee_rules")
    page = Editing(
        _("Fees"), _("Save"), _("The fee has been saved."), reverse("members:members"), leads_to=here,
        lead=_("What a kind of membership costs a year. A rule holds until a later one of the same kind begins."),
    )  # fmt: skip
    return edit(
        request, form, page, lambda typed: _set_rule(request, typed), template="members/fee_rules.html",
        context={"rules": fees.rules()},
    )  # fmt: skip


def _set_rule(request: HttpRequest, typed: dict) -> None:
    terms = Terms(**{name: typed.pop(name) for name in ("basis", "amount", "least", "most")})
    operations.set_rule(**typed, terms=terms, **by_and_at(request))
