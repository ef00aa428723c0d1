"""Every write to accounts: invitations, roles, profiles, sign-ins and erasure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.accounts import emails, ledger, queries, rules
from samsyn.foundation.accounts.errors import AccountError
from samsyn.foundation.accounts.models import ROLES_FOR_AN_ORGANISATION, Role, RoleGrant, User
from samsyn.foundation.accounts.tokens import tokens
from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to be given: for an organisation (its code) where that matters, from a day, until a day."""

    role: Role
    since: date
    until: date | None = None
    organisation: str = ""


def invite(*, email: str, name: str, grants: Iterable[Grant], language: str = "sv", by, at: datetime) -> User:
    """Make an account with its roles, and send its owner a link where the password is chosen."""
    _require(rules.may_invite(by, on=day_of(at)), _("Only administrators invite people."))
    with transaction.atomic():
        if queries.by_email(email):
            raise AccountError(_("There is already an account with the address %(email)s.") % {"email": email})
        user = User.objects.create_user(email, name.strip(), language=language, joined_at=at)
        audit.record(verb="accounts.invited", subject=_subject(user), by=by, at=at)
        for grant in grants:
            _give(user, grant, by=by, at=at)
        _mail_invitation(user, by)
    return user


def send_invitation(user: User, *, by, at: datetime) -> None:
    """Send the link once more to somebody who has not chosen a password."""
    _require(rules.may_invite(by, on=day_of(at)), _("Only administrators invite people."))
    if user.has_usable_password():
        raise AccountError(
            _("%(name)s has a password, and can ask for a new one on the sign-in page.") % {"name": user}
        )
    _refuse_erased(user)
    with transaction.atomic():
        audit.record(verb="accounts.invitation_sent", subject=_subject(user), by=by, at=at)
        _mail_invitation(user, by)


def accept_invitation(user: User, *, token: str, password: str, by, at: datetime) -> None:
    """Choose the first password with the link of the invitation, which also proves the address.

    Whoever holds the link may do it: `by` is usually anonymous, and the log names the account itself.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if not (user.is_active and tokens.check_token(user, token)):
            raise AccountError(_("The link has been used or is too old. Ask an administrator for a new invitation."))
        _check_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        audit.record(verb="accounts.invitation_accepted", subject=_subject(user), by=user, at=at)


def grant_role(user: User, *, grant: Grant, by, at: datetime) -> RoleGrant:
    """Give a role from a day."""
    _require(rules.may_change_roles(by, on=day_of(at)), _("Only administrators give roles."))
    _refuse_erased(user)
    with transaction.atomic():
        return _give(user, grant, by=by, at=at)


def end_role(grant: RoleGrant, *, until: date, by, at: datetime) -> RoleGrant:
    """Let a role end with a day (its last)."""
    _require(rules.may_change_roles(by, on=day_of(at)), _("Only administrators end roles."))
    if until < grant.since:
        raise AccountError(_("A role cannot end before %(day)s, when it begins.") % {"day": grant.since})
    with transaction.atomic():
        if grant.role == Role.ADMINISTRATOR:
            _refuse_leaving_no_administrator(grant.user, on=day_of(at))
        grant.until = until
        grant.save(update_fields=["until"])
        audit.record(
            verb="accounts.role_ended", subject=_subject(grant.user), by=by, at=at,
            role=grant.role, organisation=grant.organisation, until=until.isoformat(),
        )  # fmt: skip
    return grant


def change_profile(user: User, *, name: str, language: str, by, at: datetime) -> User:
    """Change how the person is named, and the language they read."""
    _require(rules.may_change_profile(by, user, on=day_of(at)), _("You may only change your own account."))
    _refuse_erased(user)
    if not name.strip():
        raise AccountError(_("An account needs a name."))
    if language not in dict(settings.LANGUAGES):
        raise AccountError(_("There is no translation into the language “%(code)s”.") % {"code": language})
    with transaction.atomic():
        user.name, user.language = name.strip(), language
        user.save(update_fields=["name", "language"])
        audit.record(verb="accounts.profile_changed", subject=_subject(user), by=by, at=at)
    return user


def change_address(user: User, *, email: str, by, at: datetime) -> User:
    """Change the address that somebody signs in with. It counts as verified: an administrator vouches for it."""
    _require(rules.may_change_address(by, on=day_of(at)), _("Only administrators change addresses."))
    _refuse_erased(user)
    email = email.strip().lower()
    with transaction.atomic():
        taken = queries.by_email(email)
        if taken and taken.pk != user.pk:
            raise AccountError(_("There is already an account with the address %(email)s.") % {"email": email})
        user.email = email
        user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        audit.record(verb="accounts.address_changed", subject=_subject(user), by=by, at=at)
    return user


def remove_second_factors(user: User, *, by, at: datetime) -> None:
    """Help somebody who has lost them: the password alone is enough until a new second factor is made."""
    _require(rules.may_deactivate(by, on=day_of(at)), _("Only administrators remove second factors."))
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        _end_sessions(user, at)
        audit.record(verb="accounts.second_factors_removed", subject=_subject(user), by=by, at=at)


def deactivate(user: User, *, by, at: datetime) -> User:
    """Let somebody sign in no longer, from now on; what they did stays."""
    _require(rules.may_deactivate(by, on=day_of(at)), _("Only administrators close accounts."))
    with transaction.atomic():
        _refuse_leaving_no_administrator(user, on=day_of(at))
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_sessions(user, at)
        audit.record(verb="accounts.deactivated", subject=_subject(user), by=by, at=at)
    return user


def reactivate(user: User, *, by, at: datetime) -> User:
    """Let somebody sign in again, with the roles that hold."""
    _require(rules.may_deactivate(by, on=day_of(at)), _("Only administrators open accounts."))
    _refuse_erased(user)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record(verb="accounts.reactivated", subject=_subject(user), by=by, at=at)
    return user


def erase(user: User, *, by, at: datetime) -> User:
    """Remove what is personal, for good. The row and its id stay, so that history stays whole.

    The ledger is written last inside the transaction: an erasure that took place is always in it.
    """
    _require(rules.may_erase(by, on=day_of(at)), _("Only administrators erase people."))
    _refuse_erased(user)
    with transaction.atomic():
        _refuse_leaving_no_administrator(user, on=day_of(at))
        _blank(user, at)
        audit.record(verb="accounts.erased", subject=_subject(user), by=by, at=at)
        note_erasure(kind="account", key=str(user.pk), by=by, at=at)
    return user


def note_erasure(*, kind: str, key: str, by, at: datetime) -> None:
    """Write in the erasure ledger, as the last step of an erasure and inside its transaction."""
    _require(rules.may_erase(by, on=day_of(at)), _("Only administrators erase people."))
    ledger.append(settings.DATA, ledger.Erasure(at=at, kind=kind, key=key))


def repeat_erasures(keys: Iterable[int], *, by, at: datetime) -> int:
    """Erase accounts again, after the restore of a backup that is older than their erasure. How many there were."""
    _require(rules.may_erase(by, on=day_of(at)), _("Only administrators erase people."))
    with transaction.atomic():
        restored = list(User.objects.select_for_update().filter(pk__in=list(keys), erased_at__isnull=True))
        for user in restored:
            _blank(user, at)
            audit.record(verb="accounts.erased_again", subject=_subject(user), by=by, at=at)
    return len(restored)


def record_sign_in(user: User, *, by, at: datetime) -> None:
    audit.record(verb="accounts.signed_in", subject=_subject(user), by=user, at=at)


def record_failed_sign_in(email: str, *, by, at: datetime) -> None:
    """Note that somebody did not get in. The address is not noted: it may be anybody's, or a password by mistake."""
    user = queries.by_email(email)
    audit.record(verb="accounts.sign_in_failed", subject=_subject(user) if user else "account:unknown", by=None, at=at)


def record_security_change(user: User, *, what: str, by, at: datetime) -> None:
    """Note that a password or a second factor was changed: `what` says which."""
    audit.record(verb="accounts.security_changed", subject=_subject(user), by=by, at=at, what=what)


def _subject(user: User) -> str:
    return f"account:{user.pk}"


def _require(permitted: bool, otherwise: str) -> None:
    if not permitted:
        raise NotPermitted(otherwise)


def _refuse_erased(user: User) -> None:
    if user.erased_at:
        raise AccountError(_("The account has been erased."))


def _refuse_leaving_no_administrator(user: User, *, on: date) -> None:
    """One at a time: two administrators may not close each other's accounts at the same moment."""
    list(User.objects.select_for_update().filter(role_grants__role=Role.ADMINISTRATOR).order_by("pk"))
    if Role.ADMINISTRATOR in queries.roles_of(user, on=on) and not queries.other_administrators(user, on=on).exists():
        raise AccountError(_("Somebody must be administrator: give another person the role first."))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error


def _mail_invitation(user: User, by) -> None:
    emails.invitation(user, invited_by=by.name if by is not None else "").send()


def _give(user: User, grant: Grant, *, by, at: datetime) -> RoleGrant:
    """Give one role, once the grant makes sense."""
    if grant.role in ROLES_FOR_AN_ORGANISATION and not grant.organisation:
        raise AccountError(_("Say which organisation the role “%(role)s” is for.") % {"role": Role(grant.role).label})
    if grant.organisation and grant.organisation not in queries.organisations():
        raise AccountError(
            _("There is no organisation with the code “%(code)s” in the register. Add it there first, or correct it.")
            % {"code": grant.organisation}
        )
    if grant.until and grant.until < grant.since:
        raise AccountError(_("A role cannot end before %(day)s, when it begins.") % {"day": grant.since})
    list(User.objects.select_for_update().filter(pk=user.pk))  # one grant at a time
    same = RoleGrant.objects.filter(user=user, role=grant.role, organisation=grant.organisation)
    if queries.overlapping(same, grant.since, grant.until).exists():
        raise AccountError(_("%(name)s already has the role “%(role)s” then.") % {
            "name": user, "role": Role(grant.role).label
        })  # fmt: skip
    made = RoleGrant.objects.create(
        user=user, role=grant.role, organisation=grant.organisation, since=grant.since, until=grant.until
    )
    audit.record(
        verb="accounts.role_given", subject=_subject(user), by=by, at=at, role=str(grant.role),
        organisation=grant.organisation, since=grant.since.isoformat(),
        until=grant.until.isoformat() if grant.until else None,
    )  # fmt: skip
    return made


def _end_sessions(user: User, at: datetime) -> None:
    for session in queries.sessions_of(user, at=at):
        session.delete()


def _blank(user: User, at: datetime) -> None:
    """Remove all that is personal about an account."""
    _end_sessions(user, at)
    for related in (Authenticator, EmailAddress, SocialAccount):
        related.objects.filter(user=user).delete()
    on = day_of(at)
    RoleGrant.objects.filter(user=user, since__gt=on).delete()
    queries.grants_in_force(on=on).filter(user=user).update(until=on)
    user.name, user.email = "", f"erased-{user.pk}@erased.invalid"
    user.last_login, user.is_active, user.erased_at = None, False, at
    user.set_unusable_password()
    user.save()
