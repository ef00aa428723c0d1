"""The accounts' pages: for administrators, and everybody's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from samsyn.foundation.accounts import forms, operations, queries, rules
from samsyn.foundation.accounts.errors import AccountError
from samsyn.foundation.accounts.models import RoleGrant, User
from samsyn.foundation.accounts.tokens import tokens
from samsyn.foundation.audit import queries as audit
from samsyn.foundation.errors import NotPermitted


def _require(permitted: bool) -> None:
    if not permitted:
        raise NotPermitted(_("Only administrators see this page."))


def _account(request: HttpRequest, key: int) -> User:
    """The account that an administrator works with."""
    _require(rules.may_see_accounts(request.user, on=timezone.localdate()))
    user = queries.account(key)
    if user is None:
        raise Http404
    return user


def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    today = timezone.localdate()
    _require(rules.may_see_accounts(request.user, on=today))
    form = forms.AccountFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.accounts(**chosen, on=today), 50).get_page(request.GET.get("page"))
    return render(
        request, "accounts/list.html", {"page": page, "filter": form, "organisations": queries.organisations()}
    )


def account(request: HttpRequest, key: int) -> HttpResponse:
    """One account: roles, address, and whether it is open."""
    user = _account(request, key)
    return render(
        request,
        "accounts/account.html",
        {
            "account": user,
            "organisations": queries.organisations(),
            "grant_form": forms.GrantForm(initial={"since": timezone.localdate()}),
            "end_form": forms.EndRoleForm(initial={"until": timezone.localdate()}),
            "address_form": forms.AddressForm(initial={"email": user.email}),
            "has_second_factor": queries.has_second_factor(user),
            "today": timezone.localdate(),
        },
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    _require(rules.may_invite(request.user, on=timezone.localdate()))
    form = forms.InviteForm(request.POST or None, initial={"since": timezone.localdate(), "language": "sv"})
    if request.method == "POST" and form.is_valid():
        try:
            user = operations.invite(
                **{field: form.cleaned_data[field] for field in ("email", "name", "language")},
                grants=[form.grant()],
                by=request.user,
                at=timezone.now(),
            )
        except AccountError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s has been invited.") % {"name": user})
            return redirect("accounts:account", user.pk)
    return render(request, "accounts/invite.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def invite_again(request: HttpRequest, key: int) -> HttpResponse:
    user = _account(request, key)
    operations.send_invitation(user, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation has been sent once more."))
    return redirect("accounts:account", key)


@require_POST
def give_role(request: HttpRequest, key: int) -> HttpResponse:
    user = _account(request, key)
    form = forms.GrantForm(request.POST)
    if not form.is_valid():
        raise AccountError(_first_error(form))
    operations.grant_role(user, grant=form.grant(), by=request.user, at=timezone.now())
    messages.success(request, _("The role has been given."))
    return redirect("accounts:account", key)


@require_POST
def end_role(request: HttpRequest, key: int, grant: int) -> HttpResponse:
    user = _account(request, key)
    form = forms.EndRoleForm(request.POST)
    if not form.is_valid():
        raise AccountError(_first_error(form))
    ended = get_object_or_404(RoleGrant, pk=grant, user=user)
    operations.end_role(ended, until=form.cleaned_data["until"], by=request.user, at=timezone.now())
    messages.success(request, _("The role ends with the day you gave."))
    return redirect("accounts:account", key)


@require_POST
def change_address(request: HttpRequest, key: int) -> HttpResponse:
    user = _account(request, key)
    form = forms.AddressForm(request.POST)
    if not form.is_valid():
        raise AccountError(_first_error(form))
    operations.change_address(user, email=form.cleaned_data["email"], by=request.user, at=timezone.now())
    messages.success(request, _("The address has been changed."))
    return redirect("accounts:account", key)


@require_POST
def remove_second_factors(request: HttpRequest, key: int) -> HttpResponse:
    operations.remove_second_factors(_account(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The password alone is enough until a new second factor is made."))
    return redirect("accounts:account", key)


@require_POST
def deactivate(request: HttpRequest, key: int) -> HttpResponse:
    operations.deactivate(_account(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The account is closed."))
    return redirect("accounts:account", key)


@require_POST
def reactivate(request: HttpRequest, key: int) -> HttpResponse:
    operations.reactivate(_account(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The account is open again."))
    return redirect("accounts:account", key)


def erase(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then erase."""
    user = _account(request, key)
    if request.method == "POST":
        operations.erase(user, by=request.user, at=timezone.now())
        messages.success(request, _("The account has been erased."))
        return redirect("accounts:list")
    return render(request, "accounts/erase.html", {"account": user})


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My account: name, language, and the ways to password, second factor and what is held about me."""
    form = forms.ProfileForm(
        request.POST or None, initial={"name": request.user.name, "language": request.user.language}
    )
    if request.method == "POST" and form.is_valid():
        operations.change_profile(request.user, **form.cleaned_data, by=request.user, at=timezone.now())
        with translation.override(request.user.language):  # the one that was just chosen
            messages.success(request, _("Your account has been changed."))
        return redirect("accounts:mine")
    context = {
        "form": form,
        "grants": queries.grants_in_force(on=timezone.localdate()).filter(user=request.user),
        "organisations": queries.organisations(),
        "has_second_factor": queries.has_second_factor(request.user),
    }
    return render(request, "accounts/mine.html", context, status=400 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Where an invited person chooses a password."""
    user = _invited(key)
    if user is None or not tokens.check_token(user, token):
        return render(request, "accounts/invitation_ended.html", status=404)
    form = forms.FirstPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            operations.accept_invitation(user, token=token, password=password, by=request.user, at=timezone.now())
        except AccountError as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, _("Welcome! Sign in with your address and the password you chose."))
            return redirect("account_login")
    return render(
        request, "accounts/invitation.html", {"form": form, "account": user}, status=400 if form.errors else 200
    )


def log(request: HttpRequest) -> HttpResponse:
    """The audit log, latest first, and on request whether its chain holds."""
    _require(rules.may_read_log(request.user, on=timezone.localdate()))
    form = forms.LogFilter(request.GET, verbs={verb: audit.said(verb) for verb in audit.verbs()})
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(audit.entries(**chosen), 100).get_page(request.GET.get("page"))
    names = queries.names(entry.actor for entry in page if entry.actor)
    context = {
        "page": page,
        "rows": [(entry, names.get(entry.actor, ""), audit.said(entry.verb)) for entry in page],
        "filter": form,
        "checked": "check" in request.GET,
        "break": audit.first_break() if "check" in request.GET else None,
    }
    return render(request, "accounts/log.html", context)


def _invited(key: str) -> User | None:
    try:
        return queries.account(int(urlsafe_base64_decode(key)))
    except (ValueError, OverflowError):
        return None


def _first_error(form) -> str:
    return next(iter(form.errors.values()))[0]
